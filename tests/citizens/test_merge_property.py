"""Whatever the sequence of merges and undos, nothing is lost nor shown under another person."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings, strategies as st

from citizens.models import Citizen, Consent, ContactPoint, PersonMerge, PersonSearchRow
from citizens.operations import give_consent, identify, merge_people, undo_merge
from citizens.querysets import person_set
from core.actor import Actor
from core.errors import Refused
from requests_app.enums import Phase
from requests_app.models import Message, ServiceRequest
from tests.builders import bring_to, make_request, make_town

BY = Actor.system("test")
PEOPLE = 5
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1)),
        st.tuples(st.just("undo"), st.integers(0, 9), st.just(0)),
        st.tuples(st.just("meet"), st.integers(0, PEOPLE - 1), st.integers(0, 9)),
    ),
    min_size=1,
    max_size=14,
)


class Oracle:
    """What a clerk would keep on paper: who was said to be whom, and what each brought."""

    def __init__(self, people: list[Citizen]) -> None:
        self.people = people
        self.standing: dict[int, tuple[int, int]] = {}
        self.contacts = {person.pk: set(person.contact_points.values_list("pk", flat=True)) for person in people}

    def together(self, pk: int) -> set[int]:
        found, waiting = {pk}, [pk]
        while waiting:
            at = waiting.pop()
            for one, other in self.standing.values():
                near = other if one == at else one if other == at else at
                if near not in found:
                    found.add(near)
                    waiting.append(near)
        return found


@pytest.fixture
def town(db) -> list[Citizen]:
    commune = make_town()
    people = []
    for number in range(PEOPLE):
        person = identify(
            commune_id=commune.pk, family_name="Martin", first_names="Jean", phone=f"063998010{number}", by=BY
        )
        give_consent(person.pk, purpose="lettre", text_version=str(number), by=BY)
        made = make_request(citizen=person)
        if number < 2:
            bring_to(made, Phase.WAITING_PERSON)
        people.append(person)
    return people


# Chains undone from the middle, which few draws meet: what was merged leaves with the rows merged into it.
@given(steps=STEPS)
@example(steps=[("merge", 1, 2), ("merge", 0, 1), ("meet", 2, 3), ("undo", 1, 0)])
@example(steps=[("merge", 0, 1), ("merge", 2, 0), ("undo", 0, 0), ("merge", 1, 2), ("undo", 1, 0), ("undo", 2, 0)])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_is_lost_nor_shown_under_another_person(town, steps):
    with transaction.atomic():
        oracle = Oracle(town)
        for step in steps:
            _play(oracle, *step)
            _compare(oracle)
        transaction.set_rollback(True)


def _play(oracle: Oracle, verb: str, one: int, other: int) -> None:
    if verb == "merge":
        _merge(oracle, oracle.people[one].pk, oracle.people[other].pk)
    elif verb == "undo":
        _undo(oracle, one)
    else:
        _meet(oracle, oracle.people[one], other)


def _merge(oracle: Oracle, kept: int, merged: int) -> None:
    merged_before = set(Citizen.objects.filter(canonical__isnull=False).values_list("pk", flat=True))
    try:
        with transaction.atomic():
            merge = merge_people(kept_id=kept, merged_id=merged, reason="même personne", by=BY)
    except Refused as refusal:
        assert refusal.sentence.endswith(".")
        assert kept == merged or {kept, merged} & merged_before
    else:
        oracle.standing[merge.pk] = (kept, merged)


def _undo(oracle: Oracle, place: int) -> None:
    """Any merge ever made, standing or not, in any order."""
    merges = list(PersonMerge.objects.order_by("pk").values_list("pk", flat=True))
    if not merges:
        return
    chosen = merges[place % len(merges)]
    try:
        with transaction.atomic():
            undo_merge(chosen, by=BY)
    except Refused as refusal:
        assert "déjà annulée" in refusal.sentence
        assert chosen not in oracle.standing
    else:
        del oracle.standing[chosen]


def _meet(oracle: Oracle, person: Citizen, number: int) -> None:
    """The person comes again by a known phone and brings an e-mail: it is theirs whatever was merged."""
    phone = person.contact_points.filter(kind="phone").first().value
    commune, email = person.commune_id, f"jean{person.pk}.{number}@courriel.example"
    met = identify(commune_id=commune, family_name="Martin", first_names="Jean", phone=phone, email=email, by=BY)
    assert met.pk == person.pk
    oracle.contacts[person.pk] |= set(person.contact_points.values_list("pk", flat=True))


def _compare(oracle: Oracle) -> None:
    for person in oracle.people:
        rows = oracle.together(person.pk)
        person.refresh_from_db()
        shown = person_set(person)
        assert set(shown.values_list("pk", flat=True)) == rows
        expected = set().union(*(oracle.contacts[row] for row in rows))
        assert set(ContactPoint.objects.of_person(person).values_list("pk", flat=True)) == expected
        asked = ServiceRequest.objects.filter(citizen__in=shown)
        assert set(asked.values_list("citizen_id", flat=True)) == rows
        assert asked.count() == len(rows)
        said = Message.objects.filter(request__citizen__in=shown).values_list("request__citizen_id", flat=True)
        assert set(said) == {one.pk for one in oracle.people[:2]} & rows
        agreed = Consent.objects.filter(citizen__in=shown, withdrawn_at__isnull=True)
        assert set(agreed.values_list("citizen_id", flat=True)) == rows
        found = PersonSearchRow.objects.get(person__in=rows)
        assert found.person_id == person.kept_id
        assert len(found.phones.split()) == len(rows)
