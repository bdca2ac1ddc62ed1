"""Every address has a name and a guard: who may open it is written here, or the test fails."""

import uuid
from collections.abc import Iterator

import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

SAMPLES = {
    "uuid": uuid.UUID(int=7), "int": 7, "slug": "inconnu", "str": "inconnu", "path": "inconnu", "token": "inconnu",
}  # fmt: skip
# The citizens' pages are open: what they show of a request is guarded by the token or the code, tested in tests/portal.
OPEN_NAMESPACES = {"portal"}
OPEN = {"health"}
DEMONSTRATION_ONLY = {"mails", "mail", "mail_part", "mail_source"}
SIGN_IN = {
    *("back_office:sign_in", "back_office:sign_out", "back_office:second_factor"),
    "back_office:reset_password",  # its token is the key: tests/back_office/test_accounts.py
}
REFUSED = {301, 302, 403, 404, 405}


def patterns(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace == "admin":
                continue
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner)
        else:
            yield f"{namespace}{entry.name or ''}", entry


ADDRESSES = dict(patterns())


def test_every_address_has_a_name():
    nameless = [str(entry.pattern) for name, entry in patterns() if not name or name.endswith(":")]
    assert not nameless, f"Donner un name= à {nameless}"


def test_no_two_addresses_share_a_name():
    names = [name for name, _entry in patterns()]
    assert len(names) == len(set(names)), sorted(name for name in set(names) if names.count(name) > 1)


def address(name: str, entry: URLPattern) -> str:
    arguments = {}
    for key, converter in entry.pattern.converters.items():
        kind = next((kind for kind in SAMPLES if kind in type(converter).__name__.lower()), "str")
        arguments[key] = SAMPLES[kind]
    return reverse(name, kwargs=arguments)


def is_open(name: str) -> bool:
    return name.partition(":")[0] in OPEN_NAMESPACES or name in OPEN | DEMONSTRATION_ONLY | SIGN_IN


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(name for name in ADDRESSES if not is_open(name)))
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_of_the_agents_refuses_who_is_not_signed_in(client, name, method):
    try:
        where = address(name, ADDRESSES[name])
    except NoReverseMatch:
        pytest.fail(f"{name} : ajouter un exemple de valeur à SAMPLES pour ce convertisseur.")
    response = getattr(client, method)(where)
    assert response.status_code in REFUSED, f"{name} répond {response.status_code} sans connexion : poser une garde."
    if response.status_code == 302:
        assert "/agents/connexion/" in response["Location"], f"{name} renvoie vers {response['Location']}"


@pytest.mark.django_db
def test_the_administration_sends_who_is_not_signed_in_to_the_agents_door(client):
    response = client.get("/administration/")
    assert response.status_code == 302
    assert "/connexion/" in response["Location"] or "/login/" in response["Location"]
