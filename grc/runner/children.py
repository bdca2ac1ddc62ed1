"""The programs of one GRC_HOME: what starts each, how it stops, when it is ready."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from grc.environment import ROOT
from grc.runner import clamd, postgres, processes, valkey
from grc.runner.state import State

LANES = "fast,mail,documents,sweeps"
MAILBOXES = "fetch"
MARK = "GRC_RUN"  # in the environment of every child: the GRC_HOME it belongs to


@dataclass
class Child:
    name: str
    command: list[str]
    stop_signal: int = signal.SIGTERM
    is_ready: Callable[[], bool] = lambda: True
    stop_seconds: float = 10
    process: subprocess.Popen[bytes] | None = None

    def start(self, state: State) -> None:
        log = state.home / "logs" / f"{self.name}.log"
        surroundings = {**os.environ, **surroundings_of(state)}
        self.process = processes.start(
            self.command, log=log, stop_signal=self.stop_signal, environment=surroundings, cwd=ROOT
        )
        processes.wait_until(self.is_ready, process=self.process, log=log, seconds=processes.PATIENCE)

    def stop(self) -> None:
        if self.process:
            processes.stop(self.process, self.stop_signal, self.stop_seconds)

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None


class Database(Child):
    """The embedded PostgreSQL, on the port it had last time when that is still free."""

    def __init__(self) -> None:
        super().__init__("postgres", [])

    def start(self, state: State) -> None:
        cluster = postgres.start(
            state.home / "postgres", password=state.password("postgres"), port=state.port("postgres")
        )
        self.process, self.stop_signal, self.stop_seconds = cluster.process, signal.SIGINT, 20
        postgres.ensure_database(cluster.url)
        state.embedded["postgres_port"] = str(cluster.port)
        state.environment["DATABASE_URL"] = state.embedded["database_url"] = cluster.url


class Broker(Child):
    """The embedded Valkey."""

    def __init__(self) -> None:
        super().__init__("valkey", [], stop_seconds=5)

    def start(self, state: State) -> None:
        broker = valkey.start(state.home / "valkey", password=state.password("valkey"), port=state.port("valkey"))
        self.process = broker.process
        state.embedded["valkey_port"] = str(broker.port)
        state.environment["REDIS_URL"] = broker.url


def surroundings_of(state: State) -> dict[str, str]:
    """The environment of a child. What the user gave stays; what this GRC_HOME remembers fills the rest."""
    return {
        **{name: text for name, text in state.environment.items() if name not in os.environ},
        "GRC_HOME": str(state.home),
        "GRC_MODE": state.mode,
        MARK: str(state.home),
        "PYTHONUNBUFFERED": "1",
    }


def scanner(state: State) -> Child | None:
    """None where clamd is not installed: files then stay « en attente d’analyse », which the pages say."""
    program = clamd.program()
    if program is None:
        return None
    directory = state.home / "clamd"
    configuration, socket = clamd.write_configuration(directory), clamd.socket_path(directory)
    state.environment["CLAMD_SOCKET"] = str(socket)
    return Child("clamd", [program, "-c", str(configuration)], is_ready=lambda: clamd.answers(socket), stop_seconds=3)


def mail_sink(state: State) -> Child:
    port = processes.free_port(state.port("smtp"))
    state.embedded["smtp_port"] = str(port)
    state.environment.update(EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(port))
    command = [sys.executable, "-m", "grc.runner.sink", str(port), str(state.home / "mails")]
    return Child("mails", command, is_ready=lambda: processes.answers(port), stop_seconds=3)


def web(state: State, port: int) -> Child:
    command = [
        sys.executable, "-m", "gunicorn", "grc.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4",
        "--worker-tmp-dir", _memory(state.home), "--graceful-timeout", "5", "--no-control-socket", "--preload",
        "--limit-request-line", "0",  # a search of 10,000 characters is answered by a page of ours
    ]  # fmt: skip
    # SIGQUIT is gunicorn's quick stop: nothing here waits for a browser that keeps its connection.
    return Child("web", command, stop_signal=signal.SIGQUIT, is_ready=lambda: processes.answers(port))


def worker() -> Child:
    command = [
        sys.executable, "-m", "celery", "-A", "grc.celery", "worker", "-Q", LANES, "--concurrency", "2",
        "--loglevel", "WARNING", "--without-gossip", "--without-mingle",
    ]  # fmt: skip
    # SIGQUIT does not wait for the task under way: it is acknowledged late, so the next worker takes it again.
    return Child("worker", command, stop_signal=signal.SIGQUIT, stop_seconds=5)


def fetcher() -> Child:
    """Mailboxes are read by processes of their own: one as a rule, up to four while servers are slow."""
    command = [
        sys.executable, "-m", "celery", "-A", "grc.celery", "worker", "-Q", MAILBOXES, "--autoscale", "4,1",
        "--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--hostname", "fetch@%h",
    ]  # fmt: skip
    return Child("fetch", command, stop_signal=signal.SIGQUIT, stop_seconds=5)


def beat(state: State) -> Child:
    schedule = state.home / "beat"
    schedule.mkdir(exist_ok=True)
    for left in schedule.iterdir():  # a schedule cut in the middle of a write would stop beat for good
        left.unlink()
    command = [
        sys.executable, "-m", "celery", "-A", "grc.celery", "beat", "--loglevel", "WARNING",
        "--schedule", str(schedule / "schedule"), "--pidfile", "",
    ]  # fmt: skip
    return Child("beat", command)


def end_leftovers(state: State) -> None:
    """Ends what a run killed with -9 left behind: only processes that carry the mark of this very GRC_HOME."""
    mark = f"{MARK}={state.home}".encode()
    state.children.pop("postgres", None)  # never cut short: it has its own way of healing
    for pid in state.children.values():
        try:
            surroundings = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if mark in surroundings:
            try:
                os.killpg(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
            processes.wait_gone(pid, seconds=5)
    state.children.clear()


def _memory(home: Path) -> str:
    """Gunicorn touches a file at every beat: in memory where the system offers it."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else str(home)  # noqa: S108
