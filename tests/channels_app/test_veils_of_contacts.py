"""Who is known by a confidential contact or call alone exists for those who may read it, and for nobody else."""

from __future__ import annotations

import pytest

from channels_app.models import PhoneCall
from channels_app.operations import record_contact
from citizens.models import Citizen
from citizens.operations import identify
from core import calendar
from core.enums import Channel
from core.errors import Forbidden
from organisation.enums import Role
from tests.builders import actor, make_agent, make_town, service

pytestmark = pytest.mark.django_db


def veiled() -> Citizen:
    return identify(
        commune_id=make_town().pk, family_name="Le Goff", first_names="Anne", confidential=True, by=social()
    )


def social():
    return actor(make_agent("ccas", Role.HANDLER, Role.CONFIDENTIAL))


def contact(citizen: Citizen, by, of: str = "ccas"):
    return record_contact(
        channel=Channel.PHONE,
        service_id=service(of).pk,
        subject="Demande d’aide",
        outcome="directed",
        citizen_id=citizen.pk,
        confidential=True,
        by=by,
    )


def sees(by, citizen: Citizen) -> bool:
    return Citizen.objects.visible_to(by).filter(pk=citizen.pk).exists()


def test_a_confidential_contact_shows_its_person_to_the_service_alone():
    citizen, by = veiled(), social()
    assert not sees(by, citizen)
    made = contact(citizen, by)
    assert made.confidential
    assert sees(by, citizen)
    assert sees(social(), citizen)
    assert not sees(actor(make_agent("ccas", Role.HANDLER)), citizen)
    assert not sees(actor(make_agent("accueil", Role.COUNTER)), citizen)
    assert not sees(actor(make_agent("voirie", Role.HANDLER, Role.CONFIDENTIAL)), citizen)


def test_nobody_lifts_a_veil_by_recording_a_contact():
    citizen = veiled()
    contact(citizen, social())
    stranger = actor(make_agent("voirie", Role.HANDLER, Role.CONFIDENTIAL))
    with pytest.raises(Forbidden):
        contact(citizen, stranger, of="voirie")
    assert not sees(stranger, citizen)


def test_a_veiled_person_on_the_line_exists_for_who_answered():
    citizen, user = veiled(), make_agent("ccas", Role.HANDLER, Role.CONFIDENTIAL)
    PhoneCall.objects.create(commune=make_town(), call_id="c1", agent=user, citizen=citizen, started_at=calendar.now())
    assert sees(actor(user), citizen)
    assert not sees(actor(make_agent("voirie", Role.HANDLER, Role.CONFIDENTIAL)), citizen)
    assert not sees(actor(make_agent("accueil", Role.COUNTER)), citizen)
