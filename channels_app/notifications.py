"""Facts of the doors that make something leave the town; facts of people that their letters follow."""

from channels_app.operations import postal
from channels_app.post import indexing
from core.enums import Lane
from core.outbox import Payload, subscribe


@subscribe("postal_item.joined")
def tell_the_service_of_a_letter(payload: Payload) -> None:
    postal.notify_joined(payload["item_id"])


@subscribe("person.protected", lane=Lane.FAST)
def letters_follow_a_protection(payload: Payload) -> None:
    indexing.follow_protection(payload["citizen_id"])


@subscribe("person.merged", lane=Lane.FAST)
@subscribe("person.unmerged", lane=Lane.FAST)
def letters_follow_a_merge(payload: Payload) -> None:
    indexing.follow_merge(payload["merge_id"])
