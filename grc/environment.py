"""What the outside tells this installation: environment variables first, then what its GRC_HOME remembers.

`make run` writes `GRC_HOME/state.json`: the mode, the addresses of the embedded servers and the keys it invented.
Every command given the same GRC_HOME therefore finds the same installation. Production reads the environment only.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION, DEMONSTRATION, FORMATION = "production", "demonstration", "formation"
MODES = (PRODUCTION, DEMONSTRATION, FORMATION)
STATE_FILE = "state.json"
SHORTEST_KEY = 32
# The keys printed in the example files and in tutorials: refused wherever real people are.
KNOWN_KEYS = frozenset({"changeme", "change-me", "secret", "insecure", "à-remplacer", "a-remplacer"})


def home() -> Path:
    """The data directory of this installation."""
    return Path(os.environ.get("GRC_HOME") or ROOT / "var").expanduser().resolve()


def remembered() -> dict[str, Any]:
    """What `make run` wrote in GRC_HOME; empty where it never ran or where another user’s file may not be read."""
    try:
        return json.loads((home() / STATE_FILE).read_text())
    except (FileNotFoundError, PermissionError, json.JSONDecodeError):
        return {}


def mode() -> str:
    """GRC_MODE, else the mode this GRC_HOME remembers, else production."""
    chosen = os.environ.get("GRC_MODE") or remembered().get("mode") or PRODUCTION
    if chosen not in MODES:
        raise ImproperlyConfigured(f"GRC_MODE vaut « {chosen} » : choisir parmi {', '.join(MODES)}.")
    return chosen


def settings_module() -> str:
    """Production settings wherever real people or a real web server may be; those of `make run` elsewhere."""
    local = mode() == DEMONSTRATION or (mode() == FORMATION and bool(remembered()))
    return "grc.settings.dev" if local else "grc.settings.production"


def value(name: str, default: str = "") -> str:
    """One setting: the environment, the file named by `<name>_FILE` (container secrets), or what GRC_HOME remembers."""
    if name in os.environ:
        return os.environ[name]
    if file := os.environ.get(f"{name}_FILE"):
        return Path(file).read_text().strip()
    if mode() != PRODUCTION and name in (kept := remembered().get("environment", {})):
        return str(kept[name])
    return default


def required(name: str, why: str) -> str:
    if not (found := value(name)):
        raise ImproperlyConfigured(f"{name} est absent : {why}")
    return found


def required_key(name: str) -> str:
    """A secret of at least 32 characters that is in no example file."""
    found = required(name, "en tirer une avec « python3 -c 'import secrets; print(secrets.token_urlsafe(48))' ».")
    weak = len(found) < SHORTEST_KEY or found.lower() in KNOWN_KEYS or found.startswith("django-insecure")
    if weak or len(set(found)) < SHORTEST_KEY // 4:
        raise ImproperlyConfigured(f"{name} est une valeur d’exemple ou trop courte : il en faut une tirée au hasard.")
    return found


def flag(name: str, default: bool = False) -> bool:
    return value(name, "1" if default else "0").lower() in {"1", "true", "yes", "oui", "on"}


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in value(name, default).split(",") if word.strip()]


def database(url: str) -> dict[str, Any]:
    """A `postgresql://user:password@host:port/name?option=…` address as Django’s dictionary.

    psycopg2 has no pool: connections are kept for ten minutes and checked before use.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL doit commencer par postgresql:// : aucune autre base n’est prise.")
    options: Mapping[str, str] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or options.get("host", ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"connect_timeout": "5"} | {key: text for key, text in options.items() if key != "host"},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def host_of(url: str) -> str:
    return urlsplit(url).hostname or ""
