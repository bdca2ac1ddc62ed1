"""What messaging asks of the requests its letters are about: who sees them, which are kept apart, what is owed."""

from __future__ import annotations

from django.db.models import F

from citizens.models import AddressKeeper, Mandate
from core.actor import Actor
from messaging import policies as messaging_policies
from messaging.models import Dispatch
from messaging.subjects import Standing, register as register_judge
from requests_app.models import ServiceRequest
from requests_app.operations.tell_mandate import SUBJECT


def judge(by: Actor, refs: list[str]) -> dict[str, Standing]:
    """In two queries. A protected address is seen by its keepers alone, whatever the role of the others."""
    pks = [int(ref) for ref in refs if ref.isdigit()]
    seen = ServiceRequest.objects.filter(pk__in=pks) if by.is_system else ServiceRequest.objects.visible_to(by)
    rows = seen.filter(pk__in=pks).values_list(
        "pk", "number", "public_id", "confidential", "citizen_id", "citizen__protected", "ar_due_on", "ar_sent_on"
    )
    kept = _kept(by)
    found = {}
    for pk, number, public_id, confidential, citizen_id, protected, due_on, sent_on in rows:
        visible = by.is_system or not protected or citizen_id in kept
        owed = due_on if sent_on is None else None
        found[str(pk)] = Standing(visible, bool(confidential or protected), number, public_id, owed)
    return found


def _kept(by: Actor) -> set[int]:
    """People, and those merged into them, whose address this agent is named to see."""
    if by.user_id is None:
        return set()
    keepers = AddressKeeper.objects.filter(user_id=by.user_id)
    rows = keepers.values_list("citizen_id", F("citizen__merged__pk"))
    return {pk for row in rows for pk in row if pk}


def judge_mandate(by: Actor, refs: list[str]) -> dict[str, Standing]:
    """Letters to the two people of a mandate: for the service they leave from, and the keepers of the address."""
    sent = Dispatch.objects.filter(messaging_policies.visible_to(by), subject_kind=SUBJECT, subject_ref__in=refs)
    confidential = dict(sent.values_list("subject_ref", "confidential"))
    mandates = Mandate.objects.filter(pk__in={int(ref.partition("-")[0]) for ref in confidential})
    known = {one.pk: one for one in mandates.select_related("principal", "mandatary")}
    kept, found = _kept(by), {}
    for ref, secret in confidential.items():
        pk, _dash, side = ref.partition("-")
        citizen = getattr(known[int(pk)], side)
        visible = by.is_system or not citizen.protected or citizen.pk in kept
        found[ref] = Standing(visible, bool(secret or citizen.protected))
    return found


def register() -> None:
    register_judge("request", judge)
    register_judge(SUBJECT, judge_mandate)
