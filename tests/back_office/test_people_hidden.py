"""What does not exist for an agent is on none of the pages « Usagers »: veiled people, protected addresses, secrets."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import User
from citizens.models import Citizen
from citizens.operations import give_mandate, identify, merge_people, protect_address
from organisation.enums import Role
from organisation.models import Service
from procedures.models import Procedure
from requests_app.models import ServiceRequest
from tests.back_office.pages import text_of
from tests.builders import SYSTEM, make_agent, make_citizen, make_request, make_town

pytestmark = pytest.mark.django_db
HOME, UNTIL = "3 rue du Port, 99000 Admiville", dt.date(2030, 1, 1)
SEES = {
    ("accueil", (Role.COUNTER,)): False,
    ("accueil", (Role.COUNTER, Role.CONFIDENTIAL)): False,
    ("etat-civil", (Role.HANDLER, Role.CONFIDENTIAL)): False,
    ("ccas", (Role.HANDLER,)): False,
    ("ccas", (Role.MANAGER,)): False,
    ("ccas", (Role.HANDLER, Role.CONFIDENTIAL)): True,
}


def veiled(name: str = "Kervella", **more) -> Citizen:
    """Known by a confidential request of the CCAS alone."""
    known = {"family_name": name, "first_names": "Solène", "email": "solene@courriel.example", "by": SYSTEM}
    citizen = identify(commune_id=make_town().pk, confidential=True, **(known | more))
    made = make_request("signalement-voirie", citizen=citizen)
    ServiceRequest.objects.filter(pk=made.pk).update(confidential=True, service=Service.objects.get(code="ccas"))
    return citizen


def page(citizen) -> str:
    return reverse("back_office:person", args=[citizen.public_id])


@pytest.mark.parametrize(("who", "found"), SEES.items())
def test_a_veiled_person_exists_for_who_sees_their_request_alone(sign_in, who, found):
    hidden, known = veiled(), make_citizen()
    client = sign_in(make_agent(who[0], *who[1]))
    assert (client.get(page(hidden)).status_code == 200) is found
    assert ("Solène" in text_of(client.get("/agents/usagers/", {"q": "kervella"}))) is found
    picked = client.get(page(known), {"faire": "mandat", "avec": "kervella"})
    assert ("Solène" in text_of(picked)) is found
    merge = reverse("back_office:people_merge", args=[known.public_id, hidden.public_id])
    assert (client.get(merge).status_code == 200) is found
    act = reverse("back_office:person_act", args=[hidden.public_id, "coordonnee"])
    if not found:
        missing = page(known).replace(str(known.public_id), "00000000-0000-4000-8000-000000000000")
        assert client.get(page(hidden)).content == client.get(missing).content
        assert client.post(act, {"kind": "phone", "value": "0639980101"}).status_code == 404


def test_nothing_tells_of_a_veiled_mandatary_nor_of_a_veiled_merge(sign_in):
    known, hidden, again = make_citizen(), veiled(), veiled("Le Goff", email="legoff@courriel.example")
    give_mandate(principal_id=known.pk, mandatary_id=hidden.pk, until_on=UNTIL, by=SYSTEM)
    merge_people(kept_id=known.pk, merged_id=again.pk, reason="secret", by=SYSTEM)
    told = text_of(sign_in(make_agent("accueil", Role.COUNTER)).get(page(known)))
    assert "Aucun mandat en cours" in told
    assert not [word for word in ("Kervella", "Le Goff", "secret", "legoff", "Fiches réunies") if word in told]
    social = text_of(sign_in(make_agent("ccas", Role.HANDLER, Role.CONFIDENTIAL)).get(page(known)))
    assert "Solène Kervella" in social
    assert "Le Goff" in social


def test_a_birth_date_known_confidentially_is_on_no_page(sign_in):
    person = make_citizen(birth_date=None)
    identify(
        commune_id=person.commune_id, family_name="Benhaddou", first_names="Malika", birth_date=dt.date(1987, 4, 12),
        email="malika.benhaddou@courriel.example", confidential=True, by=SYSTEM,
    )  # fmt: skip
    client = sign_in(make_agent("accueil", Role.COUNTER))
    for path in (page(person), f"{page(person)}?faire=identite", "/agents/usagers/?q=benhaddou"):
        assert "1987" not in text_of(client.get(path)), path
    assert "1987" not in client.get(f"{page(person)}?faire=identite").content.decode().replace('12/04/1987"', "")


def test_a_mandate_for_a_confidential_procedure_is_for_who_may_see_it(sign_in):
    person, other = make_citizen(), make_citizen("Petit", "Karim", email="", phone="0639980101")
    secret = Procedure.objects.get(code="aide-ccas")
    codes = {"scope": "procedure", "procedure": secret.code}
    give_mandate(principal_id=person.pk, mandatary_id=other.pk, until_on=UNTIL, by=SYSTEM, **codes)
    chosen = f"{page(person)}?faire=mandat&autre={other.public_id}"
    reception = sign_in(make_agent("accueil", Role.COUNTER))
    assert "Aucun mandat en cours" in text_of(reception.get(page(person)))
    assert f"demarche:{secret.code}" not in reception.get(chosen).content.decode()
    social = sign_in(make_agent("ccas", Role.HANDLER, Role.CONFIDENTIAL))
    assert secret.short_title in text_of(social.get(page(person)))
    assert f"demarche:{secret.code}" in social.get(chosen).content.decode()


def holder() -> User:
    return make_agent("etat-civil", Role.HANDLER)


def test_a_protected_address_is_shown_to_the_named_agents_alone_on_every_page(sign_in):
    named = holder()
    person, again = make_citizen(postal_address=HOME), make_citizen("Benhadou", "Malika", email="")
    made = make_request(citizen=person)
    protect_address(person.pk, keepers=[named.pk], by=SYSTEM)
    paths = [
        page(person),
        f"{page(person)}?faire=adresse",
        "/agents/usagers/?q=benhaddou",
        reverse("back_office:people_merge", args=[person.public_id, again.public_id]),
        reverse("back_office:request", args=[made.public_id]),
    ]
    for user, shown in ((named, True), (holder(), False)):
        client = sign_in(user)
        found = {path: "rue du Port" in text_of(client.get(path)) for path in paths if "adresse" not in path}
        assert set(found.values()) == {shown}, found
    stranger = sign_in(holder())
    assert "Adresse protégée" in text_of(stranger.get(page(person)))
    lift = reverse("back_office:person_act", args=[person.public_id, "montrer-adresse"])
    assert stranger.post(lift).status_code == 403
    assert sign_in(named).post(lift).status_code == 302
    assert not Citizen.objects.get(pk=person.pk).protected


def test_the_request_page_hides_contacts_known_confidentially(sign_in):
    person = make_citizen()
    made = make_request(citizen=person)
    identify(
        commune_id=person.commune_id, family_name="Benhaddou", first_names="Malika", phone="0639980155",
        email="malika.benhaddou@courriel.example", confidential=True, by=SYSTEM,
    )  # fmt: skip
    told = text_of(sign_in(holder()).get(reverse("back_office:request", args=[made.public_id])))
    assert "06 39 98 41 27" in told
    assert "06 39 98 01 55" not in told
