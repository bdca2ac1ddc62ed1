"""Asking a worker to look now. Speed only: the sweeps of the beat are the guarantee."""

from core.enums import Lane
from core.outbox import wake


def wake_preparation() -> None:
    from messaging.tasks import prepare_dispatches

    wake(prepare_dispatches, lane=Lane.DOCUMENTS)


def wake_batches() -> None:
    from messaging.tasks import prepare_batches

    wake(prepare_batches, lane=Lane.DOCUMENTS)


def wake_texts() -> None:
    from messaging.tasks import send_texts

    wake(send_texts, lane=Lane.MAIL)


def wake_sending() -> None:
    from messaging.tasks import send_dispatches

    wake(send_dispatches, lane=Lane.MAIL)
