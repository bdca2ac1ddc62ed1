"""Any provider over HTTP: a real server of this machine, of every temper."""

import contextlib
import http.server
import json
import threading
import time
import urllib.parse

import pytest

from core.enums import Channel
from messaging import operations
from messaging.enums import DispatchState
from messaging.transports.base import send_due
from tests.messaging import envelopes
from tests.messaging.test_texting import VALUES

pytestmark = pytest.mark.django_db


class Provider:
    """What it was asked, and how it answers."""

    def __init__(self, status: int = 200, body: bytes = b'{"messages": [{"id": "abc-1"}]}', temper: str = "") -> None:
        self.status, self.body, self.temper = status, body, temper
        self.asked: list[tuple[str, dict[str, str], bytes]] = []


@contextlib.contextmanager
def listening(settings, provider: Provider, **more):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            content = self.rfile.read(int(self.headers["Content-Length"]))
            provider.asked.append((self.path, dict(self.headers), content))
            if provider.temper == "drops":
                self.connection.close()
                return
            if provider.temper == "slow":
                time.sleep(1.5)
            with contextlib.suppress(OSError):
                self.send_response(provider.status)
                if provider.status == 302:
                    self.send_header("Location", "/elsewhere")
                self.end_headers()
                self.wfile.write(provider.body)

        def log_message(self, *_known):
            return None

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.GRC_SMS = {
        "transport": "http", "url": f"http://127.0.0.1:{server.server_port}/v1/sms", "id_path": "messages.0.id",
        "headers": {"Authorization": "Bearer {secret}"}, "secret_name": "GRC_SMS_JETON", "sender": "Admiville",
        "body": {"message": {"to": ["{to}"], "text": "{text}"}, "from": "{sender}", "ref": "{ref}", "flash": False},
        "timeout": 0.5, **more,
    }  # fmt: skip
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(autouse=True)
def _secret(monkeypatch):
    monkeypatch.setenv("GRC_SMS_JETON", "tres-secret")


def one(key="text:1", **values):
    dispatch = envelopes.envelope(
        key, kind="notice", template="sms-question", channel=Channel.SMS, to_address="0639984127",
        variables={**VALUES, **values},
    )  # fmt: skip
    return operations.prepare(dispatch.pk)


def sent(settings, provider, **more):
    dispatch = one()
    with listening(settings, provider, **more):
        send_due(channel=Channel.SMS)
    dispatch.refresh_from_db()
    return dispatch


def test_it_is_asked_as_the_settings_say_and_the_number_it_gives_is_kept(settings):
    provider = Provider()
    dispatch = sent(settings, provider)
    ((path, headers, content),) = provider.asked
    told = json.loads(content)
    assert (path, headers["Authorization"]) == ("/v1/sms", "Bearer tres-secret")
    assert told["message"] == {"to": ["+33639984127"], "text": dispatch.body_text}
    assert (told["from"], told["ref"], told["flash"]) == ("Admiville", str(dispatch.public_id), False)
    assert (dispatch.state, dispatch.provider_ref) == (DispatchState.SENT, "abc-1")


def test_a_form_is_sent_as_a_form(settings):
    provider = Provider(body=b'{"id": 42}')
    dispatch = sent(settings, provider, body={"n": "{to}", "m": "{text}"}, body_format="form", id_path="id")
    assert urllib.parse.parse_qs(provider.asked[0][2].decode())["n"] == ["+33639984127"]
    assert dispatch.provider_ref == "42"


def test_words_that_look_like_a_placeholder_are_only_words(settings):
    dispatch = one(ville="{secret}")
    provider = Provider()
    with listening(settings, provider):
        send_due(channel=Channel.SMS)
    assert "tres-secret" not in provider.asked[0][2].decode()
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.SENT


@pytest.mark.parametrize("body", [b"", b"OK", b"[]", b'{"messages": []}', b'{"messages": [{"id": {"x": 1}}]}'])
def test_a_provider_that_names_nothing_has_sent_it_all_the_same(settings, body):
    dispatch = sent(settings, Provider(body=body))
    assert (dispatch.state, dispatch.provider_ref) == (DispatchState.SENT, "")


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (400, DispatchState.FAILED),
        (422, DispatchState.FAILED),
        (302, DispatchState.FAILED),
        (401, DispatchState.RETRY),
        (402, DispatchState.RETRY),
        (429, DispatchState.RETRY),
        (500, DispatchState.RETRY),
        (503, DispatchState.RETRY),
    ],
)
def test_what_it_refuses_for_ever_and_what_it_refuses_for_now(settings, status, state):
    provider = Provider(status=status)
    dispatch = sent(settings, provider)
    assert (dispatch.state, str(status) in dispatch.last_error) == (state, True)
    # Never sent elsewhere, whatever it answers.
    assert len(provider.asked) == 1


@pytest.mark.parametrize("temper", ["slow", "drops"])
def test_a_line_that_falls_is_tried_again_under_the_same_reference(settings, temper):
    provider = Provider(temper=temper)
    dispatch = sent(settings, provider)
    assert dispatch.state == DispatchState.RETRY
    assert "peut-être parti" in dispatch.last_error
    assert json.loads(provider.asked[0][2])["ref"] == str(dispatch.public_id)


def test_nobody_listens_and_the_others_wait(settings):
    first, second = one("text:1"), one("text:2")
    settings.GRC_SMS = {"transport": "http", "url": f"http://127.0.0.1:{envelopes.free_port()}/"}
    assert send_due(channel=Channel.SMS) == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.last_error) == (DispatchState.RETRY, "Le fournisseur de SMS ne répond pas.")
    assert second.state == DispatchState.QUEUED


def test_in_clear_to_the_world_nothing_leaves(settings):
    dispatch = one()
    settings.GRC_SMS = {"transport": "http", "url": "http://sms.example/v1"}
    send_due(channel=Channel.SMS)
    dispatch.refresh_from_db()
    assert (dispatch.state, "https://" in dispatch.last_error) == (DispatchState.RETRY, True)


def test_without_its_secret_it_waits_and_says_which(settings, monkeypatch):
    monkeypatch.delenv("GRC_SMS_JETON")
    dispatch = sent(settings, Provider())
    assert (dispatch.state, "GRC_SMS_JETON" in dispatch.last_error) == (DispatchState.RETRY, True)
