"""Whatever the order in which mails come, come again and are taken in, the files are the same at the end."""

import random

import pytest

from channels_app.models import InboundEmail
from channels_app.operations import keep, take_in, take_in_due
from requests_app.models import Message, ServiceRequest
from tests.channels_app.letters import BY, envelope_of, mail, mailbox, receive

pytestmark = pytest.mark.django_db


def scene() -> tuple[list[tuple[bytes, int]], ServiceRequest]:
    """A request, its person’s answers, a stranger, a machine, new mails; some to two mailboxes of the town."""
    main, other = mailbox(), mailbox("voirie@admiville.example", "voirie")
    made = receive(mail("La première", Message_ID="<premiere@x.example>")).request
    sent = envelope_of(made).message_id
    mails = [
        mail("Réponse 1", Message_ID="<r1@x.example>", In_Reply_To=sent),
        mail("Réponse 2", Message_ID="<r2@x.example>", References=sent),
        mail("Moi aussi", Message_ID="<e1@x.example>", In_Reply_To=sent, sender="Ève <eve@ailleurs.example>"),
        mail("Absent", Message_ID="<a1@x.example>", In_Reply_To=sent, Auto_Submitted="auto-replied"),
        mail("Nouvelle", Message_ID="<n1@x.example>", sender="Paul Roy <paul@x.example>", subject="Un arbre"),
        mail("Page 1", Message_ID="<scan@x.example>", sender="scan@x.example", subject="Numérisation"),
        mail("Page 2", Message_ID="<scan@x.example>", sender="scan@x.example", subject="Numérisation"),
        mail("Sans identifiant", Message_ID="", sender="Lise Roy <lise@x.example>"),
    ]
    return [(raw, main.pk) for raw in mails] + [(mails[4], other.pk), (mails[7], other.pk)], made


def outcome(made: ServiceRequest) -> tuple:
    """What matters of the files, without the numbers that the order gives."""
    emails = InboundEmail.objects.order_by("fingerprint", "mailbox__address")
    told = [(one.fingerprint, one.mailbox.address, one.state, one.request_id == made.pk) for one in emails]
    texts = sorted(Message.objects.filter(request=made).values_list("text", flat=True))
    titles = sorted(ServiceRequest.objects.values_list("title", "reply_email", "service__code"))
    related = sorted(emails.exclude(possibly_related=None).values_list("fingerprint", "possibly_related_id"))
    return told, texts, titles, [(name, pk == made.pk) for name, pk in related]


@pytest.mark.parametrize("seed", range(6))
def test_random_interleavings_give_the_same_files(seed):
    deliveries, made = scene()
    chance = random.Random(seed)  # noqa: S311 - an order, not a secret
    queue = deliveries * chance.randint(1, 3)
    chance.shuffle(queue)
    for raw, mailbox_id in queue:
        kept = keep(b"Received: from mx%d\n" % chance.randint(1, 9) + raw, mailbox_id=mailbox_id, by=BY)
        if chance.random() < 0.5:
            take_in(kept.pk)
        if chance.random() < 0.2:
            take_in_due(limit=2)
    while take_in_due():
        pass
    told, texts, titles, related = outcome(made)
    assert [(state, mine) for _fingerprint, _box, state, mine in told].count(("message", True)) == 2
    assert len(told) == len(deliveries) + 1
    assert texts == ["Réponse 1", "Réponse 2"]
    assert titles == EXPECTED
    assert [mine for _name, mine in related] == [True, True]


EXPECTED = sorted(
    [
        ("Acte de naissance", "malika.benhaddou@courriel.example", "accueil"),
        ("Acte de naissance", "eve@ailleurs.example", "accueil"),
        ("Un arbre", "paul@x.example", "accueil"),
        ("Un arbre", "paul@x.example", "voirie"),
        ("Numérisation", "scan@x.example", "accueil"),
        ("Numérisation", "scan@x.example", "accueil"),
        ("Acte de naissance", "lise@x.example", "accueil"),
        ("Acte de naissance", "lise@x.example", "voirie"),
    ]
)
