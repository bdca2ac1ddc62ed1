"""Asks a worker to read what was just scanned: speed only, the sweep of the beat is the guarantee."""

from core import outbox
from core.enums import Lane


def wake_reading(batch_id: int) -> None:
    from channels_app.tasks import read_scan

    outbox.wake(read_scan, batch_id, lane=Lane.DOCUMENTS)
