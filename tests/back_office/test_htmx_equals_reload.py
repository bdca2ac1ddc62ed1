"""What htmx puts into the page is what the page shows when it is read again (house.md §8)."""

import re

import pytest

from core.enums import Channel
from organisation.enums import Role
from requests_app import operations
from requests_app.enums import Phase
from requests_app.models import ServiceRequest
from tests import builders
from tests.back_office.pages import act_url, part, soup, url_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
ACTIONS = {
    "prendre": (Phase.RECEIVED, {}),
    "affecter": (Phase.RECEIVED, {"agent": "personne"}),
    "note": (Phase.RECEIVED, {"text": "Vu."}),
    "repondre": (Phase.RECEIVED, {"text": "Bonjour."}),
    "demander": (Phase.RECEIVED, {"text": "Quelle année ?"}),
    "decider": (Phase.IN_PROGRESS, {"outcome": "granted", "text": "Accordé."}),
    "clore": (Phase.IN_PROGRESS, {"text": "C’est fait."}),
    "rouvrir": (Phase.CLOSED, {"text": "À revoir."}),
}


def content(fragment) -> str:
    """Without the sentence said once, and without what differs at each reading (the token of the forms)."""
    for flash in fragment.select(".flash"):
        flash.decompose()
    html = re.sub(r'name="csrfmiddlewaretoken" type="hidden" value="\w+"', "", str(fragment))
    html = re.sub(r'type="hidden" name="csrfmiddlewaretoken" value="\w+"', "", html)
    html = html.replace(' hx-swap-oob="true"', "")
    return re.sub(r"\s+", " ", re.sub(r'<input\s*(value="\w+")?\s*/?>', "", html))


@pytest.mark.parametrize("slug", ACTIONS)
def test_the_fragment_of_an_action_is_the_page_read_again(desk, agent, slug):
    phase, data = ACTIONS[slug]
    made = builders.make_request(phase=phase, by_agent=agent)
    answer = desk.post(act_url(made, slug), {**data, "liste": "vue=toutes"}, headers=HTMX)
    assert answer.status_code == 200
    swapped = soup(answer)
    rail = swapped.find(id="rail").extract()
    reloaded = desk.get(url_of(made) + "?vue=toutes")
    main = part(reloaded, "contenu")
    assert re.sub(r"\s+", " ", content(swapped)).strip() == re.sub(r"^<main[^>]*>|</main>$", "", content(main)).strip()
    assert content(rail) == content(part(reloaded, "rail"))
    assert made.number in content(main)


def same_as_reloaded(desk, made, slug: str, data: dict[str, str]) -> None:
    answer = desk.post(act_url(made, slug), {**data, "liste": "vue=toutes"}, headers=HTMX)
    assert answer.status_code == 200
    swapped = soup(answer)
    swapped.find(id="rail").extract()
    main = part(desk.get(url_of(made) + "?vue=toutes"), "contenu")
    assert re.sub(r"\s+", " ", content(swapped)).strip() == re.sub(r"^<main[^>]*>|</main>$", "", content(main)).strip()


def test_rerouting_to_a_service_one_sees_shows_it_there(desk, agent):
    made = builders.make_request()
    builders.give(agent, "citoyennete", Role.HANDLER)
    target = str(builders.service("citoyennete").public_id)
    same_as_reloaded(desk, made, "reorienter", {"service": target, "reason": "C’est une attestation."})


def test_an_acknowledgement_posted_by_hand_is_shown_as_sent(desk):
    reply = operations.Reply(channel=Channel.POST, name="Malika Benhaddou", postal="7 rue des Clercs\n99000 Admiville")
    made = builders.make_request(channel=Channel.POST, reply=reply)
    operations.issue_acknowledgement(made.pk)
    same_as_reloaded(desk, made, "accuse-envoye", {})
    assert ServiceRequest.objects.get(pk=made.pk).ar_sent_on


def test_qualifying_putting_aside_and_taking_up_again(desk, agent):
    builders.give(agent, "accueil", Role.COUNTER)
    made = builders.make_request("a-qualifier", answers={"objet": "Acte"})
    same_as_reloaded(desk, made, "ecarter", {"cause": "abusive", "reason": "Déjà envoyé trente fois."})
    same_as_reloaded(desk, made, "reprendre", {})
    version = builders.procedure("acte-etat-civil").current
    same_as_reloaded(desk, made, "qualifier", {"procedure": str(version.public_id)})


def test_a_person_reached_otherwise_ends_the_alert(desk):
    made = builders.make_request()
    ServiceRequest.objects.filter(pk=made.pk).update(reach_on=made.received_on, next_due_on=made.received_on)
    assert "Personne jointe autrement" in desk.get(url_of(made)).content.decode()
    same_as_reloaded(desk, made, "joint", {})
    assert ServiceRequest.objects.get(pk=made.pk).reach_on is None


@pytest.mark.parametrize("slug", ["repondre", "note", "demander", "decider", "affecter", "reorienter", "clore"])
def test_the_dock_asked_for_alone_is_the_dock_of_the_page(desk, slug):
    made = builders.make_request()
    alone = desk.get(url_of(made) + f"?faire={slug}", headers={**HTMX, "HX-Target": "dock"})
    whole = desk.get(url_of(made) + f"?faire={slug}")
    assert content(part(alone, "dock")) == content(part(whole, "dock"))


def test_a_refusal_by_htmx_is_the_refusal_of_the_page(desk):
    made = builders.make_request()
    by_htmx = desk.post(act_url(made, "note"), {"text": ""}, headers=HTMX)
    by_post = desk.post(act_url(made, "note"), {"text": ""})
    assert by_htmx.status_code == by_post.status_code == 422
    assert content(part(by_htmx, "dock")) == content(part(by_post, "dock"))


def test_rerouting_out_of_sight_sends_htmx_to_the_list(desk):
    made, target = builders.make_request(), builders.service("voirie")
    data = {"service": str(target.public_id), "reason": "Voirie"}
    assert desk.post(act_url(made, "reorienter"), data, headers=HTMX)["HX-Redirect"] == "/agents/"


def test_every_form_and_link_of_htmx_works_without_it(desk):
    page = soup(desk.get(url_of(builders.make_request())))
    for form in page.select("form[hx-post]"):
        assert form["action"] == form["hx-post"]
        assert form["method"] == "post"
    for link in page.select("a[hx-get]"):
        assert link["href"] == link["hx-get"]
