"""Two filings of the same person at the same moment: shown to race with the lock off, then shown not to."""

import contextlib
import sys
import threading

import pytest
from django.db import connection

from citizens.models import Citizen
from citizens.operations import identify
from core.actor import Actor
from tests.citizens.conftest import MALIKA

module = sys.modules["citizens.operations.identify"]


def _file_twice_at_once(commune, monkeypatch, *, patience: float) -> int:
    """Both look for the person, then wait for each other, then create: the widest window of the race."""
    create, both = module._create, threading.Barrier(2, timeout=patience)

    def together(*arguments):
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait()
        return create(*arguments)

    monkeypatch.setattr(module, "_create", together)
    start = threading.Barrier(2)

    def file_once():
        try:
            start.wait(timeout=5)
            identify(commune_id=commune.pk, by=Actor.anonymous(), **MALIKA)
        finally:
            connection.close()

    threads = [threading.Thread(target=file_once) for _copy in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return Citizen.objects.count()


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_race_is_real(commune, monkeypatch):
    monkeypatch.setattr(module, "_lock", lambda commune_id, folded: None)
    assert _file_twice_at_once(commune, monkeypatch, patience=10) == 2


@pytest.mark.django_db(transaction=True)
def test_two_filings_at_once_give_one_person(commune, monkeypatch):
    assert _file_twice_at_once(commune, monkeypatch, patience=0.3) == 1
