"""Facts of the doors that make something leave the town."""

from channels_app.operations import postal
from core.outbox import Payload, subscribe


@subscribe("postal_item.joined")
def tell_the_service_of_a_letter(payload: Payload) -> None:
    postal.notify_joined(payload["item_id"])
