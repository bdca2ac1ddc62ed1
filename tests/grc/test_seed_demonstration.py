import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User
from core.actor import Actor
from core.models import Commune
from organisation.access import access_of
from organisation.models import Place, Service, Street, Ward
from procedures.models import Procedure

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(capsys):
    call_command("seed_demonstration", "--sans-demandes")
    return Commune.objects.current()


def test_the_town_has_services_places_streets_wards_and_a_map(town):
    codes = set(Service.objects.values_list("code", flat=True))
    assert codes == {"etat-civil", "citoyennete", "accueil", "guichet-unique", "voirie", "ccas"}
    assert Ward.objects.count() == 6 and Street.objects.count() > 60 and Place.objects.count() >= 4
    assert {feature["properties"]["kind"] for feature in town.map_layer["features"]} >= {"ward", "street", "water"}
    assert Procedure.objects.filter(code="acte-etat-civil", current__isnull=False).exists()


def test_everything_laid_down_passes_its_own_checks(town):
    for model in (Commune, Service, Place, Ward, Street, User):
        for row in model.objects.all():
            row.full_clean()


def test_the_cast_holds_its_roles(town):
    yanis = User.objects.get(email="yanis.benali@admiville.example")
    thomas = User.objects.get(email="thomas.rouvier@admiville.example")
    voirie, ccas = Service.objects.get(code="voirie"), Service.objects.get(code="ccas")
    assert access_of(Actor.agent(yanis.pk)).service_ids == {voirie.pk}
    assert access_of(Actor.agent(thomas.pk)).confidential_ids == {ccas.pk}
    assert yanis.check_password("Admiville-2026!")


def test_the_administrator_has_a_known_device_and_no_service(town):
    admin = User.objects.get(email="admin@admiville.example")
    assert admin.is_staff and admin.check_password("Administration-2026!")
    assert TOTPDevice.objects.get(user=admin).confirmed
    assert not access_of(Actor.agent(admin.pk)).service_ids


def test_run_again_it_adds_nothing_and_changes_nothing(town, capsys):
    Service.objects.filter(code="voirie").update(phone="01 99 00 99 99")
    before = [model.objects.count() for model in (User, Service, Street, TOTPDevice, Procedure)]
    call_command("seed_demonstration", "--sans-demandes")
    assert [model.objects.count() for model in (User, Service, Street, TOTPDevice, Procedure)] == before
    assert Service.objects.get(code="voirie").phone == "01 99 00 99 99"


def test_it_is_refused_in_production(settings):
    settings.GRC_MODE = "production"
    with pytest.raises(CommandError, match="production"):
        call_command("seed_demonstration")
    assert not User.objects.exists()
