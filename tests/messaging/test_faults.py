"""Slow post offices, workers killed at every step: nothing lost, a repeat at worst, always with the same Message-ID."""

import asyncio
import datetime as dt
import importlib

import pytest
from django.utils import timezone

from messaging import operations
from messaging.enums import DispatchState
from messaging.models import Dispatch
from messaging.tasks import prepare_dispatches, requeue_stuck, send_dispatches
from messaging.transports import base, smtp
from tests.messaging.envelopes import PostOffice, envelope, open_office, prepared

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """What no `except Exception` catches, as the end of a process."""


class SlowOffice(PostOffice):
    """Takes its time before it answers, or never does."""

    def __init__(self, *, before_accepting: float = 0, after_data: float = 0) -> None:
        super().__init__()
        self._before, self._after = before_accepting, after_data

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        await asyncio.sleep(self._before)
        return await super().handle_RCPT(server, session, envelope, address, rcpt_options)

    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(self._after)
        return answer


def fate(dispatch):
    dispatch.refresh_from_db()
    return dispatch.state


def die(*_arguments, **_known):
    raise Killed


def an_hour_later():
    """Leases lost, pauses over."""
    past = timezone.now() - dt.timedelta(seconds=1)
    Dispatch.objects.filter(lease_until__isnull=False).update(lease_until=past)
    requeue_stuck()
    Dispatch.objects.update(due_at=past)


def message_ids(*offices):
    return [message["Message-ID"].strip() for office in offices for message in office.received]


def test_a_slow_post_office_is_waited_for(settings):
    dispatch = prepared()
    with open_office(settings, SlowOffice(before_accepting=1.5)):
        settings.EMAIL_TIMEOUT = 5
        send_dispatches()
    assert fate(dispatch) == DispatchState.SENT


def test_one_slower_than_our_patience_is_tried_again_and_the_next_mail_is_not_lost(settings):
    first, second = prepared("a"), prepared("b")
    with open_office(settings, SlowOffice(before_accepting=3)) as slow:
        settings.EMAIL_TIMEOUT = 0.5
        send_dispatches()
    assert (fate(first), fate(second)) == (DispatchState.RETRY, DispatchState.QUEUED)
    an_hour_later()
    with open_office(settings, PostOffice()) as office:
        send_dispatches()
    assert (fate(first), fate(second)) == (DispatchState.SENT, DispatchState.SENT)
    assert slow.received == []
    assert sorted(message_ids(office)) == sorted([first.message_id, second.message_id])


def test_accepted_then_silent_is_uncertain_and_repeated_under_the_same_name(settings):
    dispatch = prepared()
    with open_office(settings, SlowOffice(after_data=3)) as silent:
        settings.EMAIL_TIMEOUT = 0.5
        send_dispatches()
    assert fate(dispatch) == DispatchState.RETRY
    an_hour_later()
    with open_office(settings, PostOffice()) as office:
        send_dispatches()
    assert fate(dispatch) == DispatchState.SENT
    assert set(message_ids(silent, office)) == {dispatch.message_id}


@pytest.mark.parametrize(
    ("place", "name", "repeats"),
    [
        (smtp.SmtpTransport, "hand_over", 0),
        (smtp, "compose", 0),
        (smtp.SmtpTransport, "_opened", 0),
        (base, "settle", 1),
    ],
)
def test_a_worker_killed_at_any_step_of_a_sending_loses_nothing(settings, monkeypatch, place, name, repeats):
    dispatch = prepared()
    with open_office(settings, PostOffice()) as office:
        with monkeypatch.context() as patch, pytest.raises(Killed):
            patch.setattr(place, name, die)
            send_dispatches()
        assert fate(dispatch) == DispatchState.SENDING
        assert send_dispatches() == 0
        an_hour_later()
        send_dispatches()
    assert fate(dispatch) == DispatchState.SENT
    assert message_ids(office) == [dispatch.message_id] * (1 + repeats)


@pytest.mark.parametrize("place", ["render", "_keep"])
def test_a_worker_killed_while_preparing_loses_nothing(monkeypatch, place):
    dispatch = envelope()
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(importlib.import_module("messaging.operations.prepare"), place, die)
        prepare_dispatches()
    assert prepare_dispatches() == 0
    an_hour_later()
    prepare_dispatches()
    assert fate(dispatch) == DispatchState.QUEUED


def test_a_worker_killed_while_claiming_has_taken_nothing(monkeypatch):
    dispatch = prepared()
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(importlib.import_module("messaging.operations.claim"), "_take", die)
        operations.claim(1)
    assert (fate(dispatch), dispatch.attempts) == (DispatchState.QUEUED, 0)


def test_a_clock_back_an_hour_delays_a_dead_worker_s_mail_and_loses_nothing(settings, monkeypatch):
    dispatch = prepared()
    operations.claim(1)
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() - dt.timedelta(hours=1))
    assert requeue_stuck() == 0
    monkeypatch.setattr(timezone, "now", lambda: real() + dt.timedelta(minutes=16))
    assert requeue_stuck() == 1
    monkeypatch.setattr(timezone, "now", lambda: real() + dt.timedelta(minutes=30))
    with open_office(settings, PostOffice()):
        send_dispatches()
    assert fate(dispatch) == DispatchState.SENT


def test_a_new_envelope_is_prepared_and_sent_though_the_clock_went_back(settings, monkeypatch):
    dispatch = envelope()
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() - dt.timedelta(hours=1))
    assert prepare_dispatches() == 1
    with open_office(settings, PostOffice()):
        assert send_dispatches() == 1
    assert fate(dispatch) == DispatchState.SENT
