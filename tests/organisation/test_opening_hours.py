import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from organisation.queries import opening_sentence
from organisation.rules.opening_hours import open_now, read_days, read_ranges, validate_opening_hours
from tests.organisation.builders import make_commune

HOURS = [
    {"days": "Lundi au vendredi", "hours": "8 h 30 – 12 h et 13 h 30 – 17 h 30"},
    {"days": "Samedi", "hours": "9 h – 12 h"},
]
THURSDAY = dt.datetime(2026, 11, 19)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Lundi au vendredi", [0, 1, 2, 3, 4]),
        ("Mardi et jeudi", [1, 3]),
        ("samedi", [5]),
        ("Du lundi au jeudi", [0, 1, 2, 3]),
    ]
    + [("Lundi-mercredi, samedi", [0, 1, 2, 5]), ("Tous les jours", list(range(7))), ("sur rendez-vous", [])],
)
def test_days_are_read(text, days):
    assert read_days(text) == days


def test_hours_are_read():
    assert read_ranges("de 8h30 à 12h et de 13:30 à 17:30") == [
        (dt.time(8, 30), dt.time(12)),
        (dt.time(13, 30), dt.time(17, 30)),
    ]
    assert read_ranges("fermé") == [] and read_ranges("8 h – 25 h") == []


@pytest.mark.parametrize(
    ("day", "hour", "sentence"),
    [
        (0, (10, 0), "Ouvert aujourd’hui jusqu’à 12 h"),
        (0, (12, 0), "Ouvre aujourd’hui à 13 h 30"),
        (0, (17, 29), "Ouvert aujourd’hui jusqu’à 17 h 30"),
        (0, (17, 30), "Fermé. Ouvre demain à 8 h 30"),
        (0, (6, 0), "Ouvre aujourd’hui à 8 h 30"),
        (2, (13, 0), "Fermé. Ouvre lundi à 8 h 30"),
        (3, (13, 0), "Fermé. Ouvre demain à 8 h 30"),
    ],
)
def test_one_sentence_says_whether_one_can_come(day, hour, sentence):
    at = THURSDAY + dt.timedelta(days=day, hours=hour[0], minutes=hour[1])
    assert open_now(HOURS, at) == sentence


def test_a_public_holiday_is_closed_and_unknown_hours_say_nothing():
    assert open_now(HOURS, THURSDAY.replace(hour=10), public_holiday=True) == "Fermé. Ouvre demain à 8 h 30"
    assert open_now([], THURSDAY) == ""
    assert open_now([{"days": "Lundi", "hours": "Fermé"}], THURSDAY) == "Fermé"


@pytest.mark.django_db
def test_the_clock_is_the_one_of_the_commune():
    commune = make_commune()
    commune.opening_hours = HOURS
    winter = dt.datetime(2026, 11, 19, 16, 45, tzinfo=dt.UTC)
    assert opening_sentence(commune, commune, winter) == "Fermé. Ouvre demain à 8 h 30"
    armistice = dt.datetime(2026, 11, 11, 9, 0, tzinfo=dt.UTC)
    assert opening_sentence(commune, commune, armistice) == "Fermé. Ouvre demain à 8 h 30"


@pytest.mark.parametrize(
    "value",
    ["lundi", [{"days": "Lundi"}], [{"days": "Un jour", "hours": "9 h – 12 h"}], [{"days": "Lundi", "hours": "matin"}]]
    + [[{"days": "Lundi", "hours": "12 h – 9 h"}], [3], {"days": "Lundi", "hours": "9 h – 12 h"}],
)
def test_hours_the_machine_cannot_read_are_refused_at_save(value):
    with pytest.raises(ValidationError):
        validate_opening_hours(value)


def test_hours_as_the_seeds_write_them_are_accepted():
    validate_opening_hours([*HOURS, {"days": "Dimanche", "hours": "Fermé"}])
