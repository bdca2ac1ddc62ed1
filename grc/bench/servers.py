"""Which web server and how many processes and threads: measured once, at the smallest size."""

from __future__ import annotations

import threading
import time

from grc.bench.client import Browser
from grc.bench.figure import of_times
from grc.bench.filing import Crowd
from grc.bench.machine import browser_of
from grc.bench.stage import Stage, web
from grc.bench.stories import CIVIL

KINDS = {
    "gthread 2×4": ("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
    "gthread 3×4": ("--worker-class", "gthread", "--workers", "3", "--threads", "4"),
    "sync 2": ("--worker-class", "sync", "--workers", "2"),
    "sync 4": ("--worker-class", "sync", "--workers", "4"),
}
READERS, SECONDS = 4, 8


def compared(stage: Stage) -> None:
    """Four agents read their inbox while two people file: what each gets."""
    if stage.size > stage.smallest:
        return
    for name, options in KINDS.items():
        with web(options) as port:
            Browser(port).get("/")
            filing, reading = Crowd(port, CIVIL, SECONDS, people=2), Readers(stage, port)
            reading.start()
            wall = filing.file()
            reading.join()
        stage.add(
            of_times(f"Serveur {name} : corbeille", stage.size, reading.taken, per_second=len(reading.taken) / wall)
        )
        stage.add(of_times(f"Serveur {name} : dépôt", stage.size, filing.taken, per_second=len(filing.taken) / wall))


class Readers:
    def __init__(self, stage: Stage, port: int) -> None:
        self.taken: list[float] = []
        browsers = [browser_of(stage, port) for _rank in range(READERS)]
        self.threads = [threading.Thread(target=self._read, args=(one,)) for one in browsers]

    def start(self) -> None:
        for one in self.threads:
            one.start()

    def join(self) -> None:
        for one in self.threads:
            one.join()

    def _read(self, browser: Browser) -> None:
        limit = time.perf_counter() + SECONDS
        while (began := time.perf_counter()) < limit:
            browser.get("/agents/")
            self.taken.append((time.perf_counter() - began) * 1000)
