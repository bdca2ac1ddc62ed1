"""What messaging asks of the requests its letters are about: who sees them, which are kept apart, what is owed."""

from __future__ import annotations

from citizens import policies as people_policies
from citizens.models import Mandate
from core.actor import Actor
from messaging import policies as messaging_policies
from messaging.models import Dispatch
from messaging.subjects import Standing, register as register_judge
from requests_app.models import ServiceRequest
from requests_app.operations.tell_mandate import SUBJECT


def judge(by: Actor, refs: list[str]) -> dict[str, Standing]:
    """In four queries. A protected address is seen by its keepers alone, whatever the role of the others."""
    pks = [int(ref) for ref in refs if ref.isdigit()]
    seen = ServiceRequest.objects.filter(pk__in=pks) if by.is_system else ServiceRequest.objects.visible_to(by)
    rows = seen.filter(pk__in=pks).values_list(
        "pk", "number", "public_id", "confidential", "citizen_id", "filed_by_id", "ar_due_on", "ar_sent_on"
    )
    people = {pk for row in rows for pk in row[4:6] if pk}
    protected = people_policies.protected_among(people)
    hidden = people_policies.hidden_among(by, people)
    found = {}
    for pk, number, public_id, confidential, citizen_id, filed_by_id, due_on, sent_on in rows:
        theirs = {citizen_id, filed_by_id}
        owed = due_on if sent_on is None else None
        apart = bool(confidential or theirs & protected)
        found[str(pk)] = Standing(not theirs & hidden, apart, number, public_id, owed)
    return found


def judge_mandate(by: Actor, refs: list[str]) -> dict[str, Standing]:
    """Letters to the two people of a mandate: for the service they leave from, and the keepers of the address."""
    sent = Dispatch.objects.filter(messaging_policies.visible_to(by), subject_kind=SUBJECT, subject_ref__in=refs)
    confidential = dict(sent.values_list("subject_ref", "confidential"))
    mandates = Mandate.objects.filter(pk__in={int(ref.partition("-")[0]) for ref in confidential})
    known = {one.pk: one for one in mandates.select_related("principal", "mandatary")}
    people = {pk for one in known.values() for pk in (one.principal_id, one.mandatary_id)}
    protected, hidden = people_policies.protected_among(people), people_policies.hidden_among(by, people)
    found = {}
    for ref, secret in confidential.items():
        pk, _dash, side = ref.partition("-")
        citizen_id = getattr(known[int(pk)], f"{side}_id")
        found[ref] = Standing(citizen_id not in hidden, bool(secret or citizen_id in protected))
    return found


def register() -> None:
    register_judge("request", judge)
    register_judge(SUBJECT, judge_mandate)
