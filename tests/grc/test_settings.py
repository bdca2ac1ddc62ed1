"""What the settings take from outside, and what they refuse."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from grc import environment

RANDOM = "kq83Hs-0aLmZ72_pTgYwQe5vXcRb9NfUdJ1iO4"


def test_a_database_address_becomes_the_dictionary_of_django():
    found = environment.database("postgresql://grc:a%40b@db.example:5433/admiville?sslmode=require")
    assert (found["NAME"], found["USER"], found["PASSWORD"]) == ("admiville", "grc", "a@b")
    options = {"connect_timeout": "5", "sslmode": "require"}
    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == ("db.example", "5433", options)


def test_another_kind_of_database_is_refused():
    with pytest.raises(ImproperlyConfigured, match="postgresql://"):
        environment.database("sqlite:///grc.db")


@pytest.mark.parametrize("weak", ["", "changeme", "a" * 60, "django-insecure-" + RANDOM, "abcd" * 15])
def test_a_weak_or_known_key_is_refused(monkeypatch, weak):
    monkeypatch.setenv("SECRET_KEY", weak)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        environment.required_key("SECRET_KEY")


def test_a_key_drawn_at_random_is_taken(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", RANDOM)
    assert environment.required_key("SECRET_KEY") == RANDOM


def test_a_secret_may_come_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text(RANDOM + "\n")
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))
    assert environment.value("SECRET_KEY") == RANDOM


def test_an_unknown_mode_is_refused(monkeypatch):
    monkeypatch.setenv("GRC_MODE", "essai")
    with pytest.raises(ImproperlyConfigured, match="essai"):
        environment.mode()


@pytest.mark.django_db
def test_the_tests_run_on_a_real_postgresql():
    assert connection.vendor == "postgresql"
