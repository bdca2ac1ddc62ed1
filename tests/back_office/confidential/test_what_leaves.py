"""What leaves the town about a confidential matter names it to nobody: subjects, texts, notices, batches, calls."""

from __future__ import annotations

from decimal import Decimal

import pytest

from channels_app.operations import take_call_event
from core import calendar
from core.enums import Channel
from core.errors import Refused
from messaging import operations as messaging
from messaging.enums import DispatchKind
from messaging.models import Dispatch
from organisation.enums import Role
from requests_app import operations
from requests_app.models import ServiceRequest
from requests_app.operations import Reply
from tests import builders, mailroom
from tests.back_office.confidential.world import SECRETS, VEILED_PHONE

pytestmark = pytest.mark.django_db
ANSWERS = {"aide": ["energie"], "situation": "loyer impayé et coupure de gaz"}


@pytest.fixture(autouse=True)
def _texts(settings):
    settings.GRC_SMS = {"transport": "demo", "cents_a_segment": Decimal("4.5")}


@pytest.fixture
def keeper():
    return builders.make_agent("ccas", Role.HANDLER, Role.CONFIDENTIAL)


def asked(channel: str, **reply: str) -> ServiceRequest:
    citizen = builders.make_citizen("Zoubrovka", "Odile", email="zoubrovka@courriel.example", phone="0639980155")
    return builders.make_request(
        "aide-ccas", answers=ANSWERS, citizen=citizen, channel=Channel.PHONE,
        reply=Reply(channel=channel, name="Odile Zoubrovka", **reply),
    )  # fmt: skip


def told(made: ServiceRequest, keeper) -> list[Dispatch]:
    """Everything the usual life of a request sends, rendered."""
    by = builders.actor(keeper)
    operations.send_receipt(made.pk)
    operations.issue_acknowledgement(made.pk)
    operations.notify_service(made.pk)
    operations.text_registered(made.pk)
    question = operations.ask(made.pk, text="Quelle coupure de gaz ? Et quel loyer impayé ?", by=by)
    operations.notify_message(question.pk, "question-du-service")
    sent = Dispatch.objects.filter(subject_kind="request", subject_ref=str(made.pk))
    for one in sent:
        messaging.prepare(one.pk)
    return list(sent.all())


def leaks(words: str, made: ServiceRequest) -> list[str]:
    return [one for one in (*SECRETS, made.procedure.title, made.title, made.service.name) if one in words]


@pytest.mark.parametrize(
    ("channel", "reply"),
    [(Channel.EMAIL, {"email": "zoubrovka@courriel.example"}), (Channel.SMS, {"phone": "06 39 98 01 55"})],
)
def test_no_subject_nor_text_message_nor_notice_to_colleagues_names_it(keeper, channel, reply):
    made = asked(channel, **reply)
    assert made.confidential
    sent = told(made, keeper)
    assert {one.confidential for one in sent} == {True}
    assert [one.subject for one in sent if leaks(one.subject, made)] == []
    texts = [one for one in sent if one.channel == Channel.SMS]
    notices = [one for one in sent if one.kind == DispatchKind.SERVICE_NOTICE]
    assert len(texts) == (channel == Channel.SMS)
    assert len(notices) == 1
    assert [one.body_text for one in texts if leaks(one.body_text, made)] == []
    secrets = [word for one in notices for word in SECRETS if word in one.body_text]
    assert secrets == []


def test_the_test_can_fail_an_ordinary_request_is_named(keeper):
    agent = builders.make_agent("etat-civil", Role.HANDLER)
    made = builders.make_request()
    assert any(leaks(one.subject + one.body_text, made) for one in told(made, agent))


def test_no_batch_holds_its_letters_even_made_by_who_may_see_them(keeper):
    builders.give(keeper, "etat-civil", Role.HANDLER)
    secret, plain = mailroom.letter(asked(Channel.POST, postal="9 rue du Secret\n99000 Admiville")), mailroom.letter()
    for by in (builders.actor(keeper), builders.SYSTEM):
        try:
            batch = messaging.make_print_batch(commune_id=secret.commune_id, by=by)
        except Refused:
            continue
        assert list(Dispatch.objects.filter(batch=batch).values_list("pk", flat=True)) == [plain.pk]
    secret.refresh_from_db()
    plain.refresh_from_db()
    assert (secret.batch_id, plain.batch_id is not None) == (None, True)


def test_the_switchboard_is_answered_the_same_of_a_veiled_number_and_of_an_unknown_one(keeper):
    builders.make_town()
    made = asked(Channel.POST, postal="9 rue du Secret\n99000 Admiville")
    answers = []
    for call_id, caller in (("a", VEILED_PHONE), ("b", "+33639980199")):
        outcome = take_call_event(
            commune_id=made.commune_id, call_id=call_id, occurred_at=calendar.now(), event="newCall", caller=caller,
            line="0199004100", extension="",
        )  # fmt: skip
        answers.append((outcome.call.state, outcome.call.citizen_id))
    assert answers[0] == answers[1]
