"""What one GRC_HOME remembers of itself: its mode, its keys, where its servers answer."""

import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grc import environment

KEYS = ("SECRET_KEY", "GRC_FILES_KEY", "GRC_CODES_KEY", "GRC_CTI_SECRET", "GRC_SMS_RECEIPT_SECRET", "HEALTH_TOKEN")


@dataclass
class State:
    """`environment` is what every command with this GRC_HOME reads when its own environment says nothing."""

    home: Path
    mode: str = environment.DEMONSTRATION
    environment: dict[str, str] = field(default_factory=dict)
    embedded: dict[str, str] = field(default_factory=dict)  # passwords and last ports of the embedded servers
    prepared: str = ""  # fingerprint of the code whose migrations, seeds and static files are in place
    children: dict[str, int] = field(default_factory=dict)

    @classmethod
    def load(cls, home: Path) -> "State":
        try:
            kept: dict[str, Any] = json.loads((home / environment.STATE_FILE).read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            kept = {}
        known = {name: kept[name] for name in cls.__dataclass_fields__ if name in kept}
        return cls(**{**known, "home": home})

    def save(self) -> None:
        """Written whole beside, then renamed: a cut of power leaves the old one or the new one."""
        self.home.mkdir(parents=True, exist_ok=True)
        content = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "home"}
        beside = self.home / f"{environment.STATE_FILE}.{os.getpid()}"
        beside.touch(mode=0o600)
        beside.write_text(json.dumps(content, indent=2))
        beside.rename(self.home / environment.STATE_FILE)

    def invent_keys(self) -> None:
        """A demonstration has keys of its own, drawn once; those of the environment are used when given."""
        for name in KEYS:
            given = os.environ.get(name)
            self.environment[name] = given or self.environment.get(name) or secrets.token_urlsafe(48)

    def password(self, server: str) -> str:
        return self.embedded.setdefault(f"{server}_password", secrets.token_hex(24))

    def port(self, server: str) -> int | None:
        kept = self.embedded.get(f"{server}_port")
        return int(kept) if kept else None
