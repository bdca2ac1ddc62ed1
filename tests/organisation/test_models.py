import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from organisation.models import LegalEntity, Place, Street, Ward
from tests.organisation.builders import EAST, make_agent, make_commune, make_service, make_street, make_ward

pytestmark = pytest.mark.django_db


def sentences(caught) -> str:
    return " ".join(caught.value.messages)


def test_two_services_cannot_share_a_code():
    service = make_service()
    twin = make_service("autre")
    twin.code = service.code
    with pytest.raises(ValidationError) as refused:
        twin.full_clean()
    assert "porte déjà ce code" in sentences(refused)


def test_a_service_cannot_depend_on_itself_even_from_afar():
    top, low = make_service("haut", phone="1", email="a@b.fr"), make_service("bas")
    low.parent = top
    low.save(update_fields=["parent"])
    top.parent = low
    with pytest.raises(ValidationError, match="lui-même"):
        top.clean()


def test_a_service_keeps_to_its_commune():
    service, elsewhere = make_service(), make_service(commune=make_commune("ingeville", "Ingeville"))
    service.legal_entity = elsewhere.legal_entity
    with pytest.raises(ValidationError, match="autre commune"):
        service.clean()


def test_a_commune_has_one_entity_of_its_own_and_a_siret_of_14_digits():
    service = make_service()
    second = LegalEntity(commune=service.commune, kind="commune", name="Bis", siret="123")
    with pytest.raises(ValidationError) as refused:
        second.validate_constraints()
    assert "déjà son entité juridique" in sentences(refused) and "14 chiffres" in sentences(refused)


@pytest.mark.parametrize("polygon", [None, {}, {"type": "Point", "coordinates": [1, 2]}, "x", {"type": "Polygon"}, [1]])
def test_a_ward_needs_a_polygon(polygon):
    with pytest.raises(ValidationError) as refused:
        Ward(commune=make_commune(), code="x", name="X", polygon=polygon).full_clean()
    assert "polygon" in refused.value.message_dict


def test_the_same_street_written_otherwise_is_the_same_street():
    make_street("avenue de la Gare")
    with pytest.raises(ValidationError, match="déjà dans la liste"):
        Street(commune=make_commune(), name="Av. de la gare", postcode="99000").full_clean()


def test_a_place_has_both_coordinates_or_none():
    with pytest.raises(ValidationError, match="ou aucune des deux"):
        Place(commune=make_commune(), name="X", lat=46.6).validate_constraints()


def test_accounts_and_roles_show_no_name_in_the_log_of_changes():
    agent = make_agent()
    assert "Anne" not in str(agent) and "Blanc" not in str(agent) and "@" not in str(agent)


def test_an_agent_who_must_stay_anonymous_signs_otherwise():
    agent = User(first_name="Anne", last_name="Blanc", anonymised_as="Agent 4127")
    assert (agent.display_name, agent.signature_name, agent.initials) == ("Anne Blanc", "Agent 4127", "AB")


def test_two_spellings_of_an_address_are_one_account():
    make_agent("a@admiville.example")
    with pytest.raises(ValidationError):
        User(email="A@admiville.example", first_name="A", last_name="B", password="x").full_clean()


def test_a_ward_keeps_its_streets_when_removed():
    ward = make_ward("Est", EAST)
    street = make_street("rue du Stade", ward)
    ward.delete()
    street.refresh_from_db()
    assert street.ward is None
