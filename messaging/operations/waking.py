"""Asking a worker to look now. Speed only: the sweeps of the beat are the guarantee."""

from collections.abc import Callable

from core.batch import at_the_end
from core.enums import Lane
from core.outbox import FRESH, wake


def _once_a_batch(send: Callable[[], None]) -> None:
    if not at_the_end(send, send):
        send()


def wake_preparation() -> None:
    _once_a_batch(_preparation)


def _preparation() -> None:
    from messaging.tasks import prepare_dispatches

    wake(prepare_dispatches, lane=Lane.DOCUMENTS, expires=FRESH)


def wake_batches() -> None:
    _once_a_batch(_batches)


def _batches() -> None:
    from messaging.tasks import prepare_batches

    wake(prepare_batches, lane=Lane.DOCUMENTS, expires=FRESH)


def wake_texts() -> None:
    _once_a_batch(_texts)


def _texts() -> None:
    from messaging.tasks import send_texts

    wake(send_texts, lane=Lane.MAIL, expires=FRESH)


def wake_sending() -> None:
    _once_a_batch(_sending)


def _sending() -> None:
    from messaging.tasks import send_dispatches

    wake(send_dispatches, lane=Lane.MAIL, expires=FRESH)
