"""Reports that somebody forged or passed on, and machines that answer machines."""

from pathlib import Path

import pytest

from channels_app.email.parse import parse
from core import outbox
from messaging.models import AddressState, Dispatch
from messaging.operations import prepare
from tests.channels_app.letters import MALIKA, envelope_of, mail, mailbox, receive

pytestmark = pytest.mark.django_db
MAILS = Path(__file__).parent / "mails"
REPORT = (
    "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
    "Final-Recipient: rfc822; etat-civil@admiville.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n"
)


def passed_on(
    kind: str = "message/delivery-status", root: str = "mixed", sender: str = MALIKA, more: str = ""
) -> bytes:
    head = f"From: {sender}\r\nTo: mairie@admiville.example\r\nSubject: Mes courriels reviennent\r\n"
    head += f"Content-Type: multipart/{root}; boundary=b\r\n\r\n--b\r\n\r\nBonjour, que faire ?\r\n"
    return (head + REPORT).encode()


def test_a_person_who_passes_a_report_on_is_read():
    taken = receive(passed_on())
    assert taken.state == "request"
    assert "que faire" in taken.request.answers["message"]


def test_a_person_who_joins_a_whole_report_is_read():
    inner = (MAILS / "bounce-postfix-unknown-user.eml").read_bytes()
    head = f"From: {MALIKA}\r\nSubject: Encore revenu\r\nContent-Type: multipart/mixed; boundary=z\r\n\r\n--z\r\n\r\n"
    raw = head.encode() + b"Voici.\r\n--z\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--z--\r\n"
    assert parse(raw).bounce is None
    assert receive(raw).state == "request"


def test_a_forged_report_marks_only_who_we_wrote_to():
    """Whoever holds the Message-ID is who got the mail; the address it names is believed by nobody."""
    receive(mail())
    outbox.relay("fast")
    sent = prepare(Dispatch.objects.get(kind="receipt").pk)
    Dispatch.objects.filter(pk=sent.pk).update(state="sent", sent_at=sent.created_at)
    original = f"\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {sent.message_id}\r\n\r\n--b--\r\n"
    raw = passed_on(root="report", sender="mailer-daemon@x.example")
    receive(raw.replace(b"\r\n--b--\r\n", original.encode()))
    assert {state.address for state in AddressState.objects.all()} == {"malika.benhaddou@courriel.example"}


def test_a_forged_report_with_a_guessed_identifier_marks_nobody():
    receive(mail())
    original = (
        b"\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <6c1c.0@admiville.example>\r\n\r\n--b--\r\n"
    )
    raw = passed_on(root="report", sender="mailer-daemon@x.example").replace(b"\r\n--b--\r\n", original)
    assert receive(raw).state == "set_aside"
    assert not AddressState.objects.exists()


def test_an_agent_of_another_town_with_this_software_is_read_and_never_answered():
    marker = "6c1cf1c0-0000-4000-8000-000000000000." + "a" * 24
    taken = receive(mail(sender="Mairie <contact@autre-ville.example>", X_GRC_Envoi=marker))
    outbox.relay("fast")
    assert taken.state == "request"
    assert not Dispatch.objects.filter(kind="receipt").exists()


def test_two_towns_with_this_software_never_answer_one_another():
    marker = "6c1cf1c0-0000-4000-8000-000000000000." + "a" * 24
    headers = {"X_GRC_Envoi": marker, "Auto_Submitted": "auto-generated"}
    assert receive(mail(sender="contact@autre-ville.example", **headers)).state == "set_aside"


def test_a_machine_that_answers_our_receipts_without_saying_so_is_soon_answered_no_more():
    mailbox()
    raw, answered = mail(sender="support@tickets.example"), []
    for turn in range(6):
        made = receive(raw).request
        outbox.relay("fast")
        receipt = Dispatch.objects.filter(kind="receipt", subject_ref=str(made.pk))
        answered.append(receipt.exists())
        subject = f"[Ticket#{turn}] Votre demande {made.number} a bien été enregistrée"
        raw = mail(f"Bonjour, tour {turn}", sender="support@tickets.example", subject=subject)
    assert answered == [True, True, False, False, False, False]


def test_a_person_who_writes_ten_times_gets_ten_receipts():
    mailbox()
    made = [receive(mail(f"Question {number}")).request for number in range(10)]
    outbox.relay("fast")
    refs = set(Dispatch.objects.filter(kind="receipt").values_list("subject_ref", flat=True))
    assert refs == {str(one.pk) for one in made}


def test_an_answer_of_a_machine_to_a_closing_opens_nothing_endless():
    made = receive(mail()).request
    type(made).objects.filter(pk=made.pk).update(phase="closed", closed_on=made.received_on)
    taken = receive(mail("Je suis absent.", In_Reply_To=envelope_of(made).message_id))
    again = receive(mail("Je suis absent !", In_Reply_To=envelope_of(taken.request).message_id))
    assert (taken.state, again.state, again.request) == ("request", "message", taken.request)


@pytest.mark.parametrize("sender", ["noreply_fr@x.example", "do_not_reply@x.example", "no-reply+123@x.example"])
def test_nobody_is_answered_where_nobody_reads(sender):
    made = receive(mail(sender=sender)).request
    outbox.relay("fast")
    assert not Dispatch.objects.filter(kind="receipt", subject_ref=str(made.pk)).exists()
