"""A mail that comes back, or is refused: the envelope, the address and whoever writes again all know."""

import pytest

from core.actor import Actor
from core.models import OutboxEvent
from messaging import operations, queries
from messaging.enums import AddressFault, DispatchState
from messaging.models import AddressState
from messaging.rules import bounces
from messaging.tasks import send_dispatches
from tests.messaging.envelopes import PostOffice, envelope, open_office, prepared, town

pytestmark = pytest.mark.django_db

ADDRESS = "malika.benhaddou@courriel.example"


def left(settings, **changes):
    dispatch = prepared(**changes)
    with open_office(settings, PostOffice()):
        send_dispatches()
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.SENT
    return dispatch


def facts(dispatch):
    published = OutboxEvent.objects.filter(payload={"dispatch_id": dispatch.pk})
    return sorted(published.exclude(name="dispatch.sent").values_list("name", flat=True))


def test_a_report_marks_the_envelope_and_the_address_we_wrote_to(settings):
    dispatch = left(settings)
    folded = f" {dispatch.message_id[:30]}\r\n {dispatch.message_id[30:]} "
    diagnostic = f"smtp; 550 5.1.1 <{ADDRESS}> unknown"
    back = operations.record_bounce(folded, status="5.1.1", diagnostic=diagnostic, recipient="maire@autre.example")
    assert (back.state, back.bounce_status) == (DispatchState.BOUNCED, "5.1.1")
    assert "n’existe pas" in back.last_error
    assert ADDRESS not in back.last_error
    assert facts(dispatch) == ["dispatch.bounced", "dispatch.failed"]
    fault = AddressState.objects.get()
    assert (fault.address, fault.state, fault.dispatch_id) == (ADDRESS, AddressFault.BOUNCED, dispatch.pk)


def test_by_its_number_too(settings):
    dispatch = left(settings)
    assert operations.record_bounce(dispatch_id=dispatch.pk, status="4.4.7").state == DispatchState.BOUNCED


@pytest.mark.parametrize("state", ["preparing", "queued"])
def test_a_report_on_what_never_left_is_not_believed(state):
    dispatch = envelope() if state == "preparing" else prepared()
    assert operations.record_bounce(dispatch.message_id, status="5.1.1").state == state
    assert not AddressState.objects.exists()


def test_a_forged_message_id_marks_nobody(settings):
    dispatch = left(settings)
    forged = f"<{dispatch.public_id}.{'0' * 24}@admiville.example>"
    assert operations.record_bounce(forged, status="5.1.1") is None
    assert not AddressState.objects.exists()


def test_a_refusal_of_our_mails_does_not_blame_the_address(settings):
    dispatch = left(settings)
    operations.record_bounce(dispatch.message_id, status="5.7.1", diagnostic="message refused as spam")
    assert not AddressState.objects.exists()
    assert facts(dispatch) == ["dispatch.bounced", "dispatch.failed"]


@pytest.mark.parametrize(
    ("answer", "marked", "status"),
    [
        ("550 5.1.1 boite inconnue", True, "5.1.1"),
        ("550 boite inconnue", True, ""),
        ("552 5.2.2 boite pleine", True, "5.2.2"),
        ("550 5.7.1 adresse IP bloquee", False, "5.7.1"),
    ],
)
def test_a_recipient_refused_on_the_wire_is_marked_as_well(settings, answer, marked, status):
    dispatch = prepared()
    with open_office(settings, PostOffice(to_recipient=answer)):
        send_dispatches()
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.bounce_status) == (DispatchState.FAILED, status)
    assert facts(dispatch) == ["dispatch.bounced", "dispatch.failed"]
    assert AddressState.objects.filter(address=ADDRESS, state=AddressFault.REFUSED).exists() is marked


@pytest.mark.parametrize("answer", ["450 4.2.1 plus tard", "451 4.7.1 liste grise"])
def test_a_refusal_for_now_marks_nobody(settings, answer):
    dispatch = prepared()
    with open_office(settings, PostOffice(to_recipient=answer)):
        send_dispatches()
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.RETRY
    assert not AddressState.objects.exists()


def test_a_refusal_of_the_content_is_not_one_of_the_address(settings):
    dispatch = prepared()
    with open_office(settings, PostOffice(after_data="554 5.6.0 contenu refuse")):
        send_dispatches()
    assert facts(dispatch) == ["dispatch.failed"]
    assert not AddressState.objects.exists()


def test_writing_again_to_a_faulty_address_is_seen_and_leaves_all_the_same(settings):
    operations.record_bounce(left(settings).message_id, status="5.1.1")
    again = left(settings, key="ack:2", to_address="Malika.Benhaddou@courriel.example ")
    assert again.to_faulty_address
    assert "Joignez la personne autrement" in queries.address_alarm(town().pk, ADDRESS)
    assert queries.address_alarm(town().pk, "autre@courriel.example") == ""


def test_an_address_that_works_again_is_cleared(settings):
    operations.record_bounce(left(settings).message_id, status="5.1.1")
    assert operations.clear_address(town().pk, ADDRESS.upper(), by=Actor.system("test"))
    assert not operations.clear_address(town().pk, ADDRESS, by=Actor.system("test"))
    assert not envelope("ack:2").to_faulty_address


def test_faults_of_many_addresses_cost_one_query(settings, django_assert_num_queries):
    operations.record_bounce(left(settings).message_id, status="5.1.1")
    commune_id = town().pk
    with django_assert_num_queries(1):
        found = queries.faulty_addresses(
            commune_id, [f"p{number}@b.example" for number in range(30)] + [ADDRESS.title()]
        )
    assert list(found) == [ADDRESS.title()]


@pytest.mark.parametrize(("text", "status"), [("550-5.1.1 x", "5.1.1"), ("2.0.0 ok", "2.0.0"), ("10.5.1.1.7", "")])
def test_the_number_of_a_reply(text, status):
    assert bounces.status_in(text) == status
