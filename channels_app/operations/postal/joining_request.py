"""A letter enters a request as an answer of the person, with its pages in one PDF."""

from __future__ import annotations

from django.utils.translation import gettext as _, ngettext

from channels_app.models import PostalItem
from channels_app.operations.postal import describing
from channels_app.post.binding import bind
from channels_app.post.enums import ItemState
from core import outbox
from core.actor import Actor
from core.enums import Channel
from core.errors import Refused
from core.templatetags.grc_dates import date_simple
from files import reading
from files.enums import OwnerKind
from files.models import StoredFile
from files.operations import store_own
from requests_app.models import ServiceRequest
from requests_app.operations import receive_answer

BY = Actor.system("channels_app.post")


def join(item: PostalItem, found: ServiceRequest, *, by: Actor) -> None:
    """In the caller’s transaction, which registers and saves the item. Raises Refused, IllegalMove."""
    document = bound(item, OwnerKind.MESSAGE)
    message = receive_answer(
        found.pk,
        text=_words(item),
        file_ids=[document.pk] if document else [],
        channel=Channel.POST,
        by=Actor.link_holder(found.pk),
        received_on=item.received_on,
    )
    item.state, item.request, item.message, item.reason = ItemState.JOINED, found, message, ""
    item.service, item.confidential = found.service, found.confidential
    item.citizen = item.citizen or found.citizen
    item.sender = item.sender or item.read_sender or (found.citizen.display_name if found.citizen else "")
    item.subject = item.subject or item.read_subject or _("Documents joints à la demande")
    item.revision += 1
    outbox.publish("postal_item.joined", item_id=item.pk)


def _words(item: PostalItem) -> str:
    count = item.pages.count()
    pages = ngettext("%(count)d page", "%(count)d pages", count) % {"count": count}
    return _("Courrier reçu le %(day)s (%(pages)s).") % {"day": date_simple(item.received_on), "pages": pages}


def bound(item: PostalItem, owner_kind: str) -> StoredFile | None:
    """The pages of the letter as one free file; None for a letter without scan."""
    pages = [page for page in describing.pages_of(item) if page.picture_id]
    if not pages:
        if item.batch_id is not None:
            raise Refused(_("Aucune page de ce pli n’a pu être dessinée : numérisez-le à nouveau."))
        return None
    pictures = (reading.open_file(page.picture_id, by=BY).content for page in pages if page.picture_id)
    day = item.received_on.isoformat()
    try:
        whole = bind(pictures)
    except OSError as damaged:
        raise Refused(_("L’image d’une page de ce pli ne s’ouvre plus : numérisez-le à nouveau.")) from damaged
    return store_own(
        whole,
        name=_("courrier du %s.pdf") % day,
        content_type="application/pdf",
        commune_id=item.commune_id,
        owner_kind=owner_kind,
        by=BY,
    )
