import pytest

from organisation.queries import suggest_streets
from tests.organisation.builders import make_commune, make_street

pytestmark = pytest.mark.django_db
NAMES = ["rue des Tanneurs", "rue du Tannage", "avenue Élise-Tanner", "rue de l’Écluse", "place du Marché"]


@pytest.fixture
def town():
    commune = make_commune()
    for name in NAMES:
        make_street(name)
    return commune


def test_the_number_is_kept_and_the_label_is_a_whole_address(town):
    assert suggest_streets(town, "14 rue des tan")[0] == "14 rue des Tanneurs, 99000 Admiville"
    assert suggest_streets(town, "14 bis, rue des Tan")[0] == "14 bis rue des Tanneurs, 99000 Admiville"


def test_accents_and_case_do_not_matter(town):
    assert suggest_streets(town, "ecluse") == ["rue de l’Écluse, 99000 Admiville"]
    assert suggest_streets(town, "ÉLISE") == ["avenue Élise-Tanner, 99000 Admiville"]


def test_names_that_begin_so_come_before_words_that_begin_so(town):
    assert suggest_streets(town, "rue")[0].startswith("rue de l’Écluse")
    found = suggest_streets(town, "tann")
    assert {label.split(",")[0] for label in found} >= {"rue des Tanneurs", "rue du Tannage", "avenue Élise-Tanner"}


def test_streets_that_only_share_their_type_are_not_close(town):
    make_street("rue des Acacias")
    assert suggest_streets(town, "rue des zébus") == []


def test_a_slip_of_the_fingers_still_finds(town):
    assert suggest_streets(town, "rue des Taneurs")[0] == "rue des Tanneurs, 99000 Admiville"
    assert suggest_streets(town, "place du marhcé")[0] == "place du Marché, 99000 Admiville"


@pytest.mark.parametrize("text", ["", "r", "14", "  ", "%", "zzzzzz", "x" * 5000])
def test_nothing_sensible_gives_nothing(town, text):
    assert suggest_streets(town, text) == []


def test_no_more_than_asked(town):
    assert len(suggest_streets(town, "rue", limit=2)) == 2
