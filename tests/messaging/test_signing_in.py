"""Opening the post office with a token, within what it takes a minute."""

import base64
import json
import shlex
import sys
import threading

import pytest
from aiosmtpd.smtp import AuthResult
from django.db import connection

from messaging import operations
from messaging.enums import DispatchState
from messaging.tasks import send_dispatches
from tests.core.test_credentials import token_server
from tests.messaging.envelopes import PostOffice, open_office, prepared

pytestmark = pytest.mark.django_db


class TokenOffice(PostOffice):
    """Takes mails from whoever bears the right token."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token
        self.bearers: list[str] = []

    async def auth_XOAUTH2(self, server, arguments):
        said = base64.b64decode(arguments[1]).decode()
        self.bearers.append(said)
        if f"auth=Bearer {self._token}\x01" in said:
            return AuthResult(success=True)
        await server.challenge_auth(json.dumps({"status": "401"}))
        return AuthResult(success=False, handled=False)


def with_token(settings, command):
    settings.GRC_MESSAGING = {"auth": "xoauth2", "oauth_token_command": command}
    settings.EMAIL_HOST_USER = "etat-civil@admiville.example"


def printing(words):
    return shlex.join([sys.executable, "-c", f"print({words!r})"])


def test_a_token_opens_the_post_office(settings):
    with_token(settings, printing("jeton-frais"))
    dispatch = prepared()
    with open_office(settings, TokenOffice("jeton-frais"), auth=True) as office:
        send_dispatches()
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.SENT
    assert office.bearers == ["user=etat-civil@admiville.example\x01auth=Bearer jeton-frais\x01\x01"]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (printing("jeton-périmé".encode().hex()), "refusé (535)"),
        (shlex.join([sys.executable, "-c", "raise SystemExit(3)"]), "jeton"),
        ("/commande/absente", "jeton"),
        ("", "jeton"),
    ],
)
def test_without_a_good_token_mails_wait_and_the_others_keep_their_tries(settings, command, said):
    with_token(settings, command)
    first, second = prepared("a"), prepared("b")
    with open_office(settings, TokenOffice("jeton-frais"), auth=True) as office:
        assert send_dispatches() == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.state == DispatchState.RETRY
    assert said in first.last_error
    assert (second.state, second.attempts) == (DispatchState.QUEUED, 0)
    assert office.received == []


def test_the_relay_is_given_no_more_than_it_takes_a_minute(settings):
    settings.GRC_MESSAGING = {"mails_a_minute": 3}
    for number in range(5):
        prepared(f"m{number}", kind="message", template="message-du-service")
    with open_office(settings, PostOffice()) as office:
        assert [send_dispatches(), send_dispatches()] == [3, 0]
        from messaging.models import Dispatch

        an_age_ago = Dispatch.objects.earliest("claimed_at").claimed_at.replace(year=2020)
        Dispatch.objects.filter(claimed_at__isnull=False).update(claimed_at=an_age_ago)
        assert send_dispatches() == 2
    assert len(office.received) == 5


@pytest.mark.django_db(transaction=True)
def test_several_workers_together_keep_to_what_the_relay_takes(settings):
    settings.GRC_MESSAGING = {"mails_a_minute": 4}
    for number in range(8):
        prepared(f"m{number}", kind="message", template="message-du-service")
    taken: list[int] = []
    together = threading.Barrier(4)

    def work() -> None:
        try:
            together.wait(5)
            for _turn in range(4):
                taken.extend(dispatch.pk for dispatch in operations.claim(1))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)
    assert len(taken) == len(set(taken)) == 4


def test_a_named_secret_gives_the_token_and_a_refused_one_is_asked_anew(settings, monkeypatch):
    monkeypatch.setenv("GRC_MAIL_ENVOI", "unused")
    settings.GRC_MESSAGING = {"auth": "xoauth2", "oauth_secret": "GRC_MAIL_ENVOI", "first_pause": 0}
    settings.EMAIL_HOST_USER = "etat-civil@admiville.example"
    dispatch = prepared()
    with token_server() as tokens, open_office(settings, TokenOffice("jeton-neuf"), auth=True):
        known = {"token_url": tokens.url, "client_id": "grc", "client_secret": "x", "refresh_token": "y"}
        monkeypatch.setenv("GRC_MAIL_ENVOI", json.dumps(known))
        tokens.says(403, error="invalid_client")
        send_dispatches()
        dispatch.refresh_from_db()
        assert (dispatch.state, "invalid_client" in dispatch.last_error) == (DispatchState.RETRY, True)
        for token, state in (("jeton-ancien", DispatchState.RETRY), ("jeton-neuf", DispatchState.SENT)):
            tokens.says(access_token=token, expires_in=3600)
            type(dispatch).objects.update(due_at=dispatch.created_at)
            send_dispatches()
            dispatch.refresh_from_db()
            assert dispatch.state == state
    assert [one["grant_type"] for one in tokens.asked] == ["refresh_token"] * 3
