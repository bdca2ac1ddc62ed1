"""Tying requests from their pages: keys, previews, refusals that keep what was typed."""

import pytest
from django.urls import reverse

from core.enums import Channel
from organisation.enums import Role
from requests_app import operations
from requests_app.enums import LinkKind, Phase
from requests_app.models import RequestLink, RequestMerge, ServiceRequest
from tests import builders
from tests.back_office.pages import act_url, part, soup, text_of, url_of
from tests.builders import actor
from tests.builders_ties import LETTER, letter, make_administration, stranger, twins

pytestmark = pytest.mark.django_db


def page(name: str, made: ServiceRequest) -> str:
    return reverse(f"back_office:{name}", args=[made.public_id])


def again(made: ServiceRequest) -> ServiceRequest:
    return ServiceRequest.objects.get(pk=made.pk)


@pytest.fixture
def reception(sign_in):
    return sign_in(builders.make_agent("accueil", Role.COUNTER))


def test_a_link_is_made_by_its_number_and_shown_on_both_pages(desk):
    one, two = twins()
    desk.post(act_url(one, "lier"), {"number": two.number, "kind": "parent", "revision": one.revision})
    assert (RequestLink.objects.get().first, RequestLink.objects.get().kind) == (one, LinkKind.PARENT)
    assert two.number in text_of(desk.get(url_of(one)))
    assert one.number in part(desk.get(url_of(two)), "liens").parent.get_text()


def test_a_request_that_is_not_mine_is_an_unknown_number_and_what_was_typed_stays(desk):
    one, road = builders.make_request(), builders.make_request("signalement-voirie")
    answer = desk.post(act_url(one, "lier"), {"number": road.number, "kind": "related"})
    assert answer.status_code == 422
    assert "Aucune demande de vos services" in text_of(answer)
    assert soup(answer).select_one("input[name=number]")["value"] == road.number


def test_a_tie_to_what_i_do_not_see_is_not_on_the_page(desk, agent):
    civil, secret = builders.make_request(), builders.make_request("aide-ccas", answers={})
    operations.link_requests(civil.pk, secret.pk, by=builders.SYSTEM)
    shown = text_of(desk.get(url_of(civil)))
    assert secret.number not in shown
    assert "Demandes liées" not in shown


def test_a_possible_link_is_answered_by_one_key(desk):
    one, two = twins()
    operations.link_requests(one.pk, two.pk, kind="possibly", by=builders.SYSTEM)
    asked = desk.get(url_of(one))
    assert [b["value"] for b in soup(asked).select("[data-press='+'], [data-press='-']")] == ["confirmer", "infirmer"]
    desk.post(page("ties", one), {"geste": "infirmer", "autre": str(two.public_id)})
    for answered in (one, two):
        assert not soup(desk.get(url_of(answered))).select("[data-press='+'], [data-press='-']")


def test_both_are_compared_before_they_are_merged(desk):
    old, young = twins()
    shown = desk.get(page("merge", young), {"number": old.number})
    assert "La demande " + old.number + " est gardée" in text_of(shown)
    assert RequestMerge.objects.count() == 0
    sent = {field["name"]: field["value"] for field in soup(shown).select("form[method=post] input[type=hidden]")}
    answer = desk.post(page("merge", young), {**sent, "reason": "Le même acte."}, follow=True)
    assert again(young).phase == Phase.MERGED
    assert answer.redirect_chain[-1][0] == url_of(old)
    desk.post(page("ties", old), {"geste": "separer", "autre": str(young.public_id)})
    assert again(young).phase == Phase.RECEIVED


def test_a_merge_seen_too_long_ago_is_refused_with_what_happened(desk, agent):
    old, young = twins()
    sent = {"number": old.number, f"revision-{old.public_id}": "0", "reason": "Le même acte."}
    operations.reply(old.pk, text="Bonjour.", by=actor(builders.make_agent()))
    answer = desk.post(page("merge", young), sent)
    assert answer.status_code == 409
    assert "Le même acte." in answer.content.decode()


def test_two_people_ask_for_a_tick(desk):
    old, other = builders.make_request(), builders.make_request(citizen=stranger())
    shown = desk.get(page("merge", other), {"number": old.number})
    assert "Ce ne sont pas les mêmes personnes" in text_of(shown)
    assert desk.post(page("merge", other), {"number": old.number}).status_code == 422
    desk.post(page("merge", other), {"number": old.number, "other_person": "on"})
    assert again(other).phase == Phase.MERGED
    assert "à prévenir à part" in text_of(desk.get(url_of(old)))


def test_what_cannot_be_merged_says_why_and_offers_no_button(desk):
    old, young = builders.make_request(phase=Phase.CLOSED), builders.make_request()
    shown = desk.get(page("merge", young), {"number": old.number})
    assert "ne peut plus être réunie" in text_of(shown)
    assert not soup(shown).select("main form[method=post]")


