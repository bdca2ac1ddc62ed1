import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.models import Commune
from messaging.models import MessageTemplate
from organisation.models import Service, Street
from organisation.seeds import ADMIVILLE
from procedures.models import Procedure

pytestmark = pytest.mark.django_db


def install(folder) -> str:
    out = StringIO()
    call_command("install_town", str(folder), stdout=out)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path):
    shutil.copy(ADMIVILLE / "town.yaml", tmp_path)
    return tmp_path


def test_a_town_without_a_map_can_open(folder):
    assert "Admiville est installée" in install(folder)
    assert Commune.objects.current().map_layer is None
    assert Service.objects.filter(code="etat-civil").exists()
    assert Procedure.objects.filter(is_system=True).count() == 1
    assert MessageTemplate.objects.filter(code="accuse-de-reception").exists()
    assert not Street.objects.exists()


def test_installing_twice_adds_nothing(folder):
    install(folder)
    before = (Service.objects.count(), Procedure.objects.count(), MessageTemplate.objects.count())
    install(folder)
    assert (Service.objects.count(), Procedure.objects.count(), MessageTemplate.objects.count()) == before


def test_a_folder_without_a_town_says_so(tmp_path):
    with pytest.raises(CommandError, match="town.yaml"):
        install(tmp_path)


def test_a_town_that_lacks_a_part_says_which(folder):
    (folder / "town.yaml").write_text("commune: {slug: x, name: X, insee_code: '1', postcode: '2'}")
    with pytest.raises(CommandError, match="legal_entities"):
        install(folder)
    assert not Commune.objects.exists()
