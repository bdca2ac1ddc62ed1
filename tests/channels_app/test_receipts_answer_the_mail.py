"""What leaves at once answers the mail of the person, in the thread where they wrote it."""

from email.message import EmailMessage

import pytest

from core import outbox
from messaging.models import Dispatch
from requests_app.operations import issue_acknowledgement, point_to_doors, qualify, send_receipt
from tests.builders import actor, make_agent, make_request, procedure
from tests.channels_app.letters import mail, mailbox, receive

pytestmark = pytest.mark.django_db
THEIRS = "<lettre-de-malika@courriel.example>"


def test_the_receipt_answers_the_mail_of_the_person():
    made = receive(mail(Message_ID=THEIRS)).request
    outbox.relay("fast")
    sent = Dispatch.objects.get(key=f"receipt:{made.pk}")
    assert (sent.in_reply_to, sent.references) == (THEIRS, [THEIRS])


def test_the_doors_answer_it_too():
    made = receive(mail(Message_ID=THEIRS)).request
    sent = point_to_doors(made.pk, procedure_id=procedure("acte-etat-civil").pk)
    assert sent.in_reply_to == THEIRS


def test_the_acknowledgement_that_follows_stays_in_the_same_thread():
    made = receive(mail(Message_ID=THEIRS)).request
    receipt = send_receipt(made.pk)
    chosen = procedure("acte-etat-civil").current_id
    qualify(made.pk, procedure_version_id=chosen, by=actor(make_agent("accueil")))
    sent = issue_acknowledgement(made.pk).dispatch
    assert sent.references[0] == THEIRS
    assert sent.in_reply_to == receipt.message_id


@pytest.mark.parametrize(
    "given", ["", "sans-crochets", f"<{'x' * 400}@a.example>", "<a@b.example>\r\n Bcc: eve@x.example"]
)
def test_a_mail_without_a_usable_identifier_gets_its_receipt_all_the_same(given):
    raw = mail(Message_ID="")
    raw = (f"Message-ID: {given}\r\n".encode() if given else b"") + raw
    made = receive(raw).request
    sent = send_receipt(made.pk)
    assert sent.in_reply_to in ("", "<sans-crochets>", "<a@b.example>")
    assert "\n" not in "".join(sent.references)


def test_a_mail_forwarded_by_an_agent_is_not_what_the_person_sent():
    """The identifier of the mail of the agent would mean nothing to them; that of theirs is known when attached."""
    make_agent("accueil", email="accueil@admiville.example")
    first = EmailMessage()
    first["From"], first["To"], first["Subject"] = "Malika <malika@courriel.example>", "a@admiville.example", "Acte"
    first["Message-ID"] = THEIRS
    first.set_content("Bonjour, un acte.")
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = "accueil@admiville.example", "mairie@admiville.example", "Tr: Acte"
    outer["Message-ID"] = "<de-l-agent@admiville.example>"
    outer.set_content("Pour vous.")
    outer.add_attachment(first)
    taken = receive(outer.as_bytes(), at=mailbox())
    assert taken.sender == "malika@courriel.example"
    assert send_receipt(taken.request_id).in_reply_to == THEIRS


def test_a_request_that_did_not_come_by_mail_answers_nothing():
    made = make_request()
    assert issue_acknowledgement(made.pk).dispatch.in_reply_to == ""
    assert "mail_id" not in made.timeline.earliest("pk").data
