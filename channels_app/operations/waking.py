"""Asks a worker to take in what was just kept: speed only, the sweep of the beat is the guarantee."""

from core import outbox
from core.batch import at_the_end
from core.enums import Lane


def wake_intake() -> None:
    if not at_the_end("intake", _now):
        _now()


def _now() -> None:
    from channels_app.tasks import take_in_kept

    outbox.wake(take_in_kept, lane=Lane.MAIL, expires=outbox.FRESH)
