"""Wrong settings of sending are told before the first mail."""

import pytest
from django.core.checks import run_checks

from messaging.rules.verdicts import SettingFault
from messaging.transports.backend import TokenBackend


def told(settings, **known):
    settings.GRC_MESSAGING = known
    return [message.id for message in run_checks() if str(message.id).startswith("messaging.")]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, []),
        ({"tires": 3}, ["messaging.E001"]),
        ({"auth": "kerberos"}, ["messaging.E002"]),
        ({"auth": "xoauth2"}, ["messaging.E003"]),
        ({"dkim_domain": "ville.example"}, ["messaging.E004"]),
        ({"dkim_domain": "v.example", "dkim_selector": "grc", "dkim_private_key": "non"}, ["messaging.E005"]),
    ],
)
def test_what_is_wrong_is_told(settings, known, expected):
    assert told(settings, **known) == expected


@pytest.mark.parametrize(
    ("host", "tls", "expected"),
    [("relais.example", False, ["messaging.W001"]), ("relais.example", True, []), ("127.0.0.1", False, [])],
)
def test_a_secret_in_clear_on_the_network_is_told(settings, host, tls, expected):
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = host, tls
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = "x"
    assert told(settings) == expected


def test_a_token_is_never_said_in_clear(settings):
    settings.EMAIL_HOST = "relais.example"
    settings.GRC_MESSAGING = {"auth": "xoauth2", "oauth_token_command": "echo jeton"}
    with pytest.raises(SettingFault, match="sans TLS"):
        TokenBackend().open()
