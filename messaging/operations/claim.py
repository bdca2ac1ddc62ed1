"""Taking envelopes to send: counted and committed before the wire is touched."""

import datetime as dt

from django.db import connection, transaction
from django.utils import timezone

from core import outbox
from core.enums import Channel
from messaging.conf import conf
from messaging.enums import NEVER_CAPPED, WITHIN_THE_DAY, DispatchState
from messaging.models import Dispatch
from messaging.querysets import DispatchQuerySet
from messaging.rules import ceilings

# Any number, provided nobody else takes it: ceilings are counted by one worker at a time.
_COUNTING = 7_403_112_201
# Notices put off in one call: the next turn goes on.
_MOST_PUT_OFF = 200


@transaction.atomic
def claim(limit: int, *, channel: Channel = Channel.EMAIL) -> list[Dispatch]:
    """Up to `limit` due envelopes of one channel, oldest first, now SENDING; rows another worker holds are passed over.

    A notice beyond the ceiling of its address is put off, and the fact `dispatch.capped` published the first time.
    """
    now = timezone.now()
    limit = _room(limit, now, channel)
    claimed: list[Dispatch] = []
    put_off = 0
    while len(claimed) < limit and put_off < _MOST_PUT_OFF:
        rows = list(_due(now, channel)[: limit - len(claimed)])
        if not rows:
            break
        for dispatch in rows:
            wait = _waits_until(dispatch, now)
            if wait is None:
                claimed.append(_take(dispatch, now))
            else:
                _put_off(dispatch, wait, now)
                put_off += 1
    return claimed


def _room(limit: int, now: dt.datetime, channel: Channel) -> int:
    """How many of `limit` the relay still takes this minute."""
    if conf().notices_an_hour or conf().mails_a_minute:
        _count_alone()
    if not conf().mails_a_minute or channel != Channel.EMAIL:
        return limit
    return min(limit, conf().mails_a_minute - Dispatch.objects.claimed_this_minute(now).count())


def _count_alone() -> None:
    """Whoever counts is alone until its transaction ends, a few milliseconds later."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_COUNTING])


def _due(now: dt.datetime, channel: Channel) -> DispatchQuerySet:
    due = Dispatch.objects.due_for_sending(now).filter(channel=channel).select_related("commune", "from_service")
    due = due.defer("commune__map_layer")
    return due.select_for_update(skip_locked=True, of=("self",))


def _waits_until(dispatch: Dispatch, now: dt.datetime) -> dt.datetime | None:
    """None when it may leave now."""
    ceiling = conf().notices_an_hour
    if not ceiling or dispatch.kind in NEVER_CAPPED or not dispatch.address_key:
        return None
    latest = None
    if dispatch.kind in WITHIN_THE_DAY:
        latest = ceilings.leaves_before(dispatch.created_at, dispatch.commune)
        if now >= latest:
            return None
    others = Dispatch.objects.notices_claimed_this_hour(dispatch.address_key, now).exclude(pk=dispatch.pk)
    taken = [at for at in others.values_list("claimed_at", flat=True)[:ceiling] if at]
    free_at = ceilings.free_at(taken, ceiling)
    return min(free_at, latest) if free_at and latest else free_at


def _take(dispatch: Dispatch, now: dt.datetime) -> Dispatch:
    dispatch.state = DispatchState.SENDING
    dispatch.attempts += 1
    dispatch.claimed_at = now
    dispatch.lease_until = now + dt.timedelta(seconds=conf().sending_lease)
    dispatch.save(update_fields=["state", "attempts", "claimed_at", "lease_until"])
    return dispatch


def _put_off(dispatch: Dispatch, until: dt.datetime, now: dt.datetime) -> None:
    first_time = dispatch.capped_at is None
    dispatch.capped_at = dispatch.capped_at or now
    dispatch.due_at = until
    dispatch.save(update_fields=["capped_at", "due_at"])
    if first_time:
        outbox.publish("dispatch.capped", dispatch_id=dispatch.pk)
