"""The figures as one table in French, and as `latest.json`; growth is judged here, where every size is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from grc.bench.goals import goal_of

LATEST, RUN = "latest.json", "run.json"
COLUMNS = (
    "mesure",
    "taille",
    "p50 ms",
    "p95 ms",
    "par s",
    "requêtes",
    "plancher ms",
    "rapport",
    "valeur",
    "cible",
    "tenue",
)

Row = dict[str, Any]


def write(place: Path, figures: list[Row], run: dict[str, Any]) -> None:
    (place / LATEST).write_text(json.dumps(grown(figures), ensure_ascii=False, indent=1))
    (place / RUN).write_text(json.dumps(run, ensure_ascii=False, indent=1))


def read(place: Path) -> tuple[list[Row], dict[str, Any]]:
    return json.loads((place / LATEST).read_text()), json.loads((place / RUN).read_text())


def grown(figures: list[Row]) -> list[Row]:
    """« ≤ 1.3 × its own time at 10,000 » is part of the verdict of every larger size."""
    first: dict[str, float] = {}
    for row in figures:
        goal = goal_of(row["name"])
        if goal is None or goal.growth is None or row["p95_ms"] is None:
            continue
        own = first.setdefault(row["name"], row["p95_ms"])
        row["met"] = bool(row["met"]) and row["p95_ms"] <= goal.growth * own
    return figures


def cells(row: Row) -> tuple[str, ...]:
    verdict = {True: "oui", False: "NON", None: ""}[row["met"]]
    value = f"{number(row['value'])} {row['unit']}".strip() if row["value"] is not None else ""
    return (
        row["name"], number(row["size"]), number(row["p50_ms"]), number(row["p95_ms"]), number(row["per_second"]),
        number(row["queries"]), number(row["floor_ms"]), number(row["ratio"]), value, row["target"] or "", verdict,
    )  # fmt: skip


def drawn(figures: list[Row]) -> str:
    """Aligned for a terminal: names to the left, numbers to the right."""
    lines = [COLUMNS, *(cells(row) for row in ordered(figures))]
    widths = [max(len(line[place]) for line in lines) for place in range(len(COLUMNS))]
    left = {0, 9}
    return "\n".join(
        "  ".join(
            text.ljust(widths[place]) if place in left else text.rjust(widths[place]) for place, text in enumerate(line)
        ).rstrip()
        for line in lines
    )


def ordered(figures: list[Row]) -> list[Row]:
    """By figure, then by size: each grows under its own name."""
    rank = {name: place for place, name in enumerate(dict.fromkeys(row["name"] for row in figures))}
    return sorted(figures, key=lambda row: (rank[row["name"]], row["size"]))


def number(value: float | int | None) -> str:
    """« 1 234,5 »; whole above a hundred."""
    if value is None:
        return ""
    if isinstance(value, int) or abs(value) >= 100:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.1f}".replace(".", ",")
