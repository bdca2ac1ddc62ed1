"""Floods: one mailbox under many names is one, and a flood delays nobody else."""

import importlib

import pytest

from messaging import operations
from messaging.rules.addresses import address_key
from tests.messaging.envelopes import prepared

pytestmark = pytest.mark.django_db
claim_module = importlib.import_module("messaging.operations.claim")


def claimed() -> list[str]:
    return [dispatch.key for dispatch in operations.claim(100)]


def test_a_mailbox_under_many_names_gets_ten_notices_an_hour():
    for number in range(15):
        prepared(f"notice:{number}", kind="notice", to_address=f"Malika+{number}@courriel.example")
    assert len(claimed()) == 10


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("+33600000000@sms.example", "+33600000000@sms.example"),
        ("A+b@X.example", "a@x.example"),
        ("sans-arobase", "sans-arobase"),
        ("", ""),
    ],
)
def test_an_address_is_compared_without_its_label(address, key):
    assert address_key(address) == key


def test_a_flood_to_one_address_delays_nobody_else_for_long(monkeypatch):
    monkeypatch.setattr(claim_module, "_MOST_PUT_OFF", 10)
    for number in range(45):
        prepared(f"flood:{number}", kind="receipt", to_address="victime@courriel.example")
    prepared("other", kind="receipt", to_address="autre@courriel.example")
    turns = [claimed() for _turn in range(5)]
    assert "other" in [key for turn in turns for key in turn]
