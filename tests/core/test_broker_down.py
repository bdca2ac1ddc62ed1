"""The broker stopped: tries are still counted, pages still open, nobody waits."""

import socket
import time

import pytest
from django.conf import settings
from django.test import override_settings

from core import ratelimit
from core.errors import RateLimited
from tests import builders

NOBODY_THERE = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
}


@pytest.fixture
def no_broker():
    with override_settings(CACHES=NOBODY_THERE):
        ratelimit._own.clear()
        yield


def test_tries_are_counted_by_the_process_itself(no_broker):
    for _try in range(3):
        ratelimit.hit("essai", 3, 60)
    with pytest.raises(RateLimited):
        ratelimit.hit("essai", 3, 60)


@pytest.mark.django_db
def test_following_by_code_answers(client, no_broker):
    made = builders.make_request()
    typed = {"numero": made.number, "code": made.spoken_code, "preuve": "Benhaddou"}
    assert client.post("/suivi/etat/", typed).status_code == 200
    answers = [client.post("/suivi/etat/", {**typed, "code": "AAAA-AAAA"}).status_code for _try in range(12)]
    assert answers[0] == 200
    assert answers[-1] == 429


@pytest.mark.django_db
def test_an_agent_opens_and_answers_requests(client, no_broker):
    made, agent = builders.make_request(), builders.make_agent("etat-civil")
    client.force_login(agent)
    page = f"/agents/demandes/{made.public_id}/"
    assert client.get(page).status_code == 200
    assert client.get(page + "presence/?ecrit=1").status_code == 200
    assert client.post(page + "note/", {"text": "Vu."}).status_code == 302


def test_a_broker_that_hangs_costs_a_second_not_five():
    """It accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = f"redis://127.0.0.1:{mute.getsockname()[1]}/0"
        with override_settings(CACHES={"default": {**settings.CACHES["default"], "LOCATION": address}}):
            began = time.monotonic()
            ratelimit.hit("lent", 3, 60)
    assert time.monotonic() - began < 3
