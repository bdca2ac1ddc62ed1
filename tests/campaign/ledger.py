"""What clients were told, kept outside the installation: one line of JSON a fact."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from typing import Any

# Kinds of lines. A number was told; an answer was a page of refusal; no answer came; a person gave up; an agent's page.
TOLD, REFUSED, SILENT, ABANDONED, PAGE = "told", "refused", "silent", "abandoned", "page"


class Ledger:
    """Appended to by the clients, read by the test once they have ended."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lock = threading.Lock()

    def write(self, kind: str, **facts: Any) -> None:
        line = json.dumps({"kind": kind, "at": time.time(), **facts})
        with self.lock, self.path.open("a") as opened:
            opened.write(line + "\n")

    def read(self, kind: str) -> list[dict[str, Any]]:
        lines = self.path.read_text().splitlines() if self.path.exists() else []
        return [line for line in map(json.loads, lines) if line["kind"] == kind]
