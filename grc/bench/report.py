"""`python -m grc.bench.report [FOLDER]`: docs/performances.md and its picture, written from latest.json."""

from __future__ import annotations

import os
import platform
import re
import sys
from pathlib import Path
from typing import Any

from grc.bench import curves, table
from grc.environment import ROOT, home

PAGE, PICTURE = ROOT / "docs/performances.md", ROOT / "docs/images/courbes.svg"
# Why, by the first words of the figure; what has no reason here is told as an open question.
REASONS = ROOT / "docs/performances-pourquoi.md"
HEAD = """# Ce que la GRC fait en une seconde

Page écrite par `python -m grc.bench.report` d’après `latest.json` : ne pas la corriger à la main.

- Commande : `make bench` ({command}), le {day}, en {minutes} min.
- Machine : {machine}.
- PostgreSQL {version}, base embarquée ou donnée ; {settings}.
- Serveur : gunicorn, 2 processus de 4 fils (`gthread`). Le client du banc tourne sur les deux mêmes cœurs.
- Plancher : la même chose sans notre code, mesurée dans la même minute (le SQL de la page envoyé par psycopg2 seul ;
  une vue Django nue qui insère les mêmes lignes ; l’analyseur de courriels de Python et une insertion ; WeasyPrint
  seul).
- Bases : {bases}.

![Courbes](images/courbes.svg)

"""


def written(figures: list[dict[str, Any]], run: dict[str, Any]) -> str:
    lines = [head(run), *_table(figures), "", "## Ce qui n’est pas tenu", ""]
    missed = [row for row in table.ordered(figures) if row["met"] is False]
    lines += [_missed(row) for row in missed] or ["Tout est tenu."]
    if REASONS.exists():
        lines += ["", "## Pourquoi", "", REASONS.read_text().strip()]
    return "\n".join(lines) + "\n"


def head(run: dict[str, Any]) -> str:
    server = dict(run["server"])
    version = server.pop("server_version", "")
    bases = " ; ".join(
        f"{table.number(int(size))} demandes faites en {table.number(made['made_s'])} s, "
        f"{table.number(made['megabytes'])} Mo"
        for size, made in run["sizes"].items()
    )
    return HEAD.format(
        command=run.get("command", ""),
        day=run.get("day", ""),
        minutes=table.number(run["seconds"] / 60),
        machine=run.get("machine") or machine(),
        version=version,
        settings=", ".join(f"`{name} = {text}`" for name, text in server.items()),
        bases=bases,
    )


def machine() -> str:
    """« 2 cœurs, AMD EPYC, 24 Go, Linux 6.1 »."""
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())
    size = round(int(memory[1]) / 1024**2) if memory else 0
    return (
        f"{os.cpu_count()} cœurs, {model[1].strip() if model else platform.machine()}, {size} Go, {platform.system()}"
    )


def _table(figures: list[dict[str, Any]]) -> list[str]:
    rows = [table.cells(row) for row in table.ordered(figures)]
    align = ["---" if place in (0, 9) else "---:" for place in range(len(table.COLUMNS))]
    return ["| " + " | ".join(line) + " |" for line in (table.COLUMNS, align, *rows)]


def _missed(row: dict[str, Any]) -> str:
    found = {"p95": row["p95_ms"], "par s": row["per_second"], "rapport": row["ratio"], "valeur": row["value"]}
    told = ", ".join(f"{name} {table.number(value)}" for name, value in found.items() if value is not None)
    return f"- **{row['name']}** à {table.number(row['size'])} : {told} ; demandé : {row['target']}."


def main() -> None:
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else home() / "bench"
    figures, run = table.read(place)
    picture = curves.drawn(figures)
    if picture:
        PICTURE.write_text(picture)
    PAGE.write_text(written(figures, run))


if __name__ == "__main__":
    main()
