"""Crooked senders: what one program reads as the attacker and another as the victim opens nothing, and nobody’s mail
goes to somebody else."""

import pytest

from channels_app.email.parse import parse
from core.actor import Actor
from messaging.enums import ReplyKind
from messaging.threading import reply_address
from organisation.enums import Role
from requests_app.models import ServiceRequest
from tests.builders import make_agent, make_request
from tests.channels_app.letters import MALIKA, envelope_of, mail, mailbox, receive

VICTIM = "malika.benhaddou@courriel.example"
EVE = "eve@ailleurs.example"


def written_by(value: str, before: str = "") -> bytes:
    return f"{before}From: {value}\r\nSubject: Bonjour\r\n\r\nTexte".encode()


OWN_ADDRESS = {
    "an apostrophe in the address": ("Marie D'Angelo <marie.d'angelo@mail.example>", "marie.d'angelo@mail.example"),
    "an apostrophe and nothing else": ("marie.d'angelo@mail.example", "marie.d'angelo@mail.example"),
    "an address between apostrophes": ("Jeanne <'jeanne@mail.example'>", "jeanne@mail.example"),
    "another address in a comment": (f"{EVE} (<{VICTIM}>)", EVE),
    "another address between quotes, after": (f'{EVE} "<{VICTIM}>"', EVE),
    "another address in an encoded word, before": (f"=?utf-8?Q?{VICTIM.replace('@', '=40')}=3E?= {EVE}", EVE),
    "another address in an encoded name": (f"=?utf-8?Q?{VICTIM.replace('@', '=40')}?= <{EVE}>", EVE),
    "a quoted beginning": (f'"eve".{VICTIM}', f'"eve".{VICTIM}'),
    "everything between quotes": ('"Jeanne <jeanne@mail.example>"', "jeanne@mail.example"),
}


@pytest.mark.parametrize("name", OWN_ADDRESS)
def test_the_address_is_the_one_of_who_writes(name):
    value, address = OWN_ADDRESS[name]
    assert parse(written_by(value)).sender == address


def test_the_kelvin_sign_is_no_k():
    assert parse(written_by("<\u212aarim@mail.example>")).sender != "karim@mail.example"
    assert parse(written_by("<Élodie.PETIT@Mail.example>")).sender == "élodie.petit@mail.example"


CROOKED = {
    "two authors": f"{VICTIM}, {EVE}",
    "an address as a name without quotes": f"{EVE} <{VICTIM}>",
    "two angle brackets": f"<{EVE}> <{VICTIM}>",
    "two at signs": f"{VICTIM}@ailleurs.example",
    "a domain that goes on": f"<{VICTIM}'ailleurs.example>",
    "a route": f"<@ailleurs.example:{VICTIM}>",
    "a group": f"amis: {VICTIM};",
    "an invisible letter": f"<{VICTIM.replace('.', chr(0x200E) + '.')}>",
    "a null byte": f"{EVE}\0{VICTIM}",
    "the whole field encoded": f"=?utf-8?Q?=22M=22_=3C{VICTIM.replace('@', '=40')}=3E?=",
    "a word before the address": f"eve:{VICTIM}",
}


@pytest.mark.parametrize("name", CROOKED)
def test_a_crooked_sender_is_never_sure(name):
    assert parse(written_by(CROOKED[name])).sure_sender == ""


@pytest.mark.parametrize("before", [f"From: {EVE}\r\n", "Sender: x@y.example\r\nFrom: <a b>\r\n"])
def test_two_fields_are_never_sure(before):
    assert parse(written_by(VICTIM, before)).sure_sender == ""


@pytest.mark.parametrize("field", ["Sender", "Reply-To", "Return-Path", "X-Sender"])
def test_a_mail_without_from_is_never_sure(field):
    assert parse(f"{field}: {VICTIM}\r\nSubject: x\r\n\r\nTexte".encode()).sure_sender == ""


@pytest.mark.parametrize(
    "value",
    [
        VICTIM,
        VICTIM.upper(),
        f"<{VICTIM}>",
        f"Malika <{VICTIM}>",
        f'"Benhaddou, Malika" <{VICTIM}>',
        f'"{VICTIM}" <{VICTIM}>',
        f"{VICTIM} <{VICTIM}>",
        f"=?utf-8?B?TWFsaWth?= <{VICTIM}>",
        f"{VICTIM} (Malika)",
        f"=?utf-8?Q?moi=40ici?= <{VICTIM}>",
    ],
)
def test_what_ordinary_programs_write_is_sure(value):
    assert parse(written_by(value)).sure_sender == VICTIM


@pytest.mark.django_db
@pytest.mark.parametrize("name", CROOKED)
def test_a_crooked_sender_who_holds_our_message_id_stays_outside(name):
    made = receive(mail()).request
    answer = f"In-Reply-To: {envelope_of(made).message_id}\r\n"
    taken = receive(written_by(CROOKED[name], answer))
    assert (taken.state, taken.message, made.messages.count()) == ("request", None, 0)
    assert taken.request != made


@pytest.mark.django_db
def test_a_crooked_agent_writes_no_note_and_passes_nothing_on():
    made = receive(mail()).request
    make_agent("accueil", email="yanis@admiville.example")
    token = reply_address("mairie@admiville.example", request_ref=made.pk, kind=ReplyKind.INTERNAL)
    block = f"-----Message d'origine-----\nDe : {MALIKA}\nEnvoyé : 3 novembre 2026\nÀ : x\nObjet : y\n\nTexte"
    raw = f"From: {EVE} <yanis@admiville.example>\r\nTo: {token}\r\nSubject: Tr: y\r\n\r\n{block}"
    taken = receive(raw.encode())
    assert (taken.state, made.notes.count()) == ("request", 0)
    assert taken.request.reply_email != VICTIM


@pytest.mark.django_db
def test_an_agent_who_lost_access_writes_no_note():
    made = receive(mail()).request
    yanis = make_agent("accueil", email="yanis@admiville.example")
    token = reply_address("mairie@admiville.example", request_ref=made.pk, kind=ReplyKind.INTERNAL, agent_ref=yanis.pk)
    assert receive(mail(sender=yanis.email, to=token)).state == "message"
    yanis.is_active = False
    yanis.save(update_fields=["is_active"])
    assert receive(mail("Encore", sender=yanis.email, to=token)).state == "request"
    assert made.notes.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["other address", "number"])
def test_what_quotes_a_confidential_request_is_confidential_too(way):
    made = make_request("aide-ccas", answers={})
    mailbox()
    if way == "other address":
        sent = envelope_of(made, to_address="x@y.example")
        taken = receive(mail("> ma dette", sender=EVE, In_Reply_To=sent.message_id))
    else:
        taken = receive(mail(f"Ma demande {made.number} : ma dette", sender=EVE))
    assert taken.request != made
    assert (taken.request.confidential, taken.request.service) == (True, made.service)
    desk = Actor.agent(make_agent("accueil").pk)
    keeper = Actor.agent(make_agent(made.service.code, Role.HANDLER, Role.CONFIDENTIAL).pk)
    assert taken.request not in ServiceRequest.objects.visible_to(desk)
    assert taken.request in ServiceRequest.objects.visible_to(keeper)


@pytest.mark.django_db
def test_a_form_is_answered_to_the_person_it_names():
    raw = mail(sender="Site <wordpress@asso.example>", Reply_To="paul.durand@mail.example")
    assert receive(raw).request.reply_email == "paul.durand@mail.example"
    raw = mail("2", sender=MALIKA, Reply_To="paul.durand@mail.example")
    assert receive(raw).request.reply_email == VICTIM
