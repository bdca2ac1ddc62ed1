"""The ground of the bench: servers of its own or those given, and one database a size, made and dropped."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from grc.environment import ROOT
from grc.runner import clamd, postgres, processes, valkey

# What a town of a million requests needs beyond the defaults of PostgreSQL, on a machine of 8 GB and more; said in
# docs/performances.md. Durable: fsync and synchronous_commit stay on.
TUNED = {
    "shared_buffers": "1GB",
    "effective_cache_size": "4GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "wal_compression": "on",
}
# Seconds it took to make the town of this size.
MADE = "made"
SHOWN = (*TUNED, "fsync", "synchronous_commit", "server_version")


class Ground:
    """Used as a context manager: what it started is stopped behind it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.given = {name: os.environ.get(name, "") for name in ("DATABASE_URL", "REDIS_URL")}
        self.keys: dict[str, str] = {}
        self.running = ExitStack()
        self.server = self.broker = self.scanner = ""
        self.smtp = 0

    def __enter__(self) -> Ground:
        self.home.mkdir(parents=True, exist_ok=True)
        self.home.chmod(0o711)
        self.keys = {name: self._kept(name.lower()) for name in ("SECRET_KEY", "GRC_FILES_KEY", "GRC_CODES_KEY")}
        try:
            self._servers()
        except BaseException:
            self.running.close()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self.running.close()

    def _servers(self) -> None:
        if self.given["DATABASE_URL"]:
            self.server = self.given["DATABASE_URL"].rpartition("/")[0]
        else:
            cluster = postgres.start(self.home / "postgres", password=self._kept("password"), more=TUNED)
            self.running.callback(cluster.stop)
            self.server = cluster.url.rpartition("/")[0]
        self.broker = self.given["REDIS_URL"]
        if not self.broker:
            started = valkey.start(self.home / "valkey", password=secrets.token_hex(16))
            self.running.callback(started.stop)
            self.broker = started.url
        self._post_office()
        self._antivirus()

    def _kept(self, name: str) -> str:
        """A secret of the first run, the same for the towns it kept."""
        kept = self.home / name
        if not kept.exists():
            kept.touch(mode=0o600)
            kept.write_text(secrets.token_hex(32))
        return kept.read_text()

    def _post_office(self) -> None:
        self.smtp = processes.free_port()
        command = [sys.executable, "-m", "grc.runner.sink", str(self.smtp), str(self.home / "mails")]
        self._child("smtp", command, lambda: processes.answers(self.smtp))

    def _antivirus(self) -> None:
        if (program := clamd.program()) is None:
            return
        directory = self.home / "clamd"
        configuration, socket = clamd.write_configuration(directory), clamd.socket_path(directory)
        self._child("clamd", [program, "-c", str(configuration)], lambda: clamd.answers(socket))
        self.scanner = str(socket)

    def _child(self, name: str, command: list[str], ready: Any) -> None:
        log = self.home / "logs" / f"{name}.log"
        process = processes.start(command, log=log, cwd=ROOT)
        self.running.callback(processes.stop, process, seconds=3)
        processes.wait_until(ready, process=process, log=log, seconds=processes.PATIENCE)

    def url(self, size: int) -> str:
        return f"{self.server}/grc_bench_{size}"

    def environment(self, size: int) -> dict[str, str]:
        """Of every process of the GRC at this size; files are apart, so that sizes never meet."""
        return {
            **os.environ,
            **self.keys,
            "GRC_HOME": str(self.home / f"{size}"),
            "GRC_MODE": "demonstration",
            "DJANGO_SETTINGS_MODULE": "grc.bench.settings",
            "DATABASE_URL": self.url(size),
            "REDIS_URL": self.broker,
            "STATIC_ROOT": str(self.home / "static"),
            "GRC_BENCH_SMTP": str(self.smtp),
            "CLAMD_SOCKET": self.scanner,
            "PUBLIC_URL": "http://127.0.0.1",
            "LOG_LEVEL": "ERROR",
        }

    def manage(self, size: int, *command: str) -> None:
        program = [sys.executable, str(ROOT / "manage.py"), *command]
        ended = subprocess.run(program, cwd=ROOT, env=self.environment(size), check=False).returncode  # noqa: S603
        if ended:
            raise RuntimeError(f"« manage.py {command[0]} » a échoué ({ended}) : lire le message ci-dessus.")

    def make(self, size: int, *, seed: int) -> None:
        """A town of this size, from nothing."""
        began = time.monotonic()
        self.drop(size)
        postgres.ensure_database(self.url(size))
        self.manage(size, "migrate", "--verbosity=0")
        self.manage(size, "seed_demonstration", "--sans-demandes")
        self.manage(size, "collectstatic", "--noinput", "--verbosity=0")
        self.manage(
            size, "generate_volume", f"--requests={size}", f"--citizens={max(size * 3 // 10, 1)}", f"--seed={seed}"
        )
        place = Path(self.environment(size)["GRC_HOME"])
        place.mkdir(exist_ok=True)
        (place / MADE).write_text(f"{time.monotonic() - began:.1f}")

    def exists(self, size: int) -> bool:
        names = self.run_sql(f"{self.server}/postgres", "SELECT datname FROM pg_database")
        return (f"grc_bench_{size}",) in names

    def drop(self, size: int) -> None:
        self.run_sql(f"{self.server}/postgres", f"DROP DATABASE IF EXISTS grc_bench_{size} WITH (FORCE)")

    def server_settings(self) -> dict[str, str]:
        wanted = ", ".join(f"'{name}'" for name in SHOWN)
        return dict(
            self.run_sql(
                f"{self.server}/postgres",
                f"SELECT name, current_setting(name) FROM pg_settings WHERE name IN ({wanted})",  # noqa: S608
            )
        )

    def run_sql(self, url: str, sql: str) -> list[tuple[Any, ...]]:
        import psycopg2

        connection = psycopg2.connect(url)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()
