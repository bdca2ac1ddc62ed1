"""No axe-core violation on any page and state of the desk, the telephone and the people, wide and narrow."""

import pytest

from accounts.operations import set_extension
from channels_app.operations import reserve_forms
from organisation.enums import Role
from tests import builders, builders_calls

pytestmark = pytest.mark.browser
CONTACT, CALL_BACK = "faire=renseignement", "faire=rappeler"


@pytest.fixture
def reception(transactional_db):
    """At the single counter: homonyms, a protected address, an alert, somebody to call back, a pack of forms."""
    agent = builders.make_agent("accueil", Role.COUNTER, Role.MANAGER, Role.HANDLER)
    set_extension(agent.pk, "214", by=builders.actor(agent))
    return agent


@pytest.fixture
def people(reception):
    by = builders.actor(reception)
    kept = builders.make_citizen(postal_address="14 rue des Tanneurs, 99000 Admiville")
    other = builders.make_citizen(email="m.benhaddou@courriel.example", birth_date=None)
    builders.make_request(citizen=kept)
    builders_calls.make_task(citizen_id=kept.pk, by=by)
    reserve_forms({"encombrants": 2}, commune_id=builders.make_town().pk, by=by)
    return kept, other


@pytest.mark.parametrize("width", ["desk", "pocket"])
def test_the_pages_of_the_doors(width, reception, people, request):
    window, (kept, other) = request.getfixturevalue(width), people
    window.sign_in(reception.email)
    card, desk = f"/agents/usagers/{kept.public_id}/", "/agents/guichet/"
    paths = [
        desk, f"{desk}?situation=phone&personne={kept.public_id}&mots=lampadaire", f"{desk}?situation=post&mots=zzzz",
        f"{desk}?q=benhaddou", f"{desk}?personne=nouvelle", f"{desk}?personne=sans&{CONTACT}", f"{desk}?{CALL_BACK}",
        "/agents/appels/", "/agents/a-rappeler/", "/agents/continuite/", "/agents/absences/",
        "/agents/usagers/", "/agents/usagers/?q=benhaddou", "/agents/usagers/?q=zzzz",
        "/agents/usagers/?onglet=organismes", card, f"{card}reunir/{other.public_id}/",
        *(f"{card}?faire={panel}" for panel in ("identite", "coordonnee", "alerte", "adresse", "mandat")),
    ]  # fmt: skip
    found = {}
    for path in paths:
        window.open(path)
        found[path] = [*window.violations(), *cut(window)]
    assert {path: bad for path, bad in found.items() if bad} == {}


@pytest.mark.parametrize("width", ["desk", "pocket"])
def test_during_a_call_there_is_one_band(width, reception, people, request):
    window = request.getfixturevalue(width)
    window.sign_in(reception.email)
    call = builders_calls.ring(extension="214", caller="0639984127")
    window.open("/agents/")
    assert window.violations() == []
    window.page.get_by_role("link", name="Ouvrir au guichet").click()
    window.page.wait_for_url(f"**appel={call.public_id}")
    assert window.page.locator("#bandeau-appel").count() == 1
    assert window.page.locator(".call .call-band").is_visible()
    assert window.page.get_by_role("link", name="Ouvrir au guichet").count() == 0
    assert [*window.violations(), *cut(window)] == []
    builders_calls.ring(event="hangup")
    window.page.locator(".call-band").wait_for(state="detached")
    window.page.get_by_role("heading", name="Guichet unique").wait_for()
    assert window.violations() == []
    # The page asks for calls every three seconds: nothing of it is left when the tables are emptied.
    window.page.goto("about:blank")


def test_the_errors_of_the_doors(desk, reception, people):
    desk.sign_in(reception.email)
    page = desk.page
    desk.open("/agents/guichet/?personne=nouvelle")
    page.get_by_role("button", name="Créer et choisir").click()
    page.locator("#nouvelle-erreur").wait_for()
    assert desk.violations() == []
    desk.open(f"/agents/guichet/?{CALL_BACK}")
    page.locator("#objet").fill("")
    page.get_by_role("button", name="Noter le rappel").click()
    page.locator("#faire .error").wait_for()
    assert desk.violations() == []
    desk.open("/agents/continuite/")
    page.locator("table input").first.fill("douze")
    page.get_by_role("button", name="Préparer le PDF").click()
    page.get_by_text("n’est pas un nombre").wait_for()
    assert desk.violations() == []
    desk.open("/agents/usagers/")
    page.get_by_role("button", name="Créer la fiche").click()
    page.get_by_text("La fiche n’est pas créée").wait_for()
    assert desk.violations() == []


def cut(window) -> list[str]:
    """Buttons and fields that the edge of the window cuts, where nothing scrolls to them; and a page too wide."""
    return window.page.evaluate("""() => {
      const wide = innerWidth, bad = [];
      if (document.documentElement.scrollWidth > wide) bad.push(`page de ${document.documentElement.scrollWidth} px`);
      for (const one of document.querySelectorAll("main :is(button, input, select, a)")) {
        const box = one.getBoundingClientRect();
        if (box.width > 1 && one.offsetParent !== null && box.right > wide + 1 && !one.closest("details:not([open])"))
          bad.push(`coupé : ${one.outerHTML.slice(0, 80)}`);
      }
      return bad;
    }""")
