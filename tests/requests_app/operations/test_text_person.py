"""Notices by text message, beside the letter and never instead of it, to whoever chose the telephone."""

import pytest

from core.enums import Channel
from messaging import operations as messaging
from messaging.enums import DispatchKind
from messaging.models import Dispatch
from requests_app import operations
from requests_app.operations import Arrival, Reply
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _open(settings):
    settings.GRC_SMS = {"transport": "demo"}


def filed(channel=Channel.SMS, phone="06 39 98 41 27", postal="3 impasse du Puits\n99000 Admiville", **fields):
    reply = Reply(channel=channel, name="Josette Ferrand", postal=postal, phone=phone)
    return builders.make_request(channel=Channel.PHONE, reply=reply, **fields)


def texts() -> list[str]:
    found = Dispatch.objects.filter(channel=Channel.SMS).order_by("pk")
    return [messaging.prepare(one.pk).body_text for one in found]


def test_the_number_is_told_and_the_acknowledgement_is_a_letter_all_the_same():
    made = filed()
    for _turn in range(3):
        operations.text_registered(made.pk)
    (said,) = texts()
    assert made.number in said
    assert operations.issue_acknowledgement(made.pk).channel == Channel.POST
    assert set(Dispatch.objects.filter(channel=Channel.SMS).values_list("kind", flat=True)) == {DispatchKind.NOTICE}


def test_an_answer_is_announced_by_the_way_it_takes():
    by = builders.actor(builders.make_agent())
    letter, hand = filed(), filed(postal="")
    for made in (letter, hand):
        message = operations.reply(made.pk, text="Votre acte est prêt.", by=by)
        operations.notify_message(message.pk, "message-du-service")
        operations.notify_message(message.pk, "message-du-service")
    by_letter, waiting = texts()
    assert "part par courrier" in by_letter
    assert "une réponse vous attend" in waiting
    assert "acte" not in by_letter + waiting


def test_a_question_waits():
    made = filed(channel=Channel.PHONE)
    message = operations.ask(made.pk, text="Quel est le nom de votre mère ?", by=builders.actor(builders.make_agent()))
    operations.notify_message(message.pk, "question-du-service")
    assert "une question vous attend" in texts()[0]


def test_of_a_confidential_request_the_town_wrote_and_no_more():
    made = filed(arrival=Arrival(confidential=True))
    assert operations.text_registered(made.pk) is None
    by = builders.actor(builders.make_agent("etat-civil", "instructeur", "confidentiel"))
    operations.notify_message(operations.reply(made.pk, text="Votre aide.", by=by).pk, "message-du-service")
    assert texts() == ["Admiville : la mairie vous a écrit."]
    (sent,) = Dispatch.objects.filter(channel=Channel.SMS)
    assert (sent.variables, sent.to_name) == ({"ville": "Admiville"}, "")


@pytest.mark.parametrize(
    "fields", [{"phone": ""}, {"phone": "01 99 00 41 12"}, {"channel": Channel.POST}, {"channel": Channel.EMAIL}]
)
def test_nothing_to_whoever_chose_otherwise_or_has_no_mobile(fields):
    assert operations.text_registered(filed(**fields).pk) is None


def test_a_town_that_sends_no_text_posts_none(settings):
    settings.GRC_SMS = {}
    assert operations.text_registered(filed().pk) is None
