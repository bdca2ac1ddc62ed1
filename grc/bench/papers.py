"""Acknowledgements as PDF/UA: `python -m grc.bench.papers IDS` draws some; the chapter runs two of them at once."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from grc.environment import ROOT

if TYPE_CHECKING:
    from grc.bench.stage import Stage

LETTERS, PROCESSES = 60, 2


def acknowledgements(stage: Stage) -> None:
    """Real envelopes, made by the filings before; two processes share them. The floor is WeasyPrint alone.

    The envelope of an acknowledgement holds two PDF: the acknowledgement, and the cover sheet for what comes by post.
    """
    ids = waiting(stage)
    if not ids:
        raise RuntimeError("no acknowledgement waits to be drawn")
    shares = [ids[rank::PROCESSES] for rank in range(PROCESSES)]
    drawers = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "grc.bench.papers", ",".join(map(str, share))],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stdin=subprocess.PIPE,
            text=True,
        )
        for share in shares
        if share
    ]
    for one in drawers:  # each has drawn one and waits
        assert one.stdout is not None  # noqa: S101 - a pipe was asked for
        one.stdout.readline()
    for one in drawers:
        assert one.stdin is not None  # noqa: S101 - a pipe was asked for
        one.stdin.write("go\n")
        one.stdin.flush()
    _add(stage, [json.loads(one.communicate()[0]) for one in drawers])


def _add(stage: Stage, told: list[dict[str, float]]) -> None:
    from grc.bench.figure import Figure

    spent = max(one["ended"] for one in told) - min(one["began"] for one in told)
    for name, counted in (("Accusés PDF : deux processus", "letters"), ("Enveloppes d’accusés préparées", "envelopes")):
        drawn = sum(one[counted] for one in told)
        figure = Figure(name, stage.size, p50_ms=spent / drawn * 1000 * len(told), per_second=drawn / spent)
        if counted == "letters":
            figure.floor_ms = sum(one["floor_ms"] for one in told) / len(told)
        stage.add(figure)


def waiting(stage: Stage) -> list[int]:
    """Filed in process, their facts relayed: envelopes with a letter to draw."""
    from django.test import Client

    from core import outbox
    from core.enums import Lane
    from grc.bench.inside_client import InsideBrowser
    from grc.bench.stories import CIVIL, file_one
    from messaging.models import Dispatch

    last = Dispatch.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for _rank in range(LETTERS):
        file_one(InsideBrowser(Client(SERVER_NAME="127.0.0.1")), CIVIL)
    while outbox.relay(Lane.FAST):
        pass
    made = Dispatch.objects.filter(pk__gt=last, state="preparing").exclude(attachments_plan=[])
    return list(made.values_list("pk", flat=True))


def draw(ids: list[int]) -> dict[str, float]:
    """The first one warms up; the others are drawn and kept by the ordinary operation once told to."""
    from messaging.operations import prepare

    prepare(ids[0])
    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    began, letters = time.monotonic(), 0
    for one in ids[1:]:
        letters += len(prepare(one).attachments_plan)
    told = {"began": began, "ended": time.monotonic(), "letters": letters, "envelopes": len(ids) - 1}
    return told | {"floor_ms": _floor(ids[0])}


def _floor(dispatch_id: int) -> float:
    """The same pages by WeasyPrint alone, one on average: their HTML and styles, as our renderer hands them over."""
    from unittest.mock import patch

    from weasyprint import HTML

    from grc.bench.figure import percentile, sample
    from messaging.models import Dispatch
    from messaging.rendering import letters_of

    seen: list[tuple[HTML, dict[str, object]]] = []
    real = HTML.write_pdf

    def remember(page: HTML, *args: object, **options: object) -> bytes:
        seen.append((page, options))
        return real(page, *args, **options)

    with patch.object(HTML, "write_pdf", remember):
        letters_of(Dispatch.objects.select_related("commune").get(pk=dispatch_id))
    taken = [sample(lambda one=one: real(one[0], **one[1]), times=6, seconds=4, warm=1) for one in seen]  # type: ignore[misc]
    return sum(percentile(times, 0.5) for times in taken) / len(taken)


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(draw([int(one) for one in sys.argv[1].split(",")])))  # noqa: T201
