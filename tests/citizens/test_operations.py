"""What may be written on a card, and what is refused, each with its sentence."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from citizens import mandates
from citizens.duplicates import probable_duplicates
from citizens.enums import AlertKind, Need, PartyKind
from citizens.operations import (
    add_contact,
    add_organisation_contact,
    create_person,
    end_alert,
    end_organisation_contact,
    give_consent,
    give_mandate,
    raise_alert,
    revoke_mandate,
    update_person,
    withdraw_consent,
)
from citizens.reading import person_card
from core import calendar
from core.actor import Actor
from core.errors import Forbidden, Refused, Stale
from core.models import AccessTrailEntry, OutboxEvent
from organisation import access
from organisation.enums import Role
from tests.builders import actor, make_agent, make_citizen, make_town

BY = Actor.system("test")
LATER = dt.date(2030, 1, 1)


@pytest.fixture
def reception(db) -> Actor:
    make_town()
    return actor(make_agent("accueil", Role.COUNTER))


def person(family_name="Roux", by=BY, **more):
    return create_person(commune_id=make_town().pk, family_name=family_name, by=by, **more)


def today() -> dt.date:
    return calendar.today(make_town())


def test_two_fields_suffice(reception):
    made = person("Roux", by=reception, phone="06 39 98 01 12")
    assert made.display_name == "Roux"
    assert made.contact_points.get().normalised == "+33639980112"


WRONG = {
    "nom": {"family_name": "  "},
    "n’existe pas": {"phone": "12"},
    "incomplète": {"email": "malika(at)courriel"},
    "futur": {"birth_date": dt.date(2126, 1, 1)},
    "ancienne": {"birth_date": dt.date(1492, 1, 1)},
    "SIRET": {"kind": "firm", "registration": "12345678901234"},
    "Seule une association": {"registration": "W991000123"},
    "personne, d’une association": {"kind": "robot"},
    "pas de date": {"kind": "association", "birth_date": dt.date(1990, 1, 1)},
}


@pytest.mark.parametrize("sentence", WRONG)
def test_what_cannot_be_is_refused_with_a_sentence(db, sentence):
    with pytest.raises(Refused, match=sentence):
        person(**WRONG[sentence])


def test_a_firm_is_named_and_registered_and_its_contacts_are_people(reception):
    firm = person("Boulangerie du Port", kind=PartyKind.FIRM, registration="732 829 320 00074")
    assert firm.registration == "73282932000074"
    baker = person("Roux")
    contact = add_organisation_contact(firm.pk, person_id=baker.pk, role="gérante", by=reception)
    assert person_card(firm.pk, reception).members == person_card(baker.pk, reception).organisations == [contact]
    with pytest.raises(Refused, match="personne"):
        add_organisation_contact(firm.pk, person_id=person("Club", kind="association").pk, by=reception)
    end_organisation_contact(contact.pk, by=reception)
    assert not person_card(firm.pk, reception).members


def test_an_edit_on_an_old_page_is_stale_and_changes_nothing(reception):
    made = person()
    update_person(made.pk, revision=0, needs=[Need.INTERPRETER], language="ar", by=reception)
    with pytest.raises(Stale):
        update_person(made.pk, revision=0, language="tr", by=reception)
    card = person_card(made.pk, reception)
    assert (card.needs, card.language) == (["interprète"], "arabe")


@pytest.mark.parametrize(
    "fields", [{"family_name": ""}, {"needs": ["fauteuil"]}, {"language": "??"}, {"civility": "duc"},
               {"preferred_channel": "pigeon"}, {"birth_date": dt.date(2126, 1, 1)}]
)  # fmt: skip
def test_an_edit_that_cannot_be_is_refused(db, fields):
    with pytest.raises(Refused):
        update_person(person().pk, by=BY, **fields)


def test_a_mandate_has_an_end_and_both_are_told(reception):
    mother, son = person("Roux"), person("Roux", first_names="Luc")
    with pytest.raises(Refused, match="jusqu’à quel jour"):
        give_mandate(principal_id=mother.pk, mandatary_id=son.pk, until_on=None, by=reception)
    with pytest.raises(Refused, match="soi-même"):
        give_mandate(principal_id=mother.pk, mandatary_id=mother.pk, until_on=LATER, by=reception)
    with pytest.raises(Refused, match="quelle famille"):
        give_mandate(principal_id=mother.pk, mandatary_id=son.pk, until_on=LATER, scope="family", by=reception)
    given = give_mandate(
        principal_id=mother.pk, mandatary_id=son.pk, until_on=LATER, scope="family", family="etat-civil", by=reception
    )
    assert mandates.acting_for(son, today()) == person_card(mother.pk, reception).mandates_given == [given]
    assert mandates.covers(given, procedure="acte", family="etat-civil", on=today())
    assert not mandates.covers(given, procedure="acte", family="voirie", on=today())
    for _twice in range(2):
        given = revoke_mandate(given.pk, by=reception)
    assert mandates.acting_for(son, today()) == []
    assert not mandates.covers(given, procedure="acte", family="etat-civil", on=today())
    assert OutboxEvent.objects.filter(name="mandate.given").count() == 1
    assert OutboxEvent.objects.filter(name="mandate.revoked").count() == 1


def test_an_alert_is_of_the_list_has_an_author_and_an_end(reception):
    made = person()
    for kind, until in (("violent", LATER), (AlertKind.HOMONYM, None), (AlertKind.HOMONYM, dt.date(2020, 1, 1))):
        with pytest.raises(Refused):
            raise_alert(made.pk, kind=kind, until_on=until, by=reception)
    soon = today() + dt.timedelta(days=30)
    alert = raise_alert(made.pk, kind=AlertKind.HOMONYM, until_on=soon, by=reception)
    assert raise_alert(made.pk, kind=AlertKind.HOMONYM, until_on=today(), by=reception) == alert
    assert [one.author_id for one in person_card(made.pk, reception).alerts] == [reception.user_id]
    end_alert(alert.pk, by=reception)
    assert not person_card(made.pk, reception).alerts
    with pytest.raises(Refused, match="un an"):
        raise_alert(made.pk, kind=AlertKind.HOMONYM, until_on=today() + dt.timedelta(days=400), by=reception)


def test_a_consent_is_withdrawn_as_easily_as_given(db):
    made = person()
    first = give_consent(made.pk, purpose="lettre", text_version="1", by=BY)
    assert give_consent(made.pk, purpose="lettre", text_version="1", by=BY) == first
    assert give_consent(made.pk, purpose="lettre", text_version="2", by=BY) != first
    assert [withdraw_consent(made.pk, purpose="lettre", by=BY) for _twice in range(2)] == [1, 0]


def test_technicians_read_and_others_do_not_even_read(db):
    made = person()
    technician = actor(make_agent("voirie", Role.TECHNICIAN))
    assert person_card(made.pk, technician).can_edit is False
    with pytest.raises(Forbidden):
        add_contact(made.pk, kind="phone", value="0639980112", by=technician)
    for nobody in (actor(make_agent("voirie", Role.DPO)), Actor.link_holder(1), Actor.anonymous()):
        with pytest.raises(Forbidden):
            person_card(made.pk, nobody)


def test_a_shared_phone_is_counted_and_two_people_stay_two(reception):
    mother = make_citizen("Haddad", "Nadia", phone="0639980112", email="")
    make_citizen("Haddad", "Yanis", phone="0639980112", email="")
    phone = person_card(mother.pk, reception).contacts[0]
    assert phone.shared_words == "partagé avec 1 personne"
    assert not probable_duplicates(mother, by=reception)


def test_probable_duplicates_say_why(reception):
    born = dt.date(1991, 11, 23)
    one = person("Lefebvre", first_names="Michaël", birth_date=born, phone="0639983371")
    two = person("Lefèvre", first_names="Mickaël", birth_date=born, phone="0639983371")
    person("Lefebvre", first_names="Paul", phone="0639983371")
    (found,) = probable_duplicates(one, by=reception)
    assert found.citizen == two
    assert found.reasons == ["Nom proche", "Même date de naissance", "Même téléphone"]


@pytest.fixture
def one_web_request():
    """The roles of the agent are read once, as in a page."""
    token = access._cache.set({})
    yield
    access._cache.reset(token)


def test_a_card_is_recorded_and_costs_the_same_for_one_or_twenty(reception, one_web_request):
    made = person(phone="0639980112")
    access.access_of(reception)
    alone = _cost(made, reception)
    for number in range(20):
        add_contact(made.pk, kind="phone", value=f"06399801{number:02d}", by=BY)
        person(first_names=f"Jean{number}", phone=f"06399801{number:02d}")
    assert _cost(made, reception) == alone <= 30
    assert AccessTrailEntry.objects.filter(subject_kind="citizen", subject_ref=str(made.pk), verb="read").count() == 2


def _cost(made, by) -> int:
    with CaptureQueriesContext(connection) as captured:
        person_card(made.pk, by)
    return len(captured)
