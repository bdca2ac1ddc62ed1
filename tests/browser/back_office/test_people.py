"""« Usagers » in a browser: found as one types, every state without an accessibility fault, whatever the width."""

from __future__ import annotations

import datetime as dt
import os

import pytest

from citizens.models import Citizen
from citizens.operations import (
    create_person,
    give_mandate,
    merge_people,
    protect_address,
    raise_alert,
    update_person,
)
from core import calendar
from organisation.enums import Role
from requests_app.operations import check_identity
from requests_app.operations.tell_mandate import tell_mandate
from tests import builders
from tests.builders_calls import make_contact, make_task

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("GRC_SHOTS", "")


@pytest.fixture
def town(transactional_db):
    """An agent of the reception, and a household: twice the same man, his daughter who acts for him, a club."""
    agent = builders.make_agent("accueil", Role.COUNTER, first_name="Claire", last_name="Lemoine")
    by = builders.actor(agent)
    until = calendar.today(builders.make_town()) + dt.timedelta(days=200)
    home = "8 rue des Tanneurs, 99000 Admiville"
    man = builders.make_citizen("Morvan", "Étienne", birth_date=dt.date(1961, 5, 3), email="", postal_address=home)
    again = create_person(
        commune_id=man.commune_id, family_name="Morvan", first_names="Etienne", phone="0639984127", by=by
    )
    other = create_person(commune_id=man.commune_id, family_name="Morvan", first_names="E.", phone="0639984127", by=by)
    daughter = builders.make_citizen("Morvan", "Solène", birth_date=dt.date(1990, 2, 1))
    create_person(commune_id=man.commune_id, family_name="Aviron d’Admiville", kind="association", by=by)
    update_person(man.pk, by=by, civility="monsieur", needs=["hearing"], preferred_channel="post")
    merge_people(kept_id=man.pk, merged_id=other.pk, reason="Même téléphone, initiale du prénom", by=by)
    raise_alert(man.pk, kind="write_only", until_on=until, by=by)
    mandate = give_mandate(principal_id=man.pk, mandatary_id=daughter.pk, until_on=until, by=by)
    tell_mandate(mandate.pk, "given")
    builders.make_request(citizen=man)
    builders.make_request("signalement-voirie", citizen=man)
    make_contact(citizen_id=man.pk, by=by, subject="Horaires de la piscine")
    make_task(citizen_id=man.pk, by=by, subject="Rappeler pour le bac à compost")
    check_identity(citizen_id=man.pk, by=by, method="seen")
    protect_address(daughter.pk, keepers=[builders.make_agent("ccas").pk], by=by)
    return agent, man, again, daughter, Citizen.objects.get(kind="association")


def shot(desk, name: str) -> None:
    if SHOTS:
        width = desk.page.viewport_size["width"]
        desk.page.wait_for_timeout(250)
        desk.page.screenshot(path=f"{SHOTS}/{width}-{name}.png", full_page=width < 500)


@pytest.mark.parametrize("width", ["desk", "pocket"])
def test_every_state_is_for_everyone(width, town, request):
    desk = request.getfixturevalue(width)
    if SHOTS and width == "desk":
        desk.page.set_viewport_size({"width": 1440, "height": 900})
    agent, man, again, daughter, club = town
    desk.sign_in(agent.email)
    person = f"/agents/usagers/{man.public_id}/"
    paths = {
        "1-empty": "/agents/usagers/",
        "2-found": "/agents/usagers/?q=morvan%2041%2027",
        "3-nobody": "/agents/usagers/?q=zzyzx%20qwv",
        "4-bodies": "/agents/usagers/?onglet=organismes",
        "5-person": person,
        "6-wide": f"{person}?situation=present",
        "7-identity": f"{person}?faire=identite",
        "8-mandate": f"{person}?faire=mandat&autre={daughter.public_id}",
        "9-pick": f"{person}?faire=mandat&avec=solene",
        "10-protect": f"{person}?faire=adresse",
        "11-club": f"/agents/usagers/{club.public_id}/",
        "12-protected": f"/agents/usagers/{daughter.public_id}/",
        "13-merge": f"{person}reunir/{again.public_id}/",
    }
    found = {}
    for name, path in paths.items():
        desk.open(path)
        shot(desk, name)
        found[name] = desk.violations()
        if desk.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") > 0:
            found[name].append("wider than the screen")
    assert {name: bad for name, bad in found.items() if bad} == {}


@pytest.mark.parametrize("width", ["desk", "pocket"])
def test_errors_are_for_everyone_too(width, town, request):
    desk = request.getfixturevalue(width)
    agent, man, *_others = town
    desk.sign_in(agent.email)
    desk.open("/agents/usagers/?q=solene%20kerv")
    desk.page.locator(".newcomer summary").click()
    desk.page.locator("#nouvelle-phone").fill("06 39")
    desk.page.get_by_role("button", name="Créer la fiche").click()
    desk.page.get_by_text("Ce numéro de téléphone n’existe pas").wait_for()
    shot(desk, "14-error")
    assert desk.violations() == []
    desk.open(f"/agents/usagers/{man.public_id}/?faire=identite")
    update_person(man.pk, by=builders.actor(agent), first_names="Étienne Marie")
    desk.page.locator("#fiche-name_in_use").fill("Kervella")
    desk.page.get_by_role("button", name="Enregistrer la fiche").click()
    desk.page.get_by_text("Rien n’est écrasé").wait_for()
    shot(desk, "15-changed")
    assert desk.violations() == []
    assert Citizen.objects.get(pk=man.pk).name_in_use == ""


def test_somebody_is_found_while_one_types_and_opened_by_keyboard(desk, town):
    agent, man, *_others = town
    desk.sign_in(agent.email)
    desk.open("/agents/usagers/")
    desk.page.keyboard.type("morvan etiene 1961")
    desk.page.locator("#resultats tr[data-row]").first.wait_for()
    desk.page.locator("#usager").blur()
    desk.page.keyboard.press("j")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url(f"**/usagers/{man.public_id}/")


def test_two_cards_are_made_one_and_two_again_without_scripts(plain_desk, town):
    agent, man, again, *_others = town
    plain_desk.sign_in(agent.email)
    plain_desk.open(f"/agents/usagers/{man.public_id}/")
    plain_desk.page.get_by_role("link", name="Comparer : Etienne Morvan").click()
    plain_desk.page.get_by_role("button", name="Réunir ces deux fiches").click()
    plain_desk.page.get_by_text("Les deux fiches sont réunies sous Étienne Morvan").wait_for()
    assert Citizen.objects.get(pk=again.pk).canonical_id == man.pk
    plain_desk.page.locator("li", has_text="Etienne Morvan").get_by_role("button", name="Annuler la réunion").click()
    plain_desk.page.get_by_text("La réunion est annulée").wait_for()
    assert Citizen.objects.get(pk=again.pk).canonical_id is None
