"""One envelope as an e-mail: text and HTML that say the same, the letters attached, the headers of a polite machine."""

from __future__ import annotations

from email.utils import formataddr

from django.core.exceptions import ValidationError
from django.core.mail.message import utf8_charset_qp
from django.core.validators import validate_email

from core.actor import Actor
from files import reading
from files.enums import OwnerKind
from files.models import StoredFile
from messaging.models import Dispatch
from messaging.rendering import html_of
from messaging.rules.addresses import envelope_sender, sender
from messaging.rules.verdicts import BadAddress
from messaging.transports.signing import SignedMail

OWN_MARKER = "X-GRC-Envoi"
_BY = Actor.system("messaging.send")


def compose(dispatch: Dispatch) -> SignedMail:
    """The same words at each try."""
    _refuse_bad_address(dispatch.to_address)
    mail = SignedMail(
        subject=dispatch.subject,
        body=dispatch.body_text,
        # Django takes the envelope from here and the visible sender from the header.
        from_email=envelope_sender(dispatch.commune),
        to=[dispatch.to_address],
        headers=_headers(dispatch),
    )
    # Seven bits on the wire: a relay that re-encodes would break the signature.
    mail.encoding = utf8_charset_qp
    mail.attach_alternative(html_of(dispatch), "text/html")
    for stored in StoredFile.objects.of(OwnerKind.DISPATCH, dispatch.pk).order_by("pk"):
        letter = reading.open_file(stored.pk, by=_BY)
        mail.attach(letter.name, letter.content, letter.content_type)
    return mail


def _refuse_bad_address(address: str) -> None:
    """Here rather than when posting: an envelope that cannot leave is seen on the failures screen, never lost."""
    try:
        validate_email(address)
    except ValidationError as error:
        raise BadAddress from error


def _headers(dispatch: Dispatch) -> dict[str, str]:
    headers = {
        "From": sender(dispatch.commune, dispatch.from_service, confidential=dispatch.confidential),
        "To": formataddr((dispatch.to_name, dispatch.to_address)),
        "Message-ID": dispatch.message_id,
        # How we know a mail of ours that comes back: the same signed word as the Message-ID.
        OWN_MARKER: dispatch.message_id.strip("<>").partition("@")[0],
    }
    if dispatch.reply_to:
        headers["Reply-To"] = dispatch.reply_to
    if dispatch.in_reply_to:
        headers["In-Reply-To"] = dispatch.in_reply_to
    if dispatch.references:
        headers["References"] = " ".join(dispatch.references)
    if dispatch.is_automatic:
        # RFC 3834: no answering machine replies to this.
        headers["Auto-Submitted"] = "auto-generated"
        headers["X-Auto-Response-Suppress"] = "All"
    return headers
