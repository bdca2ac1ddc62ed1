import pytest

from citizens.operations import identify
from core.actor import Actor
from core.models import Commune

MALIKA = {"family_name": "Benhaddou", "first_names": "Malika", "email": "malika.benhaddou@courriel.example"}


@pytest.fixture
def commune(db) -> Commune:
    return Commune.objects.create(name="Admiville", slug="admiville", insee_code="99001", postcode="99000")


@pytest.fixture
def meet(commune):
    """`meet(**details)` identifies a person; without details, Malika Benhaddou."""

    def _meet(**details):
        return identify(**({"commune_id": commune.pk, "by": Actor.anonymous()} | (details or MALIKA)))

    return _meet
