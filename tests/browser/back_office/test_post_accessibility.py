"""No axe-core violation on the mail of the day in all its states, nor where a letter is split, merged, transmitted."""

import pytest

from channels_app.models import ScanBatch
from channels_app.post.enums import BatchState
from organisation.enums import Role
from tests import builders
from tests.builders_post import HOLE, TREE, make_batch
from tests.builders_ties import letter, make_administration
from tests.channels_app.post.post_room import mail_agent

pytestmark = pytest.mark.browser
POST = "/agents/courrier/"


@pytest.fixture
def room(transactional_db):
    """A letter to read again, another one, and a scan that stopped."""
    agent = mail_agent(first_name="Claire", last_name="Lemoine")
    make_batch(TREE, HOLE, pages=2, by=agent)
    stopped = make_batch(by=agent, rank=2)
    told = "Ce PDF est protégé par un mot de passe : il ne peut pas être lu."
    ScanBatch.objects.filter(pk=stopped.pk).update(state=BatchState.FAILED, error=told)
    return agent


def looked_at(window, paths) -> dict[str, list[str]]:
    found = {}
    for path in paths:
        window.open(path)
        found[path] = window.violations()
        if window.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[path].append("scrolls sideways")
    return {path: bad for path, bad in found.items() if bad}


@pytest.mark.parametrize("width", ["desk", "pocket"])
def test_the_mail_of_the_day(width, room, request):
    window = request.getfixturevalue(width)
    window.sign_in(room.email)
    states = [
        "",
        "?page=2",
        "?texte=1",
        "?zoom=1",
        "?mots=tilleul",
        "?mots=zzzz",
        "?faire=enveloppe",
        "?jour=2026-01-05",
    ]
    assert looked_at(window, [POST + state for state in states] + [POST + "registre/"]) == {}


@pytest.mark.parametrize("width", ["desk", "pocket"])
def test_the_errors_of_the_mail_of_the_day(width, room, request):
    window = request.getfixturevalue(width)
    window.sign_in(room.email)
    page = window.open(POST)
    page.get_by_label("Objet").fill("")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Indiquez l’objet.").wait_for()
    assert window.violations() == []
    page.locator("#joindre > summary").click()
    page.get_by_label("Numéro de la demande").fill("2026-000001-X")
    page.get_by_role("button", name="Joindre", exact=True).click()
    page.get_by_text("Aucune demande ne porte ce numéro").wait_for()
    assert page.get_by_label("Numéro de la demande").input_value() == "2026-000001-X"
    assert page.evaluate("document.activeElement.name") == "numero"
    assert window.violations() == []
    page = window.open(POST + "?faire=enveloppe")
    page.get_by_role("button", name="Enregistrer au registre").click()
    page.locator("#refus").wait_for()
    assert window.violations() == []


@pytest.mark.parametrize("width", ["desk", "pocket"])
def test_the_pages_where_a_letter_is_split_merged_and_transmitted(width, request, transactional_db):
    window = request.getfixturevalue(width)
    agent = builders.make_agent("accueil", Role.COUNTER, Role.HANDLER, Role.MANAGER)
    made, other = letter(), letter()
    make_administration()
    window.sign_in(agent.email)
    base = f"/agents/demandes/{made.public_id}/"
    pages = ["repartir/", "reunir/", f"reunir/?numero={other.number}", "reunir/?numero=rien", "transmettre/"]
    assert looked_at(window, ["/agents/a-qualifier/", *(base + page for page in pages)]) == {}
