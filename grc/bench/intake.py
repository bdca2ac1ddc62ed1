"""Mails kept and taken in by two processes at once, as two workers do: `python -m grc.bench.intake COUNT`."""

from __future__ import annotations

import json
import subprocess
import sys
import time

from grc.environment import ROOT

PROCESSES, WARM = 2, 25


def together(count: int) -> tuple[float, float]:
    """Seconds by the clock for all of them, and seconds of processor, Python’s alone."""
    share = str(count // PROCESSES)
    command = [sys.executable, "-m", "grc.bench.intake", share]
    workers = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)  # noqa: S603
        for _rank in range(PROCESSES)
    ]
    for one in workers:  # each has taken some in and waits
        assert one.stdout is not None  # noqa: S101 - a pipe was asked for
        one.stdout.readline()
    began = time.perf_counter()
    for one in workers:
        assert one.stdin is not None  # noqa: S101 - a pipe was asked for
        one.stdin.write("go\n")
        one.stdin.flush()
    told = [json.loads(one.communicate()[0]) for one in workers]
    return time.perf_counter() - began, sum(one["cpu"] for one in told)


def take(count: int) -> dict[str, float]:
    """The first ones warm up; the others once told to. They share one queue: each takes in what either has kept."""
    from grc.bench.mails import letter, received

    received([letter() for _rank in range(WARM)])
    letters = [letter() for _rank in range(count)]
    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    began = time.process_time()
    received(letters)
    return {"cpu": time.process_time() - began}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(take(int(sys.argv[1]))))  # noqa: T201
