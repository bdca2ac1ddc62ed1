"""What every chapter needs: the web server of this size, somebody signed in, and the same page asked in process."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from subprocess import Popen

from django.test import Client

from accounts.models import User
from core.actor import Actor
from core.models import Commune
from grc.bench.client import Browser
from grc.bench.figure import Figure, of_times, sample
from grc.bench.goals import goal_of
from grc.bench.replay import Recorded, record
from grc.environment import ROOT, home
from grc.runner import children, processes
from grc.seeding.town import AGENT_PASSWORD
from requests_app.models import ServiceRequest

# Chosen by the chapter « servers » (docs/decisions/2026-11-22-serveur-web.md).
CHOSEN = ("--worker-class", "gthread", "--workers", "2", "--threads", "4")


@dataclass
class Stage:
    size: int
    smallest: int
    port: int = 0
    figures: list[Figure] = field(default_factory=list)

    def add(self, figure: Figure) -> Figure:
        figure.judged(goal_of(figure.name))
        self.figures.append(figure)
        return figure

    @cached_property
    def commune(self) -> Commune:
        return Commune.objects.current()

    @cached_property
    def agent(self) -> User:
        """Of those who sign in with a password alone, who sees the most."""
        agents = User.objects.filter(is_staff=False, is_active=True, commune=self.commune).order_by("pk")
        return max(agents, key=lambda one: ServiceRequest.objects.visible_to(Actor.agent(one.pk)).count())

    @cached_property
    def by(self) -> Actor:
        return Actor.agent(self.agent.pk)

    @cached_property
    def browser(self) -> Browser:
        found = Browser(self.port)
        found.sign_in(self.agent.email, AGENT_PASSWORD)
        return found

    @cached_property
    def inside(self) -> Client:
        """The same agent, in this process: where queries are counted, never where time is taken."""
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(self.agent)
        return client

    def recorded(self, path: str) -> Recorded:
        return record(lambda: self.inside.get(path))

    def page(
        self, name: str, path: str, *, times: int = 40, seconds: float = 4, browser: Browser | None = None
    ) -> Figure:
        """One page: through the server, beside its own SQL sent by psycopg2 alone."""
        who = browser or self.browser
        seen = self.recorded(path)
        taken = sample(lambda: who.get(path), times=times, seconds=seconds)
        figure = of_times(name, self.size, taken, queries=seen.queries, floor_ms=seen.floor_ms(seconds=2))
        return self.add(figure)


def start_web(port: int, options: tuple[str, ...] = CHOSEN, application: str = "grc.wsgi") -> Popen[bytes]:
    """Gunicorn as production runs it, on this machine."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else str(home())  # noqa: S108
    command = [
        sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", *options,
        "--worker-tmp-dir", memory, "--graceful-timeout", "5", "--no-control-socket", "--preload",
        "--limit-request-line", "0", "--log-level", "error",
    ]  # fmt: skip
    process = processes.start(command, log=log("web"), cwd=ROOT, environment=os.environ)
    processes.wait_until(lambda: processes.answers(port), process=process, log=log("web"), seconds=processes.PATIENCE)
    return process


@contextmanager
def web(options: tuple[str, ...] = CHOSEN, application: str = "grc.wsgi") -> Iterator[int]:
    port = processes.free_port()
    process = start_web(port, options, application)
    try:
        yield port
    finally:
        processes.stop(process, seconds=8)


@contextmanager
def workers() -> Iterator[None]:
    """The worker of every lane and the clock, as `make run` has them, at a lower priority than the pages."""
    schedule = home() / "beat"
    schedule.mkdir(parents=True, exist_ok=True)
    for left in schedule.iterdir():
        left.unlink()
    beat = [sys.executable, "-m", "celery", "-A", "grc.celery", "beat", "--loglevel", "ERROR",
            "--schedule", str(schedule / "schedule"), "--pidfile", ""]  # fmt: skip
    commands = {"worker": ["nice", "-n", "10", *children.worker().command], "beat": beat}
    started = [
        processes.start(command, log=log(name), cwd=ROOT, environment=os.environ) for name, command in commands.items()
    ]
    try:
        yield
    finally:
        for process in started:
            processes.stop(process, seconds=8)


def log(name: str) -> Path:
    return home() / "logs" / f"{name}.log"
