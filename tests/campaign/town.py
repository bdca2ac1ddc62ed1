"""A whole installation in processes of its own, whose parts can be killed: web, worker, beat, broker, mail sink."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from pathlib import Path

import psycopg2
from aiosmtpd.controller import Controller

from grc.runner import postgres, processes, valkey

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable


@dataclass
class Sink:
    """Counts every message that SMTP accepted, by Message-ID."""

    message_ids: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    async def handle_DATA(self, server, session, envelope):
        message_id = BytesHeaderParser().parsebytes(envelope.content)["Message-ID"]
        with self.lock:
            self.message_ids.append(str(message_id).strip())
        return "250 OK"


class Town:
    """Started empty, seeded without requests, stopped whole."""

    def __init__(self, home: Path) -> None:
        self.home = home
        home.chmod(0o711)
        self.cluster = postgres.start(home / "postgres", password=secrets.token_hex(8), durable=False)
        postgres.ensure_database(self.cluster.url)
        self.broker = valkey.start(home / "valkey", password="campaign")
        self.sink = Sink()
        self.smtp = Controller(self.sink, hostname="127.0.0.1", port=processes.free_port())
        self.smtp.start()
        self.port = processes.free_port()
        self.environment = {
            **os.environ,
            "GRC_HOME": str(home),
            "GRC_MODE": "demonstration",
            "DJANGO_SETTINGS_MODULE": "tests.campaign.settings",
            "DATABASE_URL": self.cluster.url,
            "REDIS_URL": self.broker.url,
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self.smtp.port),
            "PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "SECRET_KEY": secrets.token_hex(32),
            "GRC_FILES_KEY": secrets.token_hex(32),
            "GRC_CODES_KEY": secrets.token_hex(32),
        }
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    def manage(self, *arguments: str) -> str:
        command = [PYTHON, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"manage.py {arguments[0]} ({done.returncode}) : {done.stderr[-2000:]}")
        return done.stdout

    def prepare(self) -> None:
        self.manage("migrate", "--verbosity=0")
        self.manage("seed_demonstration", "--sans-demandes")
        self.manage("collectstatic", "--noinput", "--verbosity=0")

    def command(self, name: str) -> list[str]:
        celery = [PYTHON, "-m", "celery", "-A", "grc", "--quiet"]
        if name == "web":
            door = f"--bind=127.0.0.1:{self.port}"
            return [PYTHON, "-m", "gunicorn", "grc.wsgi", door, "--workers=1", "--threads=4"]
        if name == "worker":
            queues = "--queues=fast,mail,documents,sweeps,fetch"
            return [*celery, "worker", "--concurrency=1", queues, "--loglevel=WARNING"]
        return [*celery, "beat", f"--schedule={self.home / 'beat'}", "--loglevel=WARNING"]

    def start(self, name: str) -> None:
        log = self.home / "logs" / f"{name}.log"
        self.children[name] = processes.start(self.command(name), log=log, environment=self.environment, cwd=ROOT)
        if name == "web":
            answers = lambda: processes.answers(self.port)  # noqa: E731
            processes.wait_until(answers, process=self.children[name], log=log, seconds=processes.PATIENCE)

    def kill(self, name: str) -> None:
        """SIGKILL to the child and to its own children, as a machine that loses power would."""
        os.killpg(self.children[name].pid, signal.SIGKILL)
        self.children[name].wait()

    def stop_broker(self) -> None:
        self.broker.process.send_signal(signal.SIGKILL)
        self.broker.process.wait()

    def start_broker(self) -> None:
        self.broker = valkey.start(self.home / "valkey", password="campaign", port=self.broker.port)

    def stop(self) -> None:
        for child in self.children.values():
            processes.stop(child, seconds=3)
        self.smtp.stop()
        self.broker.stop()
        self.cluster.stop()


def rows(town: Town, sql: str) -> list[tuple]:
    """What the database holds, asked from outside."""
    connection = psycopg2.connect(town.cluster.url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()
    finally:
        connection.close()


@dataclass
class Chaos:
    """Kills the worker again and again, and every third time the broker as well, for three seconds.

    Called from the thread that started the town: the kernel ends a child when the thread that started it ends.
    """

    town: Town
    worker_kills: int = 0
    broker_stops: int = 0

    def strike(self) -> None:
        self.town.kill("worker")
        self.worker_kills += 1
        if self.worker_kills % 3 == 0:
            self.town.stop_broker()
            self.broker_stops += 1
            time.sleep(3)
            self.town.start_broker()
        self.town.start("worker")
