"""Migrations, demonstration data, static files: done once for a given state of the code, skipped afterwards."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from grc.environment import ROOT
from grc.runner.children import surroundings_of
from grc.runner.state import State

ROOMS = (
    "grc", "core", "accounts", "files", "organisation", "citizens", "documents", "messaging", "procedures",
    "requests_app", "channels_app", "gdpr", "portal", "back_office", "static", "templates",
)  # fmt: skip
STEPS = (
    ("Base de données", ("migrate", "--verbosity", "0")),
    ("Données de démonstration", ("seed_demonstration",)),
    ("Fichiers des pages", ("collectstatic", "--noinput", "--verbosity", "0")),
)


def prepare(state: State) -> None:
    wanted = fingerprint_of_the_code(state)
    if state.prepared == wanted:
        return
    for title, command in STEPS:
        print(f"{title}…", flush=True)  # noqa: T201
        manage(state, *command)
    state.prepared = wanted
    state.save()


def manage(state: State, *command: str) -> None:
    surroundings = {**os.environ, **surroundings_of(state)}
    program = [sys.executable, str(ROOT / "manage.py"), *command]
    if subprocess.run(program, cwd=ROOT, env=surroundings, check=False).returncode:  # noqa: S603
        raise RuntimeError(f"« manage.py {command[0]} » a échoué : lire le message ci-dessus.")


def fingerprint_of_the_code(state: State) -> str:
    """Name, size and date of every file that migrations, seeds or pages are made of, and the database they went to."""
    digest = hashlib.sha256(state.environment.get("DATABASE_URL", "").rpartition("@")[0].encode())
    for path in sorted(_files()):
        facts = path.stat()
        digest.update(f"{path}:{facts.st_size}:{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _files() -> list[Path]:
    found = [ROOT / "package-lock.json", ROOT / "requirements/dev.txt"]
    for room in ROOMS:
        for path in (ROOT / room).rglob("*"):
            if path.is_file() and path.suffix != ".pyc":
                found.append(path)
    return found
