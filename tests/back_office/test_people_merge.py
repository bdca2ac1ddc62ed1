"""Duplicates compared, made one, made two again; a colleague’s change in between is shown."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from citizens.models import Citizen, PersonMerge
from citizens.operations import add_contact, create_person, merge_people, update_person
from organisation.enums import Role
from tests.back_office.pages import plain, soup, text_of
from tests.builders import SYSTEM, make_agent, make_citizen, make_request, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(sign_in):
    return sign_in(make_agent("accueil", Role.COUNTER))


@pytest.fixture
def two(db) -> tuple[Citizen, Citizen]:
    kept = make_citizen()
    again = create_person(
        commune_id=kept.commune_id, family_name="Benhadou", first_names="Malika", phone="0639984127", by=SYSTEM
    )
    return kept, add_contact(again.pk, kind="email", value="malika@ailleurs.example", by=SYSTEM).citizen


def page_of(citizen) -> str:
    return reverse("back_office:person", args=[citizen.public_id])


def merge_url(kept, merged) -> str:
    return reverse("back_office:people_merge", args=[kept.public_id, merged.public_id])


def posted(page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in soup(page).select("#contenu form input"):
        found.setdefault(one["name"], []).append(one.get("value", ""))
    return found


def test_a_duplicate_is_hinted_with_its_reasons_and_compared_side_by_side(counter, two):
    kept, again = two
    hints = plain(soup(counter.get(page_of(kept))).select_one("#doublons").parent.get_text(" "))
    assert "Une fiche ressemble à celle-ci Malika Benhadou" in hints
    assert "même téléphone" in hints
    said = text_of(counter.get(merge_url(kept, again)))
    assert "Nom de famille différent Benhaddou Benhadou Benhaddou" in said
    assert "Les noms diffèrent : vérifiez le nom d’usage" in said
    assert said.count("malika@ailleurs.example") == 2


def test_made_one_shows_everything_under_one_person_and_undone_restores_both(counter, two):
    kept, again = two
    form = posted(counter.get(merge_url(kept, again)))
    assert form["reason"] == ["Nom proche, même téléphone"]
    answer = counter.post(merge_url(kept, again), form)
    whole = text_of(counter.get(answer["Location"].split("#")[0]))
    assert "malika@ailleurs.example" in whole
    assert "Malika Benhadou Réunie le" in whole
    assert counter.get(page_of(again))["Location"] == page_of(kept)
    merge = PersonMerge.objects.get()
    counter.post(reverse("back_office:person_act", args=[kept.public_id, "annuler-reunion"]), {"ref": merge.public_id})
    assert "malika@ailleurs.example" not in text_of(counter.get(page_of(kept)))
    back = text_of(counter.get(page_of(again)))
    assert "malika@ailleurs.example" in back
    assert "Annulée le" in back


def test_a_change_meanwhile_is_shown_and_nothing_is_merged(counter, two):
    kept, again = two
    form = posted(counter.get(merge_url(kept, again)))
    update_person(again.pk, by=SYSTEM, first_names="Malika Inès")
    page = counter.post(merge_url(kept, again), form)
    assert page.status_code == 409
    assert "a changé entre-temps : Malika / Malika" in text_of(page)
    assert not PersonMerge.objects.exists()
    assert counter.post(merge_url(kept, again), posted(page)).status_code == 302
    assert PersonMerge.objects.count() == 1


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 40])
def test_a_form_without_what_it_showed_merges_nothing(counter, two, revision):
    kept, again = two
    form = posted(counter.get(merge_url(kept, again))) | {"merged": [revision]}
    assert counter.post(merge_url(kept, again), form).status_code == 409
    assert not PersonMerge.objects.exists()


def test_a_merge_says_why(counter, two):
    kept, again = two
    form = posted(counter.get(merge_url(kept, again))) | {"reason": "  "}
    page = counter.post(merge_url(kept, again), form)
    assert page.status_code == 422
    assert "Dites pourquoi ces deux fiches sont la même personne" in text_of(page)


def test_the_other_one_may_be_kept(counter, two):
    kept, again = two
    swap = soup(counter.get(merge_url(kept, again))).find("a", string=lambda text: text and "Garder" in text)
    link = soup(counter.get(merge_url(kept, again))).select_one(f'a[href="{merge_url(again, kept)}"]')
    assert (swap is not None or link is not None) is True
    assert "Fiche gardée Malika Benhadou" in text_of(counter.get(merge_url(again, kept)))


def test_what_cannot_be_one_says_so_without_a_button(counter):
    person = make_citizen()
    club = create_person(commune_id=make_town().pk, family_name="Aviron", kind="association", by=SYSTEM)
    page = counter.get(merge_url(person, club))
    assert "ne sont pas la même fiche" in text_of(page)
    assert soup(page).select("#contenu form") == []


def test_already_one_leads_to_the_person(counter, two):
    kept, again = two
    merge_people(kept_id=kept.pk, merged_id=again.pk, reason="même personne", by=SYSTEM)
    assert counter.get(merge_url(kept, again))["Location"].startswith(page_of(kept))


def test_who_may_not_change_merges_and_undoes_nothing(sign_in, two):
    kept, again = two
    client = sign_in(make_agent("voirie", Role.TECHNICIAN))
    page = client.get(merge_url(kept, again))
    assert "Votre rôle ne permet pas" in text_of(page)
    assert client.post(merge_url(kept, again), {"reason": "x", "kept": "0", "merged": "0"}).status_code == 403
    merge = merge_people(kept_id=kept.pk, merged_id=again.pk, reason="même personne", by=SYSTEM)
    undo = reverse("back_office:person_act", args=[kept.public_id, "annuler-reunion"])
    assert client.post(undo, {"ref": merge.public_id}).status_code == 403
    assert PersonMerge.objects.filter(undone_at__isnull=True).count() == 1


def test_comparing_costs_the_same_whatever_was_asked(counter, two):
    kept, again = two

    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            counter.get(merge_url(kept, again))
        return len(found)

    cost()
    little = cost()
    for _time in range(3):
        make_request(citizen=Citizen.objects.get(pk=kept.pk))
    assert cost() == little
