"""What comes in a confidential mailbox is so before anybody read it, even where nobody thought of saying so."""

import pytest

from channels_app.models import InboundEmail, Mailbox
from channels_app.operations import open_mailboxes, replay
from channels_app.policies import can_handle
from core.errors import Forbidden
from organisation.enums import Role
from procedures.models import Procedure
from requests_app.models import ServiceRequest
from tests.builders import actor, make_agent, make_town, service
from tests.channels_app.letters import mail, mailbox, receive

pytestmark = pytest.mark.django_db
CCAS = "ccas@admiville.example"


def test_the_mailbox_of_the_ccas_is_bound_to_its_procedure_and_no_other_is():
    commune = make_town()
    assert Procedure.objects.published().filter(service=service("ccas")).count() == 1
    open_mailboxes(commune.pk)
    bound = {box.address: box.procedure.code for box in Mailbox.objects.exclude(procedure=None)}
    assert bound == {service("ccas").email: "aide-ccas"}


@pytest.mark.parametrize("bound", [True, False])
def test_its_requests_exist_only_for_those_who_hold_the_right(bound):
    make_town()
    procedure = Procedure.objects.get(code="aide-ccas") if bound else None
    box = mailbox(CCAS, "ccas", procedure=procedure)
    taken = receive(mail("Je ne peux plus payer mon loyer."), at=box)
    assert taken.request.confidential
    plain, entrusted = make_agent("ccas"), make_agent("ccas", Role.HANDLER, Role.CONFIDENTIAL)
    assert not ServiceRequest.objects.visible_to(actor(plain)).exists()
    assert ServiceRequest.objects.visible_to(actor(entrusted)).get() == taken.request


def test_a_service_that_also_has_public_procedures_is_not_confidential_unless_its_mailbox_says_so():
    box = mailbox("voirie@admiville.example", "voirie")
    assert not box.is_confidential
    assert not receive(mail(), at=box).request.confidential
    Procedure.objects.filter(service=service("voirie")).update(confidential=True)
    Procedure.objects.filter(pk=Procedure.objects.filter(service=service("voirie")).first().pk).update(
        confidential=False
    )
    assert not box.is_confidential


def test_its_quarantine_exists_only_for_those_who_hold_the_right():
    box = mailbox(CCAS, "ccas")
    unread = receive(b"", at=box)
    assert unread.state == "quarantined"
    plain, entrusted = actor(make_agent("ccas")), actor(make_agent("ccas", Role.HANDLER, Role.CONFIDENTIAL))
    for agent, may in ((plain, False), (entrusted, True)):
        assert can_handle(agent, unread) is may
        assert InboundEmail.objects.visible_to(agent).filter(pk=unread.pk).exists() is may
    with pytest.raises(Forbidden):
        replay(unread.pk, by=plain)
