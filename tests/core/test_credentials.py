"""Secrets of mail servers: by name only; OAuth 2 tokens asked of a real HTTP server, kept, asked again."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from django.core.cache import cache

from core import credentials
from core.credentials import NoCredential

NAME = "GRC_MAIL_JETON"
CLIENT = {"client_id": "grc", "client_secret": "un-secret-de-client"}


class TokenServer(HTTPServer):
    """Answers what it is told; remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.asked: list[dict[str, str]] = []
        self.status, self.body, self.location = 200, b"{}", ""

    def says(self, status: int = 200, location: str = "", **told: object) -> None:
        self.status, self.location, self.body = status, location, json.dumps(told).encode()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/oauth2/token"


class _Answering(BaseHTTPRequestHandler):
    server: TokenServer

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append({key: found[0] for key, found in parse_qs(form).items()})
        self._answer()

    def do_GET(self) -> None:
        self.server.asked.append({"detour": self.path})
        self._answer()

    def _answer(self) -> None:
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_words: object) -> None:
        return None


@contextmanager
def token_server() -> Iterator[TokenServer]:
    with TokenServer() as running:
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield running
        finally:
            running.shutdown()


@pytest.fixture(autouse=True)
def forgotten() -> None:
    cache.clear()


@pytest.fixture
def server() -> Iterator[TokenServer]:
    with token_server() as running:
        yield running


@pytest.fixture
def told(server, monkeypatch):
    def write(**known: str) -> None:
        monkeypatch.setenv(NAME, json.dumps({"token_url": server.url, **CLIENT, **known}))

    return write


def test_a_refresh_token_gives_an_access_token_once_until_it_ends(server, told):
    told(refresh_token="de-longue-vie", scope="https://outlook.office.com/IMAP.AccessAsUser.All")
    server.says(access_token="ya29.a0-Af_~+/=", expires_in=3600)
    assert [credentials.access_token(NAME) for _time in range(3)] == ["ya29.a0-Af_~+/="] * 3
    assert server.asked == [
        {
            **CLIENT,
            "grant_type": "refresh_token",
            "refresh_token": "de-longue-vie",
            "scope": "https://outlook.office.com/IMAP.AccessAsUser.All",
        }
    ]


def test_without_refresh_token_the_town_itself_asks(server, told):
    told(scope="https://outlook.office365.com/.default")
    server.says(access_token="jeton", expires_in=3600)
    assert credentials.xoauth2("mairie@ville.example", NAME) == (
        "user=mairie@ville.example\x01auth=Bearer jeton\x01\x01"
    )
    assert server.asked[0]["grant_type"] == "client_credentials"


@pytest.mark.parametrize("life", [{}, {"expires_in": None}, {"expires_in": 30}])
def test_a_token_of_short_or_unknown_life_is_asked_each_time(server, told, life):
    told()
    server.says(access_token="jeton", **life)
    assert [credentials.access_token(NAME) for _time in range(2)] == ["jeton"] * 2
    assert len(server.asked) == 2


def test_a_refused_token_is_forgotten_and_asked_anew(server, told):
    told()
    server.says(access_token="ancien", expires_in=3600)
    credentials.access_token(NAME)
    server.says(access_token="neuf", expires_in=3600)
    assert credentials.access_token(NAME) == "ancien"
    credentials.forget(NAME)
    assert credentials.access_token(NAME) == "neuf"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (
            {"status": 400, "error": "invalid_grant", "error_description": "pour malika@x"},
            "refuse (400, invalid_grant)",
        ),
        ({"status": 500}, "refuse (500)"),
        ({"status": 400, "error": "<b>n’importe quoi</b>"}, "refuse (400)"),
        ({"status": 302, "location": "http://127.0.0.1:9/ailleurs"}, "refuse (302)"),
        ({"token_type": "Bearer"}, "n’est pas un jeton"),
        ({"access_token": "", "expires_in": 3600}, "n’est pas un jeton"),
        ({"access_token": "deux\x01mots", "expires_in": 3600}, "n’est pas un jeton"),
        ({"access_token": ["jeton"]}, "n’est pas un jeton"),
        ({"access_token": "jeton", "expires_in": "bientôt"}, "n’est pas un jeton"),
    ],
)
def test_what_goes_wrong_is_told_in_french_without_any_secret(server, told, answer, sentence):
    told(refresh_token="de-longue-vie")
    server.says(**answer)
    with pytest.raises(NoCredential) as refused:
        credentials.access_token(NAME)
    assert sentence in str(refused.value)
    assert str(refused.value).startswith(NAME)
    for kept_quiet in ("de-longue-vie", "un-secret-de-client", "malika"):
        assert kept_quiet not in str(refused.value)
    assert len(server.asked) == 1


def test_an_answer_that_is_no_json_or_no_object_is_told(server, told):
    told()
    for body in (b"<html>Bonjour</html>", b"[]", b"\xff\xfe", b""):
        server.body = body
        with pytest.raises(NoCredential, match="n’est pas un jeton"):
            credentials.access_token(NAME)


def test_a_server_that_does_not_answer_is_told(monkeypatch):
    monkeypatch.setenv(NAME, json.dumps({"token_url": "http://127.0.0.1:9/", **CLIENT}))
    with pytest.raises(NoCredential, match="ne répond pas"):
        credentials.access_token(NAME)


@pytest.mark.parametrize(
    "url",
    ["http://jetons.example/", "http://127.0.0.1.example/", "http://localhost@jetons.example/", "file:///etc/passwd"],
)
def test_the_secret_of_the_client_never_crosses_the_network_in_clear(monkeypatch, url):
    monkeypatch.setenv(NAME, json.dumps({"token_url": url, **CLIENT}))
    with pytest.raises(NoCredential, match="https://"):
        credentials.access_token(NAME)


@pytest.mark.parametrize(("written", "sentence"), [("{pas du json", "JSON"), ('{"client_id": "grc"}', "token_url")])
def test_a_secret_badly_written_is_told(monkeypatch, written, sentence):
    monkeypatch.setenv(NAME, written)
    with pytest.raises(NoCredential, match=sentence):
        credentials.access_token(NAME)


def test_a_secret_is_a_variable_or_the_file_it_names_and_nothing_else(monkeypatch, tmp_path):
    (tmp_path / "jeton").write_text(" jeton-du-fichier\n")
    monkeypatch.setenv("GRC_MAIL_FICHIER_FILE", str(tmp_path / "jeton"))
    assert credentials.access_token("GRC_MAIL_FICHIER") == "jeton-du-fichier"
    monkeypatch.setenv("GRC_MAIL_ABSENT_FILE", str(tmp_path / "absent"))
    for name, sentence in (
        ("GRC_MAIL_ABSENT", "ne se lit pas"), ("GRC_MAIL_RIEN", "absent"), ("SECRET_KEY", "n’est pas un nom"),
    ):  # fmt: skip
        with pytest.raises(NoCredential, match=sentence):
            credentials.secret(name)
