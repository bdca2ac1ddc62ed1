"""DKIM: what reaches the wire verifies, with the key that the domain publishes."""

import base64

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from messaging.enums import DispatchState
from messaging.tasks import send_dispatches
from tests.messaging.envelopes import LETTER, VARIABLES, PostOffice, open_office, prepared

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def key():
    """(private key in PEM, the record that publishes it)"""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return pem.decode(), b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


class RawOffice(PostOffice):
    """Keeps the very bytes."""

    raw: bytes = b""

    async def handle_DATA(self, server, session, envelope):
        self.raw = envelope.original_content
        return await super().handle_DATA(server, session, envelope)


def sent(settings, key, *, domain="admiville.example", **changes):
    settings.GRC_MESSAGING = {"dkim_domain": domain, "dkim_selector": "grc", "dkim_private_key": key[0]}
    dispatch = prepared(**changes)
    with open_office(settings, RawOffice()) as office:
        send_dispatches()
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.SENT
    return office.raw


def verifies(raw, record):
    def txt(name, timeout=5):
        assert name == b"grc._domainkey.admiville.example."
        return record

    return dkim.verify(raw, dnsfunc=txt)


LONG = VARIABLES | {"texte": "Été, œuvre, « Noël » — " * 60 + "\n.\nFrom ici, un point seul."}


@pytest.mark.parametrize(
    "changes",
    [
        {"attachments": [LETTER]},
        {"kind": "message", "template": "message-du-service", "variables": LONG},
        {
            "to_name": "Éléonore de La Rochefoucauld-Montmorency, née d’Ussé " * 3,
            "in_reply_to": f"<{'a' * 200}@b.example>",
        },
    ],
)
def test_a_signed_mail_verifies_as_it_reaches_the_wire(settings, key, changes):
    raw = sent(settings, key, **changes)
    assert verifies(raw, key[1])
    assert all(byte < 128 for byte in raw)


def test_a_changed_word_no_longer_verifies(settings, key):
    raw = sent(settings, key)
    assert not verifies(raw.replace(b"2026-042317", b"2026-042318"), key[1])
    assert not verifies(raw.replace(b"etat-civil@", b"etat-civiL@"), key[1])


def test_another_domain_is_not_signed_in_our_name(settings, key):
    assert b"DKIM-Signature" not in sent(settings, key, domain="autre.example")


def test_without_a_key_the_relay_signs(settings):
    assert b"DKIM-Signature" not in sent(settings, ("", b""))


def test_a_key_that_cannot_be_read_makes_mails_wait_and_says_so(settings):
    settings.GRC_MESSAGING = {"dkim_domain": "admiville.example", "dkim_selector": "grc", "dkim_private_key": "non"}
    dispatch = prepared()
    with open_office(settings, PostOffice()) as office:
        send_dispatches()
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.RETRY
    assert "DKIM" in dispatch.last_error
    assert office.received == []
