from __future__ import annotations

import contextlib
import sys
import threading
from datetime import date

import pytest
from django.db import OperationalError

from citizens.enums import PartyKind
from citizens.merging import preview
from citizens.models import Citizen, PersonMerge
from citizens.operations import (
    add_contact,
    anonymise,
    create_person,
    give_mandate,
    identify,
    merge_people,
    undo_merge,
    update_person,
)
from core.actor import Actor
from core.errors import Forbidden, Refused, Stale
from tests.builders import actor, make_agent, make_citizen, make_town
from tests.racing import at_once, refusals

BY = Actor.system("test")
merging = sys.modules["citizens.operations.merge_people"]


@pytest.fixture
def pair(db):
    return make_citizen(), make_citizen(email="malika@ailleurs.example", phone="0639984128", birth_date=None)


def merge(kept, merged, by=BY, **more):
    return merge_people(kept_id=kept.pk, merged_id=merged.pk, reason="Même pièce d’identité", by=by, **more)


def test_a_merge_moves_no_row_and_undoing_it_restores_both(pair):
    kept, other = pair
    before = [set(one.contact_points.values_list("pk", flat=True)) for one in pair]
    done = merge(kept, other)
    other.refresh_from_db()
    assert other.kept_id == kept.pk
    assert undo_merge(done.pk, by=BY).undone_at
    other.refresh_from_db()
    assert other.canonical_id is None
    assert [set(one.contact_points.values_list("pk", flat=True)) for one in pair] == before


def test_chains_are_undone_in_any_order(db):
    one, two, three = (make_citizen(phone=f"063998412{n}", email="") for n in range(3))
    first, second = merge(two, one), merge(three, two)
    one.refresh_from_db()
    assert one.kept_id == three.pk
    undo_merge(first.pk, by=BY)
    assert list(Citizen.objects.order_by("pk").values_list("canonical_id", flat=True)) == [None, three.pk, None]
    undo_merge(second.pk, by=BY)
    assert not Citizen.objects.filter(canonical__isnull=False).exists()


def test_what_cannot_be_merged_is_said(pair):
    kept, other = pair
    club = create_person(commune_id=kept.commune_id, family_name="Amicale", kind=PartyKind.ASSOCIATION, by=BY)
    for wrong, word in (((kept, kept), "elle-même"), ((kept, club), "contact")):
        with pytest.raises(Refused, match=word):
            merge(*wrong)
    give_mandate(principal_id=kept.pk, mandatary_id=other.pk, until_on=date(2030, 1, 1), by=BY)
    with pytest.raises(Refused, match="mandat"):
        merge(kept, other)


def test_a_merge_without_a_reason_is_refused(pair):
    with pytest.raises(Refused, match="pourquoi"):
        merge_people(kept_id=pair[0].pk, merged_id=pair[1].pk, reason="  ", by=BY)


def test_undoing_twice_or_after_an_erasure_is_refused_with_a_sentence(pair):
    done = merge(*pair)
    undo_merge(done.pk, by=BY)
    with pytest.raises(Refused, match="déjà annulée"):
        undo_merge(done.pk, by=BY)
    again = merge(*pair)
    anonymise(pair[1].pk)
    with pytest.raises(Refused, match="effacée"):
        undo_merge(again.pk, by=BY)


def test_a_merge_while_someone_edits_is_explained(pair):
    kept, other = pair
    shown = preview(kept, other, BY)
    update_person(kept.pk, name_in_use="Petit", by=BY)
    with pytest.raises(Stale, match="collègue"):
        merge(kept, other, kept_revision=shown.kept_revision, merged_revision=shown.merged_revision)
    merge(kept, other)
    for edit in (
        lambda: update_person(other.pk, first_names="Lina", by=BY),
        lambda: add_contact(other.pk, kind="phone", value="0639984199", by=BY),
    ):
        with pytest.raises(Stale, match="fusionnée"):
            edit()


def test_the_preview_says_what_differs_and_warns(pair):
    kept, other = pair
    shown = preview(kept, other, BY)
    assert not shown.refusal
    assert [line.label for line in shown.differences if line.merged == ""] == ["Naissance"]
    assert any("coordonnée" in warning for warning in shown.warnings)
    assert len(shown.contacts) == 4


def test_an_agent_without_a_role_or_of_another_role_merges_nobody(pair):
    for of, roles in ((None, ()), ("voirie", ("technicien",)), ("voirie", ("dpo",))):
        with pytest.raises(Forbidden):
            merge(*pair, by=actor(make_agent(of, *roles)))
    assert merge(*pair, by=actor(make_agent("accueil", "accueil"))).merged_by


def test_a_known_person_is_never_kept_under_a_veiled_one(pair):
    kept, _other = pair
    veiled = identify(
        commune_id=make_town().pk, family_name="Secret", email="s@courriel.example", confidential=True, by=BY
    )
    with pytest.raises(Refused, match="confidentielle"):
        merge(veiled, kept)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_merges_collide(monkeypatch):
    one, two = _two()
    monkeypatch.setattr(merging, "_lock", lambda *ids: None)
    opened, both = merging._open, threading.Barrier(2, timeout=10)

    def together(citizen_id, by):
        found = opened(citizen_id, by)
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait()
        return found

    monkeypatch.setattr(merging, "_open", together)
    results = at_once(lambda: merge(one, two), lambda: merge(two, one))
    assert any(isinstance(result, OperationalError) for result in results) or not Citizen.objects.kept().exists()


@pytest.mark.django_db(transaction=True)
def test_two_merges_at_once_give_one_and_a_sentence():
    one, two = _two()
    results = at_once(lambda: merge(one, two), lambda: merge(two, one))
    assert len(refusals(results)) == 1
    assert Citizen.objects.kept().count() == 1
    assert PersonMerge.objects.count() == 1


def _two() -> tuple[Citizen, Citizen]:
    commune = make_town()
    made = [create_person(commune_id=commune.pk, family_name="Martin", phone=f"063998412{n}", by=BY) for n in range(2)]
    return made[0], made[1]
