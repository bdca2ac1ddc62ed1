"""The attachments of a mail, stored one by one: one that is refused stops neither the others nor the mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from channels_app.email.parsed import Attachment
from channels_app.models import InboundEmail
from core.actor import Actor
from core.errors import Refused
from files.enums import OwnerKind
from files.models import StoredFile
from files.operations import store, store_as_received

# Programs: kept in the raw mail only, so that nobody opens one by mistake.
_PROGRAMS = frozenset(
    ["exe", "com", "scr", "pif", "bat", "cmd", "msi", "dll", "js", "jse", "vbs", "vbe", "wsf", "wsh", "ps1", "hta"]
    + ["jar", "lnk", "iso", "img", "vhd", "reg", "cpl", "apk", "app", "dmg", "sh", "html", "htm", "svg", "xhtml"]
)


@dataclass
class Joined:
    """``left_out``: ``[{"name", "sentence"}]``, what stays in the raw mail alone, and why."""

    file_ids: list[int] = field(default_factory=list)
    public_ids: list[str] = field(default_factory=list)
    left_out: list[dict[str, str]] = field(default_factory=list)


def join(inbound: InboundEmail, attachments: Sequence[Attachment], *, by: Actor) -> Joined:
    """Free files, which the request or the message then takes in the same transaction."""
    joined = Joined()
    for attachment in attachments:
        try:
            stored = _store(inbound, attachment, by)
        except Refused as refusal:
            joined.left_out.append({"name": attachment.name, "sentence": refusal.sentence})
            continue
        joined.file_ids.append(stored.pk)
        joined.public_ids.append(str(stored.public_id))
    return joined


def _store(inbound: InboundEmail, attachment: Attachment, by: Actor) -> StoredFile:
    """As a document when it is one (redrawn, disarmed); else as it came: a signature or an archive is evidence."""
    name, commune_id = attachment.name, inbound.commune_id
    try:
        return store(attachment.content, name=name, commune_id=commune_id, owner_kind=OwnerKind.REQUEST, by=by)
    except Refused:
        if name.rpartition(".")[2].lower() in _PROGRAMS:
            raise Refused(_("Ce genre de fichier peut être dangereux : il reste dans le courriel d’origine.")) from None
        return store_as_received(
            attachment.content, name=name, commune_id=commune_id, owner_kind=OwnerKind.REQUEST, by=by
        )
