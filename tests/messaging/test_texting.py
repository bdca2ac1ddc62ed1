"""Text messages: what may leave as one, to which numbers, how long, at what cost."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from core.actor import Actor
from core.enums import Channel
from core.errors import Refused
from messaging import letter_queries, operations, tasks
from messaging.defaults import DEFAULTS
from messaging.enums import DispatchKind, DispatchState
from messaging.models import Dispatch, MessageTemplate
from messaging.rules.texting import TEXT_PREFIX, UNTOLD, measure, mobile_number, plain, too_long, why_not_mobile
from requests_app.variables import register
from tests.messaging import envelopes

pytestmark = pytest.mark.django_db
VALUES = {"ville": "Admiville", "numero": "2026-042317-K", "service_telephone": "01 99 00 41 12"}


@pytest.fixture(autouse=True)
def _open(settings):
    settings.GRC_SMS = {"transport": "demo", "cents_a_segment": Decimal("4.5")}


def text(key="text:1", **changes):
    known = {
        "kind": DispatchKind.NOTICE, "template": "sms-question", "channel": Channel.SMS, "to_address": "06 39 98 41 27",
        "variables": VALUES,
    }  # fmt: skip
    return envelopes.envelope(key, **{**known, **changes})


@pytest.mark.parametrize(
    ("words", "alphabet", "length", "segments"),
    [
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("é" * 160, "GSM-7", 160, 1),
        ("€" * 80, "GSM-7", 160, 1),
        ("€" * 81, "GSM-7", 162, 2),
        ("ç" * 70, "UCS-2", 70, 1),
        ("ç" * 71, "UCS-2", 71, 2),
        ("😀" * 35, "UCS-2", 70, 1),
        ("😀" * 36, "UCS-2", 72, 2),
        ("", "GSM-7", 0, 1),
    ],
)
def test_segments_are_counted_as_networks_do(words, alphabet, length, segments):
    measured = measure(words)
    assert (measured.alphabet, measured.length, measured.segments) == (alphabet, length, segments)


def test_good_typography_does_not_double_the_price():
    assert plain("L’avis « urgent » – voir…\n\n  demain\u00a0!") == 'L\'avis " urgent " - voir...\ndemain !'
    assert measure(plain("L’avis « urgent » – voir…")).alphabet == "GSM-7"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("06 39 98 41 27", "+33639984127"),
        ("+33 7 65 43 21 09", "+33765432109"),
        ("0033639984127", "+33639984127"),
        ("+32 470 12 34 56", "+32470123456"),
        ("01 99 00 41 12", ""),
        ("0892 12 34 56", ""),
        ("12", ""),
        ("bonjour", ""),
        ("", ""),
    ],
)
def test_a_mobile_number_is_told_from_the_others(typed, number):
    assert mobile_number(typed) == number
    assert bool(why_not_mobile(typed)) == (number == "")


def test_a_landline_is_refused_with_a_sentence():
    with pytest.raises(Refused, match="téléphone fixe"):
        text(to_address="01 99 00 41 12")


@pytest.mark.parametrize(
    "kind", [DispatchKind.ACKNOWLEDGEMENT, DispatchKind.DECISION, DispatchKind.MESSAGE, DispatchKind.RECEIPT]
)
def test_an_acknowledgement_or_a_decision_never_leaves_as_a_text(kind):
    with pytest.raises(Refused, match="jamais un accusé"):
        text(kind=kind)


def test_a_text_has_templates_of_its_own():
    with pytest.raises(Refused, match="propres modèles"):
        text(template="accuse-de-reception")
    with pytest.raises(Refused, match="propres modèles"):
        text(channel=Channel.EMAIL, to_address="malika@courriel.example")


def test_of_a_confidential_request_it_says_that_the_town_wrote():
    with pytest.raises(Refused, match="a écrit"):
        text(confidential=True)
    done = operations.prepare(text(confidential=True, template=UNTOLD, variables={"ville": "Admiville"}).pk)
    assert done.body_text == "Admiville : la mairie vous a écrit."


def test_it_is_prepared_sent_and_its_cost_counted():
    done = operations.prepare(text().pk)
    assert (done.state, done.segments, done.subject) == (DispatchState.QUEUED, 1, "")
    assert done.to_address == "+33639984127"
    assert (tasks.send_dispatches(), tasks.send_texts()) == (0, 1)
    done.refresh_from_db()
    assert (done.state, done.transport, done.cost_cents) == (DispatchState.SENT, "demo", Decimal("4.50"))
    told = letter_queries.texts_of_the_month(Actor.system("messaging"), done.commune)
    assert (told.sent, told.cents) == (1, Decimal("4.50"))


def test_a_confidential_text_is_counted_for_who_may_know_of_it_alone():
    for key, more in (
        ("a", {}),
        ("b", {"confidential": True, "template": UNTOLD, "variables": {"ville": "Admiville"}}),
    ):
        operations.prepare(text(key, **more).pk)
    assert tasks.send_texts() == 2
    commune = Dispatch.objects.first().commune
    assert letter_queries.texts_of_the_month(Actor.agent(987_654), commune).sent == 1
    assert letter_queries.texts_of_the_month(Actor.system("messaging"), commune).sent == 2


def test_run_three_times_send_texts_sends_once():
    done = operations.prepare(text().pk)
    assert [tasks.send_texts() for _turn in range(3)] == [1, 0, 0]
    done.refresh_from_db()
    assert done.attempts == 1


def test_ten_an_hour_to_one_number_then_they_wait():
    for rank in range(12):
        operations.prepare(text(f"text:{rank}").pk)
    assert tasks.send_texts() == 10
    assert Dispatch.objects.capped().count() == 2


def test_a_town_without_provider_keeps_them_and_says_why(settings):
    done = operations.prepare(text().pk)
    settings.GRC_SMS = {}
    tasks.send_texts()
    done.refresh_from_db()
    assert (done.state, done.last_error) == (DispatchState.RETRY, "Aucun fournisseur de SMS n’est réglé.")


@pytest.mark.parametrize("code", [code for code in DEFAULTS if code.startswith(TEXT_PREFIX)])
def test_each_template_of_ours_fits_in_one_segment(code):
    register()
    assert too_long(DEFAULTS[code].body, "request") == ""
    filled = DEFAULTS[code].body
    for name, value in {**VALUES, "ville": "Saint-Germain-en-Laye"}.items():
        filled = filled.replace("{{ " + name + " }}", value)
    assert measure(plain(filled)).segments == 1


def test_a_template_beyond_two_segments_is_refused_when_saved():
    register()
    operations.ensure_templates(envelopes.town().pk)
    template = MessageTemplate.objects.get(code="sms-reponse")
    template.body = "ç" * 135
    with pytest.raises(ValidationError, match="deux au plus"):
        template.full_clean()
    template.body = "ç" * 134
    template.full_clean()


def test_a_receipt_of_the_provider_is_taken_once_and_the_first_word_stands():
    done = operations.prepare(text().pk)
    tasks.send_texts()
    done.refresh_from_db()
    assert operations.record_text_receipt("unknown", "delivered") is False
    assert operations.record_text_receipt("", "delivered") is False
    for event in ("delivered", "delivered", "failed"):
        assert operations.record_text_receipt(done.provider_ref, event) is True
    done.refresh_from_db()
    assert (done.state, done.delivered_at is not None) == (DispatchState.SENT, True)


def test_a_telephone_that_did_not_take_it_is_an_alert():
    done = operations.prepare(text().pk)
    tasks.send_texts()
    done.refresh_from_db()
    operations.record_text_receipt(done.provider_ref, "failed")
    done.refresh_from_db()
    assert (done.state, done.last_error) == (DispatchState.BOUNCED, "Le téléphone n’a pas reçu le SMS.")
