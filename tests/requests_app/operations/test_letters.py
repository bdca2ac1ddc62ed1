"""Whoever is not written to by e-mail gets every word of the town by letter, ready for the printer."""

import pytest

from core.enums import Channel
from files.models import StoredFile
from files.operations import store_own
from files.reading import content_for_scan
from messaging import operations as messaging
from messaging.enums import DispatchKind, DispatchState
from messaging.models import Dispatch
from requests_app import operations
from requests_app.operations import Arrival, Reply
from tests import builders
from tests.documents.pdf import page_count, place, tags, words

pytestmark = pytest.mark.django_db
POSTAL = Reply(channel=Channel.POST, name="Josette Ferrand", postal="3 impasse du Puits\n99000 Admiville")


def filed(**fields):
    return builders.make_request(**{"channel": Channel.COUNTER, "reply": POSTAL, **fields})


def clerk(of="etat-civil", *roles):
    return builders.actor(builders.make_agent(of, *roles))


def letters_of(dispatch: Dispatch) -> list[bytes]:
    done = messaging.prepare(dispatch.pk)
    assert (done.state, done.last_error) == (DispatchState.HELD, "")
    return [content_for_scan(one) for one in StoredFile.objects.of("dispatch", done.pk).order_by("pk")]


def test_an_answer_is_a_letter_for_a_window_envelope():
    made = filed()
    message = operations.reply(made.pk, text="Votre acte part demain.\n\nIl arrivera lundi.", by=clerk())
    dispatch = operations.notify_message(message.pk, "message-du-service")
    assert (dispatch.channel, dispatch.kind) == (Channel.POST, DispatchKind.MESSAGE)
    (letter,) = letters_of(dispatch)
    said = words(letter)
    assert "Votre acte part demain. Il arrivera lundi." in said
    assert all(part in said for part in ("Samira Marchand", made.number, made.spoken_code, "Officière d’état civil"))
    x, y = place(letter, "IMPASSE DU PUITS")
    assert 105 <= x <= 108
    assert 50 <= y <= 70
    assert tags(letter)


def test_a_question_brings_its_cover_sheet_and_says_every_way_to_answer():
    made = filed()
    message = operations.ask(made.pk, text="Quel est le nom de votre mère ?", by=clerk())
    letter, cover = letters_of(operations.notify_message(message.pk, "question-du-service"))
    said = words(letter)
    assert "Quel est le nom de votre mère" in said
    assert all(way in said for way in ("Par courrier", "Par téléphone", "Au guichet", "Par internet", "01 99 00 41 12"))
    assert made.deposit_code[:4] in words(cover)
    assert "Posez cette feuille sur votre réponse" in words(cover)
    assert "vous n’avez rien à signer" not in words(cover)


def test_the_last_word_of_a_request_is_a_letter_too():
    made = filed()
    operations.close(made.pk, answer="Votre acte est parti ce matin.", by=clerk())
    message = made.messages.get()
    (letter,) = letters_of(operations.notify_message(message.pk, "demande-close"))
    assert "Votre acte est parti ce matin." in words(letter)


def test_a_decision_on_paper_is_signed_by_hand():
    made = filed()
    decision = operations.decide(
        made.pk, outcome="refused", text="Non.", grounds_law="Article 1.", grounds_fact="Un fait.", by=clerk()
    )
    (letter,) = letters_of(operations.notify_decision(decision.pk))
    said = words(letter)
    assert "dispensée de signature" not in said
    assert "Signature" in said
    assert "Recours gracieux" in said


def test_a_document_joined_by_the_agent_is_in_the_envelope():
    made = filed()
    by = clerk()
    joined = store_own(
        builders.make_photo(), name="plan.png", content_type="image/png", commune_id=made.commune_id,
        owner_kind="message", owner_id=None, by=builders.SYSTEM,
    )  # fmt: skip
    message = operations.reply(made.pk, text="Voici le plan.", file_ids=[joined.pk], by=by)
    letter, enclosed = letters_of(operations.notify_message(message.pk, "message-du-service"))
    assert "Document joint à cette lettre : plan.png" in words(letter)
    assert page_count(enclosed) == 1


def test_who_wrote_by_mail_and_wants_no_electronic_answer_gets_the_receipt_on_paper():
    reply = Reply(email="josette@courriel.example", name="Josette Ferrand", postal=POSTAL.postal, no_email_answer=True)
    made = filed(channel=Channel.EMAIL, reply=reply)
    dispatch = operations.send_receipt(made.pk)
    assert (dispatch.channel, dispatch.to_address) == (Channel.POST, POSTAL.postal)
    (letter,) = letters_of(dispatch)
    assert "L’accusé de réception suit dans les dix jours ouvrés" in words(letter)
    assert made.number in words(letter)


def test_a_letter_of_a_confidential_request_says_all_to_the_person_in_her_envelope():
    made = filed(arrival=Arrival(confidential=True))
    message = operations.reply(
        made.pk, text="Votre aide est prête.", by=clerk("etat-civil", "instructeur", "confidentiel")
    )
    dispatch = operations.notify_message(message.pk, "message-du-service")
    assert dispatch.confidential
    assert "Votre aide est prête." in words(letters_of(dispatch)[0])


def test_the_clock_of_the_acknowledgement_stops_on_the_day_it_was_posted():
    made = filed()
    dispatch = operations.issue_acknowledgement(made.pk).dispatch
    messaging.prepare(dispatch.pk)
    messaging.mark_posted([dispatch.pk], posted_on=made.received_on, by=clerk())
    operations.note_dispatch_sent(dispatch.pk)
    made.refresh_from_db()
    assert made.ar_sent_on == made.received_on


def test_posted_or_handed_over_said_on_the_request_settles_the_letter():
    made = filed()
    dispatch = operations.issue_acknowledgement(made.pk).dispatch
    messaging.prepare(dispatch.pk)
    operations.record_acknowledgement_sent(made.pk, by=clerk())
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.posted_on) == (DispatchState.SENT, made.received_on)
