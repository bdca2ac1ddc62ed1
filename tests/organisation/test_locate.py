import pytest

from organisation.operations import locate
from tests.organisation.builders import EAST, WEST, make_commune, make_street, make_ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    commune = make_commune()
    west, east = make_ward("Nord", WEST), make_ward("Est", EAST)
    make_street("rue Jean-Moulin", west, [[2.42, 46.6], [2.44, 46.6]])
    make_street("rue des Tanneurs", west)
    make_street("rue du Port", west)
    make_street("rue du Port-Neuf", east)
    make_street("boulevard Voltaire", None)
    make_street("place du Général-Leclerc", east)
    return commune


@pytest.mark.parametrize(
    "address",
    [
        "27 rue Jean-Moulin",
        "27, RUE JEAN MOULIN",
        "27bis r. Jean-Moulin, 99000 Admiville",
        "Rue jean moulin",
        "jean-moulin",
    ]
    + ["devant l’école, 27 rue Jean‑Moulin", "place Jean-Moulin"],
)
def test_an_address_is_found_however_it_is_written(town, address):
    place = locate(town.pk, address=address)
    assert (place.street.name, place.ward.name) == ("rue Jean-Moulin", "Nord")
    assert place.reason == "rue Jean-Moulin, quartier Nord"


def test_the_longest_name_wins(town):
    assert locate(town.pk, address="3 rue du Port-Neuf").street.name == "rue du Port-Neuf"
    assert locate(town.pk, address="3 rue du Port").street.name == "rue du Port"


def test_abbreviations_are_understood(town):
    assert locate(town.pk, address="12 pl. du Gal Leclerc").street.name == "place du Général-Leclerc"
    assert locate(town.pk, address="4 bd Voltaire").street.name == "boulevard Voltaire"


def test_a_street_of_several_wards_is_found_without_ward_and_says_so(town):
    place = locate(town.pk, address="4 boulevard Voltaire")
    assert place.ward is None and place.street is not None
    assert "plusieurs quartiers" in place.reason


def test_the_point_decides_the_ward_and_names_the_nearest_street(town):
    place = locate(town.pk, lat=46.6001, lon=2.43)
    assert (place.ward.name, place.street.name) == ("Nord", "rue Jean-Moulin")
    assert place.reason == "point du plan, quartier Nord"
    assert locate(town.pk, lat=46.65, lon=2.43).street is None


def test_the_point_wins_over_the_words(town):
    assert locate(town.pk, lat=46.6, lon=2.48, address="27 rue Jean-Moulin").ward.name == "Est"


def test_a_point_out_of_town_falls_back_on_the_words(town):
    place = locate(town.pk, lat=48.85, lon=2.35, address="27 rue Jean-Moulin")
    assert place.ward.name == "Nord" and place.reason.startswith("point hors de la commune")
    assert locate(town.pk, lat=48.85, lon=2.35).reason == "point hors des quartiers de la commune"


@pytest.mark.parametrize(
    "address", ["", "   ", None, "rue", "12 rue de Nulle-Part", "x" * 5000, "%_\\'\"<script>", "de la"]
)
def test_an_unplaced_address_says_why_and_breaks_nothing(town, address):
    place = locate(town.pk, address=address)
    assert place.ward is None and place.street is None and not place.is_placed
    assert "adresse" in place.reason


def test_streets_of_another_commune_are_not_ours(town):
    other = make_commune("ingeville", "Ingeville")
    assert locate(other.pk, address="27 rue Jean-Moulin").street is None
