"""A town starts with a mailbox for its own address and one a service."""

import pytest

from channels_app.models import Mailbox
from channels_app.operations import open_mailboxes
from core.models import Commune
from tests.builders import make_town

pytestmark = pytest.mark.django_db


def test_the_towns_address_is_the_main_one_and_each_service_has_its_own():
    commune = make_town()
    Commune.objects.filter(pk=commune.pk).update(email="mairie@admiville.example")
    assert [open_mailboxes(commune.pk), open_mailboxes(commune.pk)] == [6, 0]
    main = Mailbox.objects.main(commune.pk)
    assert (main.address, main.service.code, main.host) == ("mairie@admiville.example", "accueil", "")
    assert Mailbox.objects.at("Voirie@admiville.example").service.code == "voirie"
    assert not Mailbox.objects.to_fetch().exists()
