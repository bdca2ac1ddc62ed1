"""Of the corpus, exactly these mails open a request and get no receipt: machines, and nobody to write to."""

from pathlib import Path

import pytest

from channels_app.email.intake import Facts, Move, decide
from channels_app.email.parse import parse
from channels_app.operations.acting import address_of
from messaging.models import Dispatch
from requests_app.models import Acknowledgement
from tests.channels_app.letters import mail, receive

CORPUS = Path(__file__).parent / "mails"
# The campaign counts on them too.
WITHOUT_RECEIPT = {
    "automatic-ticket-system", "automatic-web-form-of-another-site",  # programs
    "forward-exchange-internal-sender", "header-no-sender-no-subject-no-id", "header-none-at-all",  # no address
    "header-international-address",  # an address our post office cannot write to
}  # fmt: skip
OURS = frozenset(f"{name}@admiville.example" for name in ("mairie", "accueil", "etat-civil", "voirie", "ccas"))


def test_exactly_these_get_no_receipt():
    silent = set()
    for path in CORPUS.glob("*.eml"):
        parsed = parse(path.read_bytes())
        staff = parsed.sure_sender.endswith("@admiville.example")
        verdict = decide(parsed, Facts(own_addresses=OURS, sender_is_staff=staff))
        if verdict.move == Move.NEW and not (verdict.acknowledge and address_of(verdict.author.email)):
            silent.add(path.stem)
    assert silent == WITHOUT_RECEIPT


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(WITHOUT_RECEIPT))
def test_their_request_claims_no_receipt_that_never_left(name):
    taken = receive((CORPUS / f"{name}.eml").read_bytes())
    assert taken.state == "request"
    assert not Acknowledgement.objects.filter(request=taken.request).exists()


@pytest.mark.django_db
def test_a_person_does():
    taken = receive(mail())
    assert Acknowledgement.objects.get(request=taken.request).address == "malika.benhaddou@courriel.example"
    assert not Dispatch.objects.filter(state="failed").exists()
