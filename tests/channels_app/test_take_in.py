"""A mail becomes what it asks for: a new request, a message, a note, or nothing."""

import datetime as dt

import pytest

from channels_app.models import InboundEmail
from channels_app.operations import keep, take_in
from citizens.models import Citizen
from core import calendar
from core.enums import Channel
from files.models import StoredFile
from messaging.models import Dispatch
from requests_app.models import ServiceRequest
from requests_app.operations import issue_acknowledgement, send_receipt
from tests.builders import actor, bring_to, make_agent, make_photo
from tests.channels_app.letters import BY, envelope_of, mail, mailbox, receive

pytestmark = pytest.mark.django_db


def answer_to(made: ServiceRequest, body: str = "Voici la réponse.", **known) -> bytes:
    return mail(body, In_Reply_To=envelope_of(made).message_id, **known)


def test_a_new_mail_becomes_a_request_to_qualify_of_the_service_of_its_mailbox():
    taken = receive(mail("Bonjour,\n\nMon acte ?\n\n> citation", subject="Re: Acte de naissance"))
    made = taken.request
    assert taken.state == "request"
    assert (made.procedure.code, made.channel, made.service.code) == ("a-qualifier", "email", "accueil")
    assert made.title == "Acte de naissance"
    assert made.answers["message"] == "Bonjour,\n\nMon acte ?\n\n> citation"
    assert (made.reply_email, made.reply_name) == ("malika.benhaddou@courriel.example", "Malika Benhaddou")
    assert (made.citizen.family_name, made.citizen.first_names) == ("Benhaddou", "Malika")
    assert made.routing_reason == "arrivée dans la boîte mairie@admiville.example"


def test_the_same_person_writing_twice_is_one_person():
    receive(mail("Un"))
    receive(mail("Deux", sender="BENHADDOU Malika <malika.benhaddou@courriel.example>"))
    assert Citizen.objects.count() == 1


def test_an_address_without_a_name_is_nobody_known_but_can_be_answered():
    made = receive(mail(sender="m.b@courriel.example")).request
    assert (made.citizen, made.reply_email) == (None, "m.b@courriel.example")


def test_it_has_no_legal_date_but_its_acknowledgement_is_due_in_ten_working_days():
    taken = receive(mail())
    made = taken.request
    assert (made.silence, made.legal_due, made.period) == ("none", None, None)
    expected = calendar.add_working_days(taken.received_on, 10, made.commune)
    assert (made.ar_due, made.ar_due_on, made.next_due_on) == (True, expected, expected)


def test_the_receipt_leaves_at_once_and_the_acknowledgement_waits_for_a_qualification():
    made = receive(mail()).request
    assert issue_acknowledgement(made.pk) is None
    for _time in range(3):
        send_receipt(made.pk)
    sent = Dispatch.objects.get(subject_ref=str(made.pk))
    assert (sent.kind, sent.template_code, sent.to_address) == ("receipt", "accuse-d-enregistrement", made.reply_email)
    assert made.acknowledgements.get().dispatch == sent


def test_a_receipt_that_left_does_not_stop_the_clock_of_the_acknowledgement():
    from requests_app.operations import note_dispatch_sent

    made = receive(mail()).request
    note_dispatch_sent(send_receipt(made.pk).pk)
    made.refresh_from_db()
    assert made.ar_sent_on is None


def test_attachments_are_joined_and_what_is_refused_stays_in_the_mail_with_its_reason():
    files = {
        "photo.png": make_photo(),
        "signature.p7s": b"0\x80\x06\x09",
        "jeu.exe": b"MZ" * 20,
        "faux.pdf": b"pas un pdf",
    }
    taken = receive(mail(attachments=files))
    names = set(StoredFile.objects.of("request", taken.request.pk).values_list("name", "content_type"))
    assert {name for name, _kind in names} == {"photo.png", "signature.p7s", "faux.pdf"}
    assert ("faux.pdf", "application/octet-stream") in names
    assert [one["name"] for one in taken.left_out] == ["jeu.exe"]
    assert len(taken.request.answers["documents"]) == 3


def test_an_answer_joins_its_request_whole():
    made = bring_to(receive(mail()).request, "waiting_person")
    body = "Oui.\n\nLe 12 novembre, la mairie écrivait :\n> " + "long " * 6000
    taken = receive(answer_to(made, body, attachments={"photo.png": make_photo()}))
    assert (taken.state, taken.request) == ("message", made)
    message = taken.message
    assert (message.text, message.channel, message.direction) == (body.strip(), Channel.EMAIL, "in")
    assert StoredFile.objects.of("message", message.pk).count() == 1
    made.refresh_from_db()
    assert made.phase == "in_progress"
    assert ServiceRequest.objects.count() == 1


def test_an_answer_without_a_word_nor_a_file_is_taken_too():
    made = receive(mail()).request
    taken = receive(answer_to(made, "", subject=""))
    assert (taken.state, taken.message.text) == ("message", "(courriel sans texte)")


def test_an_answer_to_an_ended_request_opens_another_one_linked_to_it():
    made = bring_to(receive(mail()).request, "closed")
    taken = receive(answer_to(made))
    assert (taken.state, taken.possibly_related) == ("request", made)
    assert taken.request != made


def test_the_answer_of_an_agent_to_an_internal_notice_is_a_note():
    made, agent = receive(mail()).request, make_agent("accueil", email="ines@admiville.example")
    notice = envelope_of(made, kind="service_notice", to_address=agent.email)
    taken = receive(mail("Je m’en occupe.", sender="Inès <ines@admiville.example>", In_Reply_To=notice.message_id))
    assert (taken.state, taken.message, taken.request) == ("message", None, made)
    assert made.notes.get().text == "Je m’en occupe."
    assert made.messages.count() == 0
    assert actor(agent)


def test_a_mail_older_than_the_opening_of_its_mailbox_is_never_acknowledged():
    box = mailbox(start_on=dt.date(2026, 11, 1))
    made = receive(mail(), at=box, received_at=dt.datetime(2026, 10, 1, tzinfo=dt.UTC)).request
    assert (made.ar_due, made.acknowledgements.count(), send_receipt(made.pk)) == (False, 0, None)


def test_where_email_does_not_seize_the_town_the_answer_shows_the_doors_and_no_clock_starts():
    from tests.builders import procedure

    chosen = procedure("aide-ccas")
    made = receive(mail(), at=mailbox("ccas@admiville.example", "ccas", procedure=chosen)).request
    posted = Dispatch.objects.get(subject_ref=str(made.pk))
    assert (posted.template_code, made.ar_due, made.legal_due) == ("courriel-sans-depot", False, None)
    assert "/demarches/aide-ccas/" in posted.variables["texte"]
    assert (made.confidential, posted.variables["demarche"]) == (True, "cette démarche")
    assert send_receipt(made.pk) is None


def test_the_procedure_is_proposed_with_its_reason():
    taken = receive(mail(subject="demande d'acte de naissance"))
    assert taken.proposed_procedure.code == "acte-etat-civil"
    assert taken.proposal_reason == "L’objet du courriel parle de cette démarche."


def test_a_mail_of_nothing_is_in_quarantine_with_its_cause_and_never_refused():
    taken = receive(b"\x00\x00\n\n")
    assert (taken.state, taken.reason) == ("quarantined", "Ce courriel n’a pas pu être lu : il est vide.")


def test_taken_in_three_times_one_request():
    kept = keep(mail(), mailbox_id=mailbox().pk, by=BY)
    for _time in range(3):
        take_in(kept.pk)
    assert ServiceRequest.objects.count() == 1
    assert InboundEmail.objects.get().attempts == 1
