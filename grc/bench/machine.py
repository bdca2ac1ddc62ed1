"""What the night costs, what a start costs, what each process holds in memory, what a page weighs."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from django.conf import settings

from core.enums import Lane
from grc.bench import papers
from grc.bench.client import Browser
from grc.bench.figure import Figure
from grc.bench.stage import CHOSEN, Stage, start_web
from grc.bench.stories import REPORT
from grc.celery import app
from grc.environment import ROOT
from grc.runner import children, processes
from messaging.enums import DispatchState
from messaging.models import Dispatch
from requests_app.models import ServiceRequest

MEGABYTE = 1024
# Those that only look at the network or at the broker, or deliver what the others measure.
LEFT_OUT = {"core.tasks.relay_outbox", "channels_app.tasks.fetch_mailboxes", "messaging.tasks.check_sending_domains",
            "messaging.tasks.send_dispatches", "messaging.tasks.send_texts", "messaging.tasks.prepare_dispatches",
            "channels_app.tasks.take_in_kept"}  # fmt: skip
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js)|/theme\.css[^"]*)"')


def sweeps(stage: Stage) -> None:
    """Every task of the clock, one after the other; memory of this process before and after."""
    before, total = resident(os.getpid()), 0.0
    for name in sorted({entry["task"] for entry in app.conf.beat_schedule.values()} - LEFT_OUT):
        module, _dot, function = name.rpartition(".")
        began = time.perf_counter()
        getattr(import_module(module), function)()
        spent = time.perf_counter() - began
        total += spent
        if spent >= 1 or function == "sweep_deadlines":
            stage.add(Figure(f"Balayage : {function}", stage.size, value=spent, unit="s"))
    stage.add(Figure("Balayages : tous", stage.size, value=total, unit="s"))
    stage.add(Figure("Balayages : mémoire prise", stage.size, value=resident(os.getpid()) - before, unit="Mo"))


def memory(stage: Stage) -> None:
    """Started apart, used, then weighed: the master of gunicorn, a web worker, each Celery process, the clock."""
    port = processes.free_port()
    began = time.perf_counter()
    server = start_web(port, CHOSEN)
    browser = Browser(port)
    browser.get("/")
    stage.add(Figure("Démarrage : site", stage.size, value=time.perf_counter() - began, unit="s"))
    agent = browser_of(stage, port)
    for _turn in range(60):
        agent.get("/agents/")
        browser.get(f"/demarches/{REPORT.code}/")
    _weigh(stage, "site", server.pid)
    processes.stop(server, seconds=8)
    papers.waiting(stage)
    for name, child in (("ouvrier", children.worker()), ("courriels", children.fetcher())):
        began = time.perf_counter()
        log = Path(settings.GRC_HOME) / "logs" / f"memory-{name}.log"
        worker = processes.start(child.command, log=log, cwd=ROOT, environment=os.environ)
        _wait_for_children(worker.pid)
        stage.add(Figure(f"Démarrage : {name}", stage.size, value=time.perf_counter() - began, unit="s"))
        time.sleep(4)
        if name == "ouvrier":
            _draw_what_waits()
        _weigh(stage, name, worker.pid)
        processes.stop(worker, seconds=8)


def _draw_what_waits() -> None:
    """Letters are what a worker holds the most for: each of its processes has drawn some when it is weighed."""
    limit = time.monotonic() + processes.PATIENCE
    while Dispatch.objects.filter(state=DispatchState.PREPARING).exists() and time.monotonic() < limit:
        for _process in range(2):
            app.send_task("messaging.tasks.prepare_dispatches", queue=Lane.DOCUMENTS, expires=10)
        time.sleep(2)


def browser_of(stage: Stage, port: int) -> Browser:
    agent = Browser(port)
    agent.cookies = dict(stage.browser.cookies)
    return agent


def _weigh(stage: Stage, name: str, pid: int) -> None:
    stage.add(Figure(f"Mémoire : {name}, principal", stage.size, value=resident(pid), unit="Mo"))
    held = [resident(child) for child in offspring(pid)]
    if held:
        stage.add(Figure(f"Mémoire : {name}, processus", stage.size, value=max(held), unit="Mo"))


def _wait_for_children(pid: int) -> None:
    limit = time.monotonic() + processes.PATIENCE
    while not list(offspring(pid)) and time.monotonic() < limit:
        time.sleep(0.1)


def offspring(pid: int) -> Iterator[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603, S607
    yield from (int(line) for line in listed.stdout.split())


def resident(pid: int) -> float:
    """Megabytes in memory, pages shared with others included; 0 of a process that has just ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) / MEGABYTE if found else 0.0


def weights(stage: Stage) -> None:
    """Compressed, with its styles and scripts, as a first visit takes it; fonts and pictures left out."""
    made = ServiceRequest.objects.visible_to(stage.by).order_by("-pk").first()
    visitor = Browser(stage.port)
    first = visitor.get(f"/demarches/{REPORT.code}/")
    form = visitor.submit(first, f"/demarches/{REPORT.code}/commencer/", {})
    pages = {
        "accueil": visitor.get("/").body,
        "formulaire": form.body,
        "corbeille": stage.browser.get("/agents/").body,
        "demande": stage.browser.get(f"/agents/demandes/{made.public_id}/").body if made else b"",
    }
    for name, body in pages.items():
        assets = sum(_weight_of(visitor, path) for path in set(ASSET.findall(body.decode())))
        own = len(gzip.compress(body))
        stage.add(Figure(f"Poids : {name}, page seule", stage.size, value=own / MEGABYTE, unit="Ko"))
        stage.add(
            Figure(f"Poids : {name}, avec styles et scripts", stage.size, value=(own + assets) / MEGABYTE, unit="Ko")
        )


def _weight_of(browser: Browser, path: str) -> int:
    return len(browser.get(path, gzip=True).body)
