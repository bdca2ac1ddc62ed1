"""What a mail is for the town: the decision, without a database."""

import pytest

from channels_app.email.intake import Facts, Move, Thread, Why, author_of, decide
from channels_app.email.parse import parse
from tests.channels_app.letters import mail

THREAD = Thread(request_id=7, parties=frozenset({"malika.benhaddou@courriel.example"}), takes_answers=True)


def verdict(facts: Facts | None = None, *words: str, **headers: str):
    return decide(parse(mail(*words, **headers)), facts or Facts())


def test_a_person_who_writes_opens_a_request_and_gets_a_receipt():
    told = verdict()
    assert (told.move, told.why, told.acknowledge) == (Move.NEW, Why.FIRST, True)


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-notified; owner-email=x"},
        {"X_Autoreply": "yes"},
        {"X_Autorespond": "absence"},
        {"Precedence": "bulk"},
        {"Precedence": "junk"},
        {"Precedence": "auto_reply"},
        {"Return_Path": "<>"},
        {"subject": "Réponse automatique : Acte de naissance"},
        {"subject": "Absence du bureau : congés"},
        {"sender": "MAILER-DAEMON@courriel.example"},
        {"List_Id": "<infos.liste.example>"},
        {"List_Unsubscribe": "<https://lettre.example/fin>"},
        {"X_GRC_Envoi": "6c1c", "Auto_Submitted": "auto-generated"},
        {"Auto_Submitted": "auto-generated", "In_Reply_To": "<demande@admiville.example>"},
    ],
    ids=str,
)
@pytest.mark.parametrize("thread", [None, THREAD], ids=["new", "thread"])
def test_what_a_machine_answers_is_set_aside_and_answered_by_nothing(headers, thread):
    told = verdict(Facts(thread=thread), **headers)
    assert (told.move, told.acknowledge) == (Move.SET_ASIDE, False)


@pytest.mark.parametrize(
    "headers", [{"Auto_Submitted": "auto-generated"}, {"X_Auto_Response_Suppress": "All"}], ids=str
)
def test_a_contact_form_is_a_request_that_nothing_automatic_answers(headers):
    told = verdict(**headers)
    assert (told.move, told.acknowledge) == (Move.NEW, False)


@pytest.mark.parametrize("sender", ["noreply@formulaire.example", "ne-pas-repondre@caf.example", "no-reply@x.example"])
def test_nobody_is_answered_where_nobody_reads(sender):
    assert verdict(sender=sender).acknowledge is False


def test_our_own_mailboxes_are_never_answered_so_no_loop_can_start():
    told = verdict(Facts(own_addresses=frozenset({"voirie@admiville.example"})), sender="voirie@admiville.example")
    assert (told.move, told.acknowledge) == (Move.NEW, False)


def test_one_of_our_own_messages_that_comes_back_is_set_aside():
    assert verdict(Facts(is_our_message=True)).why == Why.OURS


def test_the_past_is_not_answered():
    assert verdict(Facts(is_past=True)).acknowledge is False


def test_an_answer_of_the_person_joins_the_request():
    told = verdict(Facts(thread=THREAD))
    assert (told.move, told.request_id) == (Move.MESSAGE, 7)


def test_a_stranger_who_answers_opens_a_request_perhaps_linked():
    told = verdict(Facts(thread=THREAD), sender="autre@courriel.example")
    assert (told.move, told.why, told.request_id, told.related_id) == (Move.NEW, Why.OTHER_SENDER, None, 7)


def test_a_number_quoted_is_only_a_hint():
    told = verdict(Facts(quoted_request_id=9))
    assert (told.move, told.request_id, told.related_id) == (Move.NEW, None, 9)


FORWARD = """
-----Message d'origine-----
De : Josette Ferrand <josette@courriel.example>
Envoyé : mardi 3 novembre 2026 10:12
À : Ines
Objet : Carte

Ma carte ?"""


def test_the_forward_of_an_agent_is_the_writers_and_that_of_anybody_else_is_their_own():
    parsed = parse(mail(FORWARD, subject="TR: Carte"))
    assert author_of(parsed, sender_is_staff=True).email == "josette@courriel.example"
    assert author_of(parsed, sender_is_staff=False).email == "malika.benhaddou@courriel.example"


def test_an_agent_who_forwards_enters_no_request_in_the_name_of_the_writer():
    thread = Thread(7, frozenset({"josette@courriel.example"}), takes_answers=True)
    told = verdict(
        Facts(thread=thread, sender_is_staff=True), FORWARD, subject="TR: Carte", sender="i@admiville.example"
    )
    assert (told.move, told.related_id, told.author.email) == (Move.NEW, 7, "josette@courriel.example")
