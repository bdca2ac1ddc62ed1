"""« Courrier à expédier » by keyboard, on a telephone, and without any letter."""

from core import calendar
from messaging import operations
from requests_app.models import ServiceRequest
from tests import builders
from tests.browser.back_office.conftest import window
from tests.mailroom import letter


def a_day(agent):
    """A batch to post, three letters that wait, one of them late, one registered."""
    by = builders.actor(agent)
    addressed = [
        ("Josette Ferrand", "3 impasse du Puits\n99000 Admiville"),
        ("Marcel Oudin", "12 rue du Bac\n98000 Belmont"),
    ]
    done = [letter(name=name, address=where) for name, where in addressed]
    batch = operations.make_print_batch(commune_id=done[0].commune_id, by=by)
    operations.prepare_batches()
    late = letter(name="Léa Kervella", address="27 rue des Orfèvres\n99000 Admiville")
    ServiceRequest.objects.filter(pk=int(late.subject_ref)).update(ar_due_on="2026-01-05")
    letter(name="Paul Tanguy", address="4 place du Marché\n99000 Admiville", kind="message")
    decision = letter(name="Association Les Tilleuls", address="8 rue Pasteur\n99000 Admiville", kind="decision")
    operations.note_registered(decision.pk, "1A 234 567 8901 2", by=by)
    back = letter(name="Yann Le Goff", address="1 quai du Port\n99000 Admiville", kind="message")
    operations.mark_posted([back.pk], posted_on=calendar.today(back.commune), by=by)
    operations.mark_returned(back.pk, "unknown", by=by)
    return batch


def test_the_mail_of_the_day_is_batched_and_posted_from_the_keyboard(desk):
    agent = builders.make_agent("etat-civil")
    a_day(agent)
    desk.sign_in(agent.email)
    desk.open("/agents/courrier/depart/")
    assert desk.violations() == []
    desk.page.keyboard.press("l")
    desk.page.get_by_text("se prépare").wait_for()
    operations.prepare_batches()
    desk.page.locator("#lots .lot").nth(1).get_by_text("Télécharger les lettres").wait_for()
    desk.page.locator("#lots .lot").first.get_by_role("button", name="Tout est posté").click()
    desk.page.get_by_text("3 lettres postées").wait_for()


def test_it_holds_on_a_telephone_without_sideways_scrolling(chromium, live_server, transactional_db):
    agent = builders.make_agent("etat-civil")
    a_day(agent)
    for pocket in window(chromium, live_server, viewport={"width": 360, "height": 740}):
        pocket.sign_in(agent.email)
        pocket.open("/agents/courrier/depart/")
        assert pocket.page.evaluate("document.documentElement.scrollWidth") <= 360
        assert pocket.violations() == []
