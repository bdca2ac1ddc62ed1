"""Letters in the search: the words that find one, and who may find it."""

from __future__ import annotations

from django.db.models import Q

from channels_app.models import PostalItem, ScanPage
from channels_app.post import protecting
from channels_app.post.policies import items_visible_to
from citizens.models import Citizen, PersonMerge
from citizens.querysets import person_set
from core import reindexing, search
from core.actor import Actor

KIND = "postal_item"


def index(item: PostalItem) -> None:
    """Called by the operation that changed the letter, in its transaction."""
    pages = ScanPage.objects.filter(item=item).order_by("position").values_list("text", flat=True)
    words = [item.arrival_number, item.sender, item.subject, item.read_sender, item.read_subject]
    words += [item.registered_letter, *pages]
    text = " ".join(word for word in words if word)
    if protecting.is_protected(item):
        # Of nobody, not even its keepers: who looks for a street must not learn who lives there.
        text = protecting.veil(item, "")(text)
    search.index(
        KIND,
        item.pk,
        commune_id=item.commune_id,
        text=text,
        service_id=item.service_id,
        confidential=item.confidential,
    )


def visible_entries(actor: Actor) -> Q:
    """The letters themselves say who sees them: a request that changes service takes its letters with it."""
    return Q(ref__in=PostalItem.objects.filter(items_visible_to(actor)).values("pk"))


def rewrite(item_id: int) -> None:
    index(PostalItem.objects.get(pk=item_id))


def follow_protection(citizen_id: int) -> int:
    """A person’s address became protected, or is no more: their letters are found otherwise. Twice is once."""
    rows = person_set(Citizen.objects.get(pk=citizen_id)).values("pk")
    theirs = Q(citizen__in=rows) | Q(request__citizen__in=rows) | Q(request__filed_by__in=rows)
    letters = list(PostalItem.objects.filter(theirs).select_related("request").order_by("pk"))
    for item in letters:
        index(item)
    return len(letters)


def follow_merge(merge_id: int) -> None:
    """One of them may be protected: the letters of both follow."""
    merge = PersonMerge.objects.get(pk=merge_id)
    follow_protection(merge.kept_id)
    follow_protection(merge.merged_id)


def register() -> None:
    reindexing.register(KIND, PostalItem.objects.all, rewrite)
    search.register_visibility(KIND, visible_entries)
