import pytest

from core.actor import Actor
from core.models import Commune
from files import policies
from files.operations import scan, store
from tests.files import documents


@pytest.fixture
def commune(db) -> Commune:
    return Commune.objects.create(name="Admiville", slug="admiville", insee_code="99001", postcode="99000")


@pytest.fixture
def agent() -> Actor:
    return Actor.agent(7)


@pytest.fixture
def citizen() -> Actor:
    return Actor.citizen(3)


@pytest.fixture
def keep(commune, citizen):
    """`keep(content, name)` files a document of request 12."""

    def _keep(content=None, name="livret.pdf", **options):
        options = {"owner_kind": "request", "owner_id": 12, "by": citizen} | options
        return store(documents.pdf() if content is None else content, name=name, commune_id=commune.pk, **options)

    return _keep


@pytest.fixture
def scanned(keep, settings, django_capture_on_commit_callbacks):
    """A file that the demonstration antivirus found clean."""
    settings.FILES_SCANNER = "demo"

    def _scanned(*args, **options):
        stored = keep(*args, **options)
        with django_capture_on_commit_callbacks(execute=True):
            scan(stored.pk)
        stored.refresh_from_db()
        return stored

    return _scanned


@pytest.fixture
def readers(monkeypatch):
    """Policies of this test only: agent 7 and the holder of the link of request 12 read what request 12 owns."""
    monkeypatch.setattr(policies, "_readers", dict(policies._readers))

    def can_read(actor, stored):
        return stored.owner_id == 12 and (actor.user_id == 7 or actor.request_id == 12)

    policies.register("request", can_read)
    return can_read
