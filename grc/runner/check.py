"""`make check`: everything that can be judged without running the tests. All are run, then the failures are named."""

import os
import secrets
import subprocess
import sys
import time

from grc.environment import ROOT

BIN = ROOT / ".venv/bin"
MANAGE = [str(BIN / "python"), str(ROOT / "manage.py")]
MODELS = {"GRC_MODE": "demonstration", "DJANGO_SETTINGS_MODULE": "grc.settings.dev"}


def production() -> dict[str, str]:
    """A complete production environment of invented values: the settings are judged, nothing is contacted."""
    keys = {name: secrets.token_urlsafe(48) for name in ("SECRET_KEY", "GRC_FILES_KEY", "GRC_CODES_KEY")}
    return {
        **keys,
        "GRC_MODE": "production",
        "DJANGO_SETTINGS_MODULE": "grc.settings.production",
        "PUBLIC_URL": "https://demarches.admiville.example",
        "DATABASE_URL": "postgresql://grc:x@127.0.0.1:1/grc",
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }


def checks() -> list[tuple[str, list[str], dict[str, str]]]:
    return [
        ("style (ruff check)", [str(BIN / "ruff"), "check", "."], {}),
        ("mise en forme (ruff format)", [str(BIN / "ruff"), "format", "--check", "."], {}),
        ("étages (import-linter)", [str(BIN / "lint-imports"), "--no-cache"], {}),
        ("types (mypy)", [str(BIN / "mypy")], MODELS),
        ("gabarits (djlint)", [str(BIN / "djlint"), "templates", "--lint", "--quiet"], {}),
        ("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], MODELS),
        ("réglages de production", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], production()),
    ]


def main() -> int:
    failed = []
    for title, command, more in checks():
        began = time.monotonic()
        surroundings = {**os.environ, **more}
        result = subprocess.run(  # noqa: S603
            command, cwd=ROOT, env=surroundings, check=False, capture_output=True, text=True
        )
        verdict = "bon" if result.returncode == 0 else "À CORRIGER"
        say(f"{title} : {verdict} ({time.monotonic() - began:.1f} s)")
        if result.returncode:
            failed.append(title)
            say(result.stdout + result.stderr)
    say("Tout est bon." if not failed else f"À corriger : {', '.join(failed)}.")
    return len(failed)


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
