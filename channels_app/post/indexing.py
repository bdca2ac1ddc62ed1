"""Letters in the search: the words that find one, and who may find it."""

from __future__ import annotations

from django.db.models import Q

from channels_app.models import PostalItem, ScanPage
from channels_app.post.policies import items_visible_to
from core import reindexing, search
from core.actor import Actor

KIND = "postal_item"


def index(item: PostalItem) -> None:
    """Called by the operation that changed the letter, in its transaction."""
    pages = ScanPage.objects.filter(item=item).order_by("position").values_list("text", flat=True)
    words = [item.arrival_number, item.sender, item.subject, item.read_sender, item.read_subject]
    words += [item.registered_letter, *pages]
    search.index(
        KIND,
        item.pk,
        commune_id=item.commune_id,
        text=" ".join(word for word in words if word),
        service_id=item.service_id,
        confidential=item.confidential,
    )


def visible_entries(actor: Actor) -> Q:
    """The letters themselves say who sees them: a request that changes service takes its letters with it."""
    return Q(ref__in=PostalItem.objects.filter(items_visible_to(actor)).values("pk"))


def rewrite(item_id: int) -> None:
    index(PostalItem.objects.get(pk=item_id))


def register() -> None:
    reindexing.register(KIND, PostalItem.objects.all, rewrite)
    search.register_visibility(KIND, visible_entries)
