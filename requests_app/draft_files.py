"""Files of a draft: received one by one, each with its row and its state."""

from typing import NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Refused
from core.templatetags.grc_text import octets
from files.enums import ScanState
from files.models import StoredFile
from files.operations import ACCEPT_DOCUMENTS, store
from files.rules.kinds import Kind
from files.rules.names import shown
from procedures.form_engine import Field, FileRow
from requests_app.models import Draft
from requests_app.policies import draft_holder


class Refusal(NamedTuple):
    """A file that was not kept: for which question, its name, and why."""

    key: str
    name: str
    sentence: str


STATES = {
    ScanState.PENDING: ("received", "reçu"),
    ScanState.CLEAN: ("received", "reçu"),
    ScanState.UNSCANNED: ("received", "reçu"),
    ScanState.INFECTED: ("refused", "bloqué : un virus a été trouvé. Retirez-le."),
    ScanState.REFUSED: ("refused", "bloqué par l’antivirus. Retirez-le."),
}


BROKEN = "abîmé : la photo ne s’ouvre pas. Retirez-la, puis joignez-la à nouveau."


def accepted(field: Field) -> tuple[Kind, ...]:
    """What the question accepts, written in the definition as extensions or names of types."""
    wanted = {one.strip().lower().lstrip(".") for one in field.accept}
    chosen = tuple(
        kind
        for kind in ACCEPT_DOCUMENTS
        if kind.code in wanted or wanted.intersection(kind.extensions) or kind.content_type in wanted
    )
    return chosen or ACCEPT_DOCUMENTS


def receive(draft: Draft, field: Field, upload: UploadedFile, already: int, by: Actor | None = None) -> Refusal | None:
    """Keeps one file for one question, or says why not; never raises for what a person sends.

    `by` is the agent who joins it at the desk, else whoever fills the draft in.
    """
    name = shown(upload.name or "")
    if already >= field.max_files:
        sentence = _("Vous avez déjà joint %(limit)s fichiers, le nombre le plus grand. Retirez-en un d’abord.")
        return Refusal(field.key, name, sentence % {"limit": field.max_files})
    try:
        store(
            upload,
            name=upload.name or "",
            commune_id=draft.commune_id,
            owner_kind="draft",
            owner_id=draft.pk,
            field_key=field.key,
            by=by or draft_holder(draft),
            accept=accepted(field),
        )
    except Refused as refusal:
        return Refusal(field.key, name, refusal.sentence)
    return None


def row_of(stored: StoredFile) -> FileRow:
    state, words = STATES[ScanState(stored.scan_state)]
    words = BROKEN if stored.broken else words
    detail = f"{octets(stored.size)} · {words}"
    if stored.location_removed:
        detail += " " + _("(lieu de la photo effacé)")
    return FileRow(id=str(stored.public_id), name=stored.name, detail=detail, state=state)


def row_of_refusal(refusal: Refusal) -> FileRow:
    """Its own sentence on its own row: of several refused, each says why."""
    detail = _("non envoyé. %(why)s") % {"why": refusal.sentence}
    return FileRow(id="", name=refusal.name, detail=detail, state="error", removable=False)
