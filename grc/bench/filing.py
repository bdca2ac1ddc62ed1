"""Filing by the site, from the first page to the confirmation: alone, then eight people at once; the backlog after."""

from __future__ import annotations

import os
import resource
import threading
import time
from dataclasses import dataclass, field

from django.db import connection
from django.test import Client

from core.models import OutboxDelivery
from files.models import StoredFile
from grc.bench import recipe
from grc.bench.client import Browser, Upload
from grc.bench.figure import Figure, of_times, percentile, sample
from grc.bench.inside_client import InsideBrowser
from grc.bench.replay import record
from grc.bench.stage import CHOSEN, Stage, web, workers
from grc.bench.stories import CIVIL, REPORT, Story, file_one, photo
from grc.environment import home
from messaging.models import Dispatch

PEOPLE = 8
LONGEST_DRAIN = 400
FULL, SHORT = 60, 20  # seconds: at the largest sizes, at the smallest


def alone(stage: Stage) -> None:
    """One person at a time; the floor is a bare Django view that keeps the same photo and inserts the same rows."""
    for name, story in (("signalement avec photo", REPORT), ("acte d’état civil", CIVIL)):
        browser = Browser(stage.port)
        taken = sample(lambda who=browser, what=story: file_one(who, what), times=25, seconds=12)  # type: ignore[misc]
        browser.close()
        figure = of_times(f"Dépôt web : {name}", stage.size, taken)
        inside = InsideBrowser(Client(SERVER_NAME="127.0.0.1"))
        figure.queries = record(lambda who=inside, what=story: file_one(who, what)).queries  # type: ignore[misc]
        figure.floor_ms = _floor(story)
        stage.add(figure)


def _floor(story: Story) -> float:
    """GET and POST of the bare view, by the same gunicorn."""
    path = home() / "recipe.json"
    inside = InsideBrowser(Client(SERVER_NAME="127.0.0.1"))
    recipe.keep(recipe.written_by(lambda: file_one(inside, story)), path)
    os.environ["GRC_BENCH_RECIPE"] = str(path)
    uploads = [Upload("photo", "photo.jpg", photo())] if story.photo else []
    with web(CHOSEN, "grc.bench.bare:application") as port:
        browser = Browser(port)

        def bare() -> None:
            browser.get("/")
            browser.post("/", {"nom": "Morel"}, *uploads)

        taken = sample(bare, times=40, seconds=5)
        browser.close()
    _forget_copies()
    return percentile(taken, 0.5)


def _forget_copies() -> None:
    """The copies ask nothing of the workers: what they would do was done for the original."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_outboxdelivery SET state = 'done' WHERE state = 'due'")
        cursor.execute(
            "UPDATE files_storedfile SET scan_state = 'clean', scan_due_at = NULL, preview_state = 'none'"
            " WHERE scan_state = 'pending'"
        )


def together(stage: Stage) -> None:
    """Eight people file without a pause, while the workers run at a lower priority; then what is left is drained."""
    seconds = FULL if stage.size > stage.smallest else SHORT
    with workers():
        _rush(stage, "Dépôt web : 8 personnes ensemble", REPORT, seconds)
        _drain(stage)
        _rush(stage, "Dépôt web : 8 personnes, acte d’état civil", CIVIL, SHORT)
        _drain(stage, told=False)


@dataclass
class Crowd:
    """Who files without a pause until the time is over."""

    port: int
    story: Story
    seconds: float
    people: int = PEOPLE
    taken: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def file(self) -> float:
        """The wall time of all of it, the last filing included."""
        began = time.perf_counter()
        people = [threading.Thread(target=self._person, args=(began + self.seconds,)) for _rank in range(self.people)]
        for one in people:
            one.start()
        for one in people:
            one.join()
        if not self.taken:
            raise RuntimeError(f"nobody could file: {self.errors[:2]}")
        return time.perf_counter() - began

    def _person(self, limit: float) -> None:
        browser = Browser(self.port)
        while (began := time.perf_counter()) < limit:
            try:
                file_one(browser, self.story)
            except Exception as error:  # noqa: BLE001 - told with the figure; the others go on
                self.errors.append(str(error)[:200])
            else:
                self.taken.append((time.perf_counter() - began) * 1000)
        browser.close()


def _rush(stage: Stage, name: str, story: Story, seconds: float) -> None:
    crowd = Crowd(stage.port, story, seconds)
    before = resource.getrusage(resource.RUSAGE_SELF)
    wall = crowd.file()
    after = resource.getrusage(resource.RUSAGE_SELF)
    stage.add(of_times(name, stage.size, crowd.taken, per_second=len(crowd.taken) / wall))
    spent = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / wall * 100
    stage.add(Figure(f"{name} : processeur du client", stage.size, value=spent, unit="% d’un cœur"))
    stage.add(Figure(f"{name} : refus", stage.size, value=float(len(crowd.errors)), unit="dépôts"))


def _drain(stage: Stage, *, told: bool = True) -> None:
    began, waiting = time.perf_counter(), backlog()
    first = waiting
    while waiting and time.perf_counter() - began < LONGEST_DRAIN:
        time.sleep(0.5)
        waiting = backlog()
    if told:
        spent = time.perf_counter() - began
        figure = Figure("Dépôt web : arriéré écoulé après", stage.size, value=spent, unit="s")
        figure.per_second = first / spent if spent else None
        stage.add(figure)


def backlog() -> int:
    """Facts to deliver, files to judge, envelopes on their way (those a ceiling puts off are not late)."""
    moving = Dispatch.objects.filter(state__in=("preparing", "queued", "sending", "retry"), capped_at=None)
    return (
        OutboxDelivery.objects.filter(state="due").count()
        + StoredFile.objects.filter(scan_state="pending").count()
        + moving.count()
    )
