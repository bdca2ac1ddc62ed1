"""Leases, second chances, and the mails that come back."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from core.actor import Actor
from core.errors import Forbidden
from core.models import OutboxEvent
from messaging import operations, policies
from messaging.enums import DispatchState, Outcome
from messaging.models import Dispatch
from messaging.tasks import requeue_stuck
from organisation.enums import Role
from tests.messaging.envelopes import envelope, prepared, service, town

pytestmark = pytest.mark.django_db


def claimed(**changes):
    prepared(**changes)
    return operations.claim(1)[0]


def lose_lease():
    Dispatch.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))


def agent(*roles, of="etat-civil"):
    from django.contrib.auth.models import Permission

    from organisation.models import ServiceUserObjectPermission

    user = User.objects.create_user(f"agent{User.objects.count()}@admiville.example", "Admiville-2026!", commune=town())
    for role in roles:
        permission = Permission.objects.get(codename=role, content_type__app_label="organisation")
        ServiceUserObjectPermission.objects.create(user=user, permission=permission, content_object=service(of))
    return Actor.agent(user.pk)


def test_a_claim_counts_the_try_before_the_wire():
    dispatch = claimed()
    assert (dispatch.state, dispatch.attempts) == (DispatchState.SENDING, 1)
    assert operations.claim(5) == []


def test_the_stuck_task_run_three_times_puts_back_once():
    dispatch = claimed()
    assert requeue_stuck() == 0
    lose_lease()
    assert [requeue_stuck() for _turn in range(3)] == [1, 0, 0]
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.RETRY
    assert dispatch.attempts == 1


def test_a_mail_that_kills_its_worker_every_time_is_given_up(settings):
    settings.GRC_MESSAGING = {"sending_tries": 1}
    dispatch = claimed()
    lose_lease()
    requeue_stuck()
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.FAILED
    assert OutboxEvent.objects.filter(name="dispatch.failed").count() == 1


def test_a_slow_worker_may_still_say_that_it_left():
    dispatch = claimed()
    lose_lease()
    requeue_stuck()
    assert operations.settle(dispatch.pk, Outcome.SENT, transport="smtp").state == DispatchState.SENT
    assert operations.settle(dispatch.pk, Outcome.SENT).state == DispatchState.SENT
    assert OutboxEvent.objects.filter(name="dispatch.sent").count() == 1


def test_a_late_word_on_an_old_try_is_ignored():
    dispatch = claimed()
    Dispatch.objects.update(attempts=2)
    assert operations.settle(dispatch.pk, Outcome.FAILED, "trop tard", attempt=1).state == DispatchState.SENDING


def test_pauses_grow_and_have_a_ceiling(settings):
    from messaging.conf import conf

    settings.GRC_MESSAGING = {"first_pause": 60, "longest_pause": 600}
    assert [conf().pause(tries).total_seconds() for tries in (1, 2, 3, 5, 50)] == [60, 120, 240, 600, 600]


def test_a_misspelt_setting_is_told(settings):
    from messaging.conf import conf

    settings.GRC_MESSAGING = {"tires": 3}
    with pytest.raises(ValueError, match="tires"):
        conf()


def test_an_agent_of_the_service_tries_a_failure_again_from_where_it_failed():
    operations.settle(claimed().pk, Outcome.FAILED, "non")
    dispatch = operations.retry(Dispatch.objects.get().pk, agent(Role.HANDLER))
    assert (dispatch.state, dispatch.attempts) == (DispatchState.QUEUED, 0)


def test_a_failure_of_preparation_starts_again_from_preparation(settings):
    settings.GRC_MESSAGING = {"preparing_tries": 1}
    dispatch = operations.prepare(envelope(template="inconnu").pk)
    assert operations.retry(dispatch.pk, agent(Role.HANDLER)).state == DispatchState.PREPARING


def test_what_is_not_broken_is_not_sent_twice():
    dispatch = claimed()
    operations.settle(dispatch.pk, Outcome.SENT)
    assert operations.retry(dispatch.pk, agent(Role.HANDLER)).state == DispatchState.SENT


@pytest.mark.parametrize("confidential", [False, True])
@pytest.mark.parametrize(
    "roles", [(), (Role.HANDLER,), (Role.MANAGER,), (Role.CONFIDENTIAL,), (Role.HANDLER, Role.CONFIDENTIAL)]
)
@pytest.mark.parametrize("of", ["etat-civil", "voirie"])
def test_seeing_a_row_and_finding_it_are_the_same_right(roles, confidential, of):
    dispatch = envelope(confidential=confidential)
    actor = agent(*roles, of=of)
    found = Dispatch.objects.filter(policies.visible_to(actor)).exists()
    assert policies.can_view(actor, dispatch) is found
    expected = of == "etat-civil" and bool(set(roles) & {Role.HANDLER, Role.MANAGER})
    assert found is (expected and (not confidential or Role.CONFIDENTIAL in roles))


def test_an_agent_of_another_service_cannot_try_again():
    operations.settle(claimed().pk, Outcome.FAILED, "non")
    with pytest.raises(Forbidden):
        operations.retry(Dispatch.objects.get().pk, agent(Role.HANDLER, of="voirie"))


def test_a_mail_that_comes_back_is_told_once():
    dispatch = claimed()
    operations.settle(dispatch.pk, Outcome.SENT)
    for _turn in range(3):
        operations.record_bounce(dispatch.message_id, status="5.1.1", diagnostic="Boîte inconnue")
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.BOUNCED
    assert OutboxEvent.objects.filter(name="dispatch.bounced").count() == 1
    assert operations.record_bounce("<inconnu@ailleurs.example>") is None


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_claim_the_same_envelope():
    for key in "abcd":
        prepared(key)
    taken: list[int] = []

    def other() -> None:
        try:
            taken.extend(dispatch.pk for dispatch in operations.claim(4))
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    with transaction.atomic():
        mine = [dispatch.pk for dispatch in operations.claim(2)]
        thread.start()
        thread.join(0.5)
    thread.join(5)
    assert len(mine) == 2
    assert len(taken) == 2
    assert not set(mine) & set(taken)
