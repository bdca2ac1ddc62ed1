"""A form being filled in: begun, saved as one types, found again by its code, purged when never sent."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar
from core.actor import Actor
from core.codes import SPOKEN_ALPHABET
from core.enums import Channel
from core.errors import Refused
from core.models import Commune
from files.enums import OwnerKind
from files.operations import remove_of
from requests_app.models import Draft

# A draft never sent is not an archive: it goes without visa (gdpr.md).
KEEP_UNSENT = dt.timedelta(days=30)
# The portal's copy of a form that was transmitted: three months at most (order of 4 July 2013).
KEEP_SENT = dt.timedelta(days=30)
BATCH = 200
_CODE_LENGTH = 12


@transaction.atomic
def start_draft(
    procedure_version_id: int,
    channel: str = Channel.WEB,
    commune_id: int | None = None,
    *,
    citizen_id: int | None = None,
    by: Actor | None = None,
    answers: Mapping[str, Any] | None = None,
    commune: Commune | None = None,
) -> Draft:
    """A draft of this version; it lives thirty days after the last word typed. ``commune``: when it is read already.

    At the desk ``by`` is the agent who types, ``citizen_id`` the person, ``answers`` what the town knew already.
    """
    if commune is None:
        commune = Commune.objects.get(pk=commune_id) if commune_id else Commune.objects.current()
    now = calendar.now()
    return Draft.objects.create(
        commune=commune,
        procedure_version_id=procedure_version_id,
        channel=channel,
        citizen_id=citizen_id,
        entered_by=by.ref if by and by.is_agent else "",
        answers=dict(answers or {}),
        resume_code=_new_code(),
        created_at=now,
        updated_at=now,
        expires_on=calendar.today(commune) + KEEP_UNSENT,
    )


@transaction.atomic
def save_draft(
    draft_id: int,
    page_key: str,
    values: Mapping[str, Any],
    raw: Mapping[str, Any] | None = None,
    *,
    commune: Commune | None = None,
) -> Draft:
    """Keeps the answers of one page, and what was typed there even when wrong. Raises Refused once sent.

    ``commune``: that of the draft, when the caller has read it already.
    """
    draft = Draft.objects.select_for_update().get(pk=draft_id)
    if draft.is_sent:
        raise Refused(_("Cette demande est déjà envoyée : vous ne pouvez plus changer le formulaire."))
    draft.answers = {**draft.answers, **values}
    draft.raw = {**draft.raw, **(raw or {})}
    draft.page_key = page_key
    draft.updated_at = calendar.now()
    draft.expires_on = calendar.today(commune or draft.commune) + KEEP_UNSENT
    draft.save(update_fields=["answers", "raw", "page_key", "updated_at", "expires_on"])
    return draft


def find_draft(resume_code: str) -> Draft | None:
    """The draft of that code, however it was typed; None when there is none or it was sent."""
    letters = re.sub(r"[^A-Z0-9]", "", (resume_code or "").upper())
    if len(letters) != _CODE_LENGTH:
        return None
    return Draft.objects.filter(resume_code=_grouped(letters), request__isnull=True).first()


def purge_drafts(limit: int = BATCH) -> int:
    """Removes drafts past their day, and the copies of those sent, with the files nobody took over.

    A batch at a time, each in its own transaction: killed at any point, the next run goes on. Returns how many went.
    """
    today = calendar.today(Commune.objects.current())
    gone = 0
    while batch := list(Draft.objects.filter(expires_on__lt=today).order_by("pk").values_list("pk", flat=True)[:limit]):
        gone += _purge(batch)
    return gone


@transaction.atomic
def _purge(draft_ids: list[int]) -> int:
    taken = list(
        Draft.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk__in=draft_ids)
        .values_list("pk", flat=True)
    )
    remove_of(OwnerKind.DRAFT, taken, by=Actor.system("purge_drafts"))
    Draft.objects.filter(pk__in=taken).delete()
    return len(taken)


def _new_code() -> str:
    return _grouped("".join(secrets.choice(SPOKEN_ALPHABET) for _position in range(_CODE_LENGTH)))


def _grouped(letters: str) -> str:
    return "-".join(letters[start : start + 4] for start in range(0, _CODE_LENGTH, 4))
