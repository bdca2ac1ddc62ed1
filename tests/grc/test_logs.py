"""Logs never hold personal data."""

import logging

import pytest

from grc.logs import Impersonal, masked


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        ("mail à malika.benhaddou@courriel.example refusé", "malika"),
        ("Not Found: /suivi/wK3vN8s2LqT0aZbY7cXd/", "wK3vN8s2LqT0aZbY7cXd"),
        ("Not Found: /suivi/1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f/", "1a2b3c4d"),
        ("Bad Request: /recherche/?q=divorce", "divorce"),
        ("appel du 06 12 34 56 78", "06 12"),
        ("appel du +33612345678", "612345678"),
    ],
)
def test_what_names_a_person_or_opens_a_file_is_masked(line, secret):
    assert secret not in masked(line)


@pytest.mark.parametrize("line", ["outbox delivery 42 failed", "GET /demarches/acte-naissance/ 200", "Worker ready"])
def test_what_serves_the_operator_stays(line):
    assert masked(line) == line


def test_arguments_are_masked_like_the_message():
    record = logging.LogRecord("x", logging.INFO, "f.py", 1, "refused %s", ("a@b.example",), None)
    assert Impersonal().filter(record)
    assert "a@b" not in record.getMessage()
