"""`GET /sante`: 503 only for what a restart may mend; the rest are figures."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from core.models import Heartbeat
from core.tasks import beat_heart
from grc.views import health

KEYS = {"database", "broker", "worker", "outbox", "mail", "quarantine"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def _beating():
    beat_heart()


def silent_for(seconds: int) -> None:
    Heartbeat.objects.update_or_create(
        name="worker", defaults={"beaten_at": timezone.now() - timedelta(seconds=seconds)}
    )


@pytest.mark.usefixtures("_beating")
def test_all_is_well(client):
    response = client.get("/sante")
    assert response.status_code == 200
    body = response.json()
    assert KEYS <= body.keys()
    assert (body["database"], body["broker"], body["worker"]) == (True, True, True)
    assert body["outbox"].keys() == {"due", "dead"}
    assert body["mail"].keys() == {"failed"}
    assert body["quarantine"] == 0


def test_no_worker_ever_beat(client):
    response = client.get("/sante")
    assert response.status_code == 503
    assert response.json()["worker"] is False


@pytest.mark.parametrize(("seconds", "status"), [(50, 200), (70, 503)])
def test_a_worker_is_missing_after_a_minute(client, seconds, status):
    silent_for(seconds)
    assert client.get("/sante").status_code == status


@pytest.mark.usefixtures("_beating")
def test_the_broker_does_not_answer(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    response = client.get("/sante")
    assert response.status_code == 503
    assert response.json()["broker"] is False
    assert response.json()["database"] is True


def test_the_database_does_not_answer(client, monkeypatch):
    def refuse():
        raise DatabaseError

    monkeypatch.setattr(health.connection, "cursor", refuse)
    response = client.get("/sante")
    assert response.status_code == 503
    body = response.json()
    assert body["database"] is False
    assert KEYS <= body.keys(), "les clés sont toujours là"


@pytest.mark.usefixtures("_beating")
def test_what_waits_for_a_person_is_a_figure_and_not_an_alarm(client, monkeypatch):
    figures = {"outbox": {"due": 3, "dead": 2}, "mail": {"failed": 5}, "quarantine": 7}
    monkeypatch.setattr(health, "figures", lambda: figures)
    response = client.get("/sante")
    assert response.status_code == 200
    assert response.json()["quarantine"] == 7


@pytest.mark.usefixtures("_beating")
@pytest.mark.parametrize("shown", ["", "Bearer ", "Bearer faux"])
def test_detail_outside_demonstration_needs_the_token(client, settings, shown):
    settings.GRC_MODE, settings.HEALTH_TOKEN = "production", "jeton-de-supervision"
    assert "detail" not in client.get("/sante", headers={"Authorization": shown}).json()
    assert "detail" in client.get("/sante", headers={"Authorization": "Bearer jeton-de-supervision"}).json()


@pytest.mark.usefixtures("_beating")
def test_without_a_token_set_nobody_has_the_detail(client, settings):
    settings.GRC_MODE, settings.HEALTH_TOKEN = "production", ""
    assert "detail" not in client.get("/sante", headers={"Authorization": "Bearer "}).json()


def test_a_worker_that_beats_three_times_leaves_one_sign():
    for _turn in range(3):
        beat_heart()
    assert Heartbeat.objects.count() == 1


def test_only_reading_is_allowed(client):
    assert client.post("/sante").status_code == 405
