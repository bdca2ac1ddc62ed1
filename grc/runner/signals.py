"""Ctrl-C, SIGTERM and SIGHUP stop everything, whichever of `make` and the runner receives them."""

import os
import signal
from pathlib import Path

from grc.runner import processes

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(Exception):
    """Somebody asked for the end."""


def listen() -> None:
    def stop(number: int, _frame: object) -> None:
        for other in STOPPING:  # a second Ctrl-C must not cut the orderly stop short
            signal.signal(other, signal.SIG_IGN)
        raise Stop(signal.Signals(number).name)

    for number in STOPPING:
        signal.signal(number, stop)
    if "MAKELEVEL" in os.environ:
        processes.die_with_parent(signal.SIGTERM, os.getppid())


def make_is_stopping() -> bool:
    """`make` passes SIGTERM on, not SIGHUP: it holds the signal and waits for us, which its status shows."""
    if "MAKELEVEL" not in os.environ:
        return False
    try:
        status = Path(f"/proc/{os.getppid()}/status").read_text()
    except OSError:
        return True
    blocked = next(line for line in status.splitlines() if line.startswith("SigBlk:"))
    return bool(int(blocked.split()[1], 16) >> (signal.SIGHUP - 1) & 1)
