"""SPF read as receivers read it."""

import base64

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from messaging.conf import Conf
from messaging.rules import spf
from messaging.rules.sending_domain import check_dkim

WORLD = {
    ("ville.example", "TXT"): ["v=spf1 include:relais.example a:mail.ville.example/30 mx ~all"],
    ("relais.example", "TXT"): ["v=spf1 ip4:203.0.113.0/24 ip6:2001:db8::/32 -all"],
    ("mail.ville.example", "A"): ["198.51.100.4"],
    ("ville.example", "MX"): ["10 mx.ville.example."],
    ("mx.ville.example", "A"): ["192.0.2.77"],
    ("redirige.example", "TXT"): ["v=spf1 redirect=relais.example"],
    ("refuse.example", "TXT"): ["v=spf1 -ip4:203.0.113.9 include:relais.example -all"],
    ("douze.example", "TXT"): ["v=spf1 " + " ".join(f"a:h{number}.example" for number in range(12)) + " -all"],
}


def ask(name, kind):
    return WORLD.get((name, kind), [])


@pytest.mark.parametrize(
    ("address", "domain", "expected"),
    [
        ("203.0.113.200", "ville.example", True),
        ("2001:db8::25", "ville.example", True),
        ("198.51.100.6", "ville.example", True),
        ("192.0.2.77", "ville.example", True),
        ("192.0.2.78", "ville.example", False),
        ("203.0.113.1", "redirige.example", True),
        ("203.0.113.9", "refuse.example", False),
        ("203.0.113.8", "refuse.example", True),
    ],
)
def test_an_address_passes_where_the_record_says_so(address, domain, expected):
    assert spf.passes(address, domain, ask) is expected


def test_a_record_that_asks_too_much_is_bad():
    with pytest.raises(spf.BadRecord):
        spf.passes("192.0.2.1", "douze.example", ask)


def test_a_redirection_to_a_closed_record_is_closed():
    assert spf.is_closed("v=spf1 redirect=relais.example", ask)
    assert not spf.is_closed("v=spf1 ?all", ask)
    assert not spf.is_closed("v=spf1 a mx", ask)


def test_the_published_key_must_be_the_one_that_signs():
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    der = private.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    known = Conf(dkim_domain="ville.example", dkim_selector="grc", dkim_private_key=pem)
    published = {"good": "v=DKIM1; p=" + base64.b64encode(der).decode(), "other": "v=DKIM1; p=QUJD"}
    assert check_dkim("ville.example", known, lambda name, kind: [published["good"]]).passed
    assert not check_dkim("ville.example", known, lambda name, kind: [published["other"]]).passed
    assert not check_dkim("ville.example", known, lambda name, kind: []).passed
