"""Facts of the people’s room that make something leave the town: both people of a mandate are told."""

from core.outbox import Payload, subscribe
from requests_app.operations.tell_mandate import GIVEN, REVOKED, tell_mandate


@subscribe("mandate.given")
def tell_both_of_a_mandate(payload: Payload) -> None:
    tell_mandate(payload["mandate_id"], GIVEN)


@subscribe("mandate.revoked")
def tell_both_of_its_end(payload: Payload) -> None:
    tell_mandate(payload["mandate_id"], REVOKED)
