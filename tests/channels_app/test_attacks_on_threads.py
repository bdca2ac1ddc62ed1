"""Fifteen ways to try to get into another person's file by e-mail: none works (house.md §10)."""

import uuid
from collections.abc import Callable

import pytest

from channels_app.models import InboundEmail
from messaging.enums import ReplyKind
from messaging.threading import reply_address
from requests_app.models import ServiceRequest
from tests.builders import make_agent
from tests.channels_app.letters import MALIKA, envelope_of, mail, mailbox, receive

pytestmark = pytest.mark.django_db

EVE = "Ève Dupont <eve@ailleurs.example>"
VICTIM = "malika.benhaddou@courriel.example"
Attack = Callable[[ServiceRequest], bytes]


def _token(made: ServiceRequest, **known) -> str:
    return reply_address("mairie@admiville.example", request_ref=made.pk, **known)


def _guessed(made: ServiceRequest) -> str:
    return f"<{envelope_of(made).public_id}.{'0' * 24}@admiville.example>"


def _cut(made: ServiceRequest) -> str:
    return envelope_of(made).message_id.replace("@", "x@")


def _quoted(made: ServiceRequest) -> str:
    return f"Bonjour,\n\n> Message-ID: {envelope_of(made).message_id}\n> Votre demande {made.number}"


def _forged_forward(made: ServiceRequest) -> str:
    block = f"-----Message d'origine-----\nDe : {MALIKA}\nEnvoyé : 3 novembre 2026\nÀ : Mairie\n"
    return f"{block}Objet : {made.number}\n\nEt alors ?"


ATTACKS: dict[str, Attack] = {
    "the number in the subject": lambda made: mail(sender=EVE, subject=f"Re: demande {made.number}"),
    "the number in the text": lambda made: mail(f"Ma demande {made.number} svp", sender=EVE),
    "a true Message-ID from another address": lambda made: mail(sender=EVE, In_Reply_To=envelope_of(made).message_id),
    "a true Message-ID in References": lambda made: mail(
        sender=EVE, References=f"<a@b.example> {envelope_of(made).message_id}"
    ),
    "a true Message-ID in a quoted header": lambda made: mail(_quoted(made), sender=EVE),
    "a guessed Message-ID from the right address": lambda made: mail(In_Reply_To=_guessed(made)),
    "a Message-ID with a longer signature": lambda made: mail(In_Reply_To=_cut(made)),
    "a Message-ID never sent": lambda made: mail(In_Reply_To=f"<{uuid.uuid4()}.{'a' * 24}@admiville.example>"),
    "the right name on another address": lambda made: mail(
        sender="Malika Benhaddou <m.benhaddou@ailleurs.example>", In_Reply_To=envelope_of(made).message_id
    ),
    "the right address in the display name": lambda made: mail(
        sender=f'"{VICTIM}" <eve@ailleurs.example>', In_Reply_To=envelope_of(made).message_id
    ),
    "the right address in Reply-To": lambda made: mail(
        sender=EVE, Reply_To=MALIKA, In_Reply_To=envelope_of(made).message_id
    ),
    "the right address in Sender and Return-Path": lambda made: mail(
        sender=EVE, Sender=VICTIM, Return_Path=f"<{VICTIM}>", In_Reply_To=envelope_of(made).message_id
    ),
    "a true token from another address": lambda made: mail(sender=EVE, to=_token(made)),
    "a token of another request": lambda made: mail(to=_token(made).replace("+r.p", "+r.p1")),
    "a forward that says it comes from the person": lambda made: mail(
        _forged_forward(made), sender=EVE, subject="Tr: demande", In_Reply_To=envelope_of(made).message_id
    ),
    "a look-alike of the address": lambda made: mail(
        sender="Malika <malika.benhaddou@courriel.exampIe>", In_Reply_To=envelope_of(made).message_id
    ),
    "an internal token in the hands of the person": lambda made: mail(to=_token(made, kind=ReplyKind.INTERNAL)),
    "an internal token of one agent in the name of another": lambda made: mail(
        sender="Yanis <yanis@admiville.example>", to=_token(made, kind=ReplyKind.INTERNAL, agent_ref=10**6)
    ),
    "an agent of another service answering an internal notice": lambda made: mail(
        sender="Yanis <yanis@admiville.example>", In_Reply_To=envelope_of(made, kind="service_notice").message_id
    ),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_the_file_of_another_person_stays_closed(name):
    made = receive(mail()).request
    mailbox("voirie@admiville.example", "voirie")
    make_agent("voirie", email="yanis@admiville.example")
    taken = receive(ATTACKS[name](made))
    assert (taken.state, taken.message) == ("request", None)
    assert taken.request != made
    assert (made.messages.count(), made.notes.count()) == (0, 0)
    assert InboundEmail.objects.filter(request=made).count() == 1


def test_there_are_fifteen_and_more():
    assert len(ATTACKS) >= 15


@pytest.mark.parametrize("way", ["message-id", "references", "token", "folded"])
def test_the_person_herself_enters_by_each_door(way):
    made = receive(mail()).request
    sent = envelope_of(made).message_id
    headers = {
        "message-id": {"In_Reply_To": sent},
        "references": {"References": f"<autre@x.example> {sent}"},
        "token": {"to": _token(made)},
        "folded": {"In_Reply_To": sent.upper()},
    }[way]
    taken = receive(mail(sender="Malika <MALIKA.BENHADDOU@courriel.example>", **headers))
    assert (taken.state, taken.request) == ("message", made)


def test_two_requests_of_one_person_are_not_mixed_up():
    first, second = receive(mail("Une")).request, receive(mail("Deux")).request
    assert receive(mail("Suite de la une", In_Reply_To=envelope_of(first).message_id)).request == first
    assert receive(mail("Suite de la deux", In_Reply_To=envelope_of(second).message_id)).request == second


def test_an_address_added_to_the_person_elsewhere_opens_nothing_here():
    """Anyone can file under somebody’s name and phone and so add an address of theirs to the person."""
    made = receive(mail()).request
    made.citizen.contact_points.create(kind="email", value="eve@ailleurs.example", normalised="eve@ailleurs.example")
    assert receive(mail(sender=EVE, In_Reply_To=envelope_of(made).message_id)).request != made


def test_a_request_under_restriction_is_as_if_it_were_not_there():
    made = receive(mail()).request
    sent = envelope_of(made).message_id
    ServiceRequest.objects.filter(pk=made.pk).update(restriction="restricted")
    taken = receive(mail(In_Reply_To=sent, subject=f"Re: {made.number}"))
    assert (taken.state, taken.possibly_related) == ("request", None)
