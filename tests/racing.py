"""Two things at once, in threads with their own connections: first with the lock off, to see the race happen."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from django.db import close_old_connections, connection

from core.errors import Refused


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Runs them together; each result, or the refusal, in order. Any other error is raised here."""
    results: list[object] = [None] * len(calls)
    start = threading.Barrier(len(calls))

    def run(place: int, call: Callable[[], object]) -> None:
        close_old_connections()
        try:
            start.wait(timeout=10)
            results[place] = call()
        except Refused as refusal:
            results[place] = refusal
        except Exception as error:  # noqa: BLE001 - shown by the test that asked
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def refusals(results: Sequence[object]) -> list[Refused]:
    return [result for result in results if isinstance(result, Refused)]


class Meeting:
    """Stands in the place of a lock: whoever reads waits until all have read, so that all see the same old row."""

    def __init__(self, people: int) -> None:
        self.barrier = threading.Barrier(people)

    def wait(self) -> None:
        self.barrier.wait(timeout=10)