def typed(**more: str) -> dict[str, str]:
    known = {"combien": "2", "p1-title": "Mon acte", "p1-text": "Il me faut mon acte.", "p2-title": "Un trou"}
    return {**known, "p2-text": "Rue des Tanneurs.", **more}


def test_the_letter_is_read_beside_its_parts_and_split(reception):
    made = letter()
    shown = reception.get(page("split", made))
    assert LETTER["message"] in text_of(shown)
    value = str(builders.procedure("acte-etat-civil").current.public_id)
    planned = reception.post(page("split", made), typed(apercu="1", **{"p1-procedure": value}))
    assert "état civil" in part(planned, "apercu").parent.get_text()
    assert ServiceRequest.objects.count() == 1
    reception.post(page("split", made), typed(**{"p1-procedure": value}))
    assert ServiceRequest.objects.count() == 2
    assert again(made).procedure.code == "acte-etat-civil"


def test_one_more_card_keeps_what_was_typed_and_an_empty_one_is_left_out(reception):
    made = letter()
    more = reception.post(page("split", made), typed(ajouter="1"))
    assert soup(more).select_one("[name=p2-text]").get_text().strip() == "Rue des Tanneurs."
    assert soup(more).select_one("[name=p3-title]")
    reception.post(page("split", made), typed(combien="3", **{"p3-title": "", "p3-text": ""}))
    assert ServiceRequest.objects.count() == 2


def test_a_card_without_words_is_refused_and_nothing_typed_is_lost(reception):
    made = letter()
    answer = reception.post(page("split", made), typed(**{"p2-text": ""}))
    assert answer.status_code == 422
    assert "ce que dit la demande 2" in text_of(answer)
    assert soup(answer).select_one("[name=p2-title]")["value"] == "Un trou"


def test_a_split_is_undone_from_the_page_of_the_letter(reception):
    made = letter()
    reception.post(page("split", made), typed())
    ref = soup(reception.get(url_of(made))).select_one("button[value=defaire]").parent.select_one("[name=autre]")
    reception.post(page("ties", made), {"geste": "defaire", "autre": ref["value"]})
    assert again(made).answers["message"] == LETTER["message"]


def test_what_leaves_is_read_before_it_is_transmitted(desk):
    made, target = builders.make_request(), make_administration()
    sent = {"administration": str(target.public_id), "reason": "Relève du préfet.", "revision": made.revision}
    shown = desk.post(page("transmit", made), sent)
    assert "L114-3" in text_of(shown)
    assert again(made).phase == Phase.RECEIVED
    desk.post(page("transmit", made), {**sent, "confirmer": "1"})
    assert again(made).phase == Phase.TRANSMITTED


def test_no_administration_chosen_is_said_under_the_field(desk):
    make_administration()
    answer = desk.post(page("transmit", builders.make_request()), {"administration": "", "reason": "Parce que."})
    assert answer.status_code == 422
    assert "Choisissez l’administration" in text_of(answer)
    assert "Parce que." in answer.content.decode()


def test_waiting_for_a_third_party_and_going_on(desk):
    made = builders.make_request()
    answer = desk.post(act_url(made, "attendre"), {"who": "", "until": "", "text": "Votre avis ?"})
    assert answer.status_code == 422
    assert "Votre avis ?" in answer.content.decode()
    desk.post(act_url(made, "attendre"), {"who": "Architecte des Bâtiments de France", "until": "2099-01-01"})
    assert again(made).phase == Phase.RECEIVED
    from core import calendar

    until = calendar.today(made.commune).isoformat()
    desk.post(act_url(made, "attendre"), {"who": "Architecte des Bâtiments de France", "until": until})
    assert again(made).phase == Phase.WAITING_THIRD_PARTY
    desk.post(act_url(made, "poursuivre"), {"text": "Avis favorable."})
    assert again(made).phase == Phase.IN_PROGRESS


@pytest.mark.parametrize("name", ["merge", "split", "transmit", "ties"])
def test_what_i_do_not_see_has_no_such_page(desk, name):
    secret = builders.make_request("aide-ccas", answers={})
    get = desk.post if name == "ties" else desk.get
    assert get(page(name, secret)).status_code == 404


def test_the_tray_leads_to_each_and_comes_back(reception):
    made = letter()
    shown = soup(reception.get(reverse("back_office:tray")))
    assert {link["data-press"] for link in shown.select(".name nav a")} == {"s", "f", "x"}
    answer = reception.post(page("split", made), typed(corbeille="1"))
    assert answer.url == reverse("back_office:tray")
    assert made.channel == Channel.EMAIL
