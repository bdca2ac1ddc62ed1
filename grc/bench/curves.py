"""Growth curves as one SVG: how each family of figures grows with the number of requests, both axes logarithmic."""

from __future__ import annotations

import math
from typing import Any

from grc.bench.table import number

Row = dict[str, Any]
WIDTH, HEIGHT, LEFT, TOP, BOTTOM, KEYS = 1040, 520, 70, 40, 60, 420
COLOURS = ("#0b7a5b", "#4f46a5", "#b4530a", "#0369a1", "#be185d", "#4d7c0f", "#7c2d12", "#475569")
DRAWN = (
    "Corbeille : première page",
    "Corbeille : vue Toutes les demandes",
    "Corbeille : page 1 000",
    "Demande de 50 événements",
    "Recherche : mot rare",
    "Recherche : mot fréquent",
    "Usagers : recherche, toutes orthographes",
    "Compteurs : toutes les vues",
)


def drawn(figures: list[Row]) -> str:
    """p95 of the figures every agent meets; empty lines are left out."""
    lines = {name: sorted((row["size"], row["p95_ms"]) for row in figures if row["name"] == name) for name in DRAWN}
    lines = {name: points for name, points in lines.items() if points and all(ms for _size, ms in points)}
    if not lines:
        return ""
    sizes = sorted({size for points in lines.values() for size, _ms in points})
    times = [ms for points in lines.values() for _size, ms in points]
    least, most = 10 ** math.floor(math.log10(min(times))), 10 ** math.ceil(math.log10(max(times) + 1e-9))
    across = _axis(sizes[0], max(sizes[-1], sizes[0] * 10), LEFT, WIDTH - KEYS)
    upward = _axis(least, max(most, least * 10), HEIGHT - BOTTOM, TOP)
    parts = [_frame(), *_grid(sizes, least, most, across, upward)]
    for rank, (name, points) in enumerate(lines.items()):
        parts += _line(name, points, COLOURS[rank % len(COLOURS)], rank, across, upward)
    return "\n".join([*parts, "</svg>", ""])


def _axis(first: float, last: float, start: float, end: float) -> Any:
    span = math.log10(last) - math.log10(first)
    return lambda value: start + (math.log10(value) - math.log10(first)) / span * (end - start)


def _frame() -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif" '
        f'font-size="13"><title>p95 selon le nombre de demandes</title><rect width="{WIDTH}" height="{HEIGHT}" '
        f'fill="#fff"/><text x="{LEFT}" y="22" font-weight="bold">p95 (ms) selon le nombre de demandes</text>'
    )


def _grid(sizes: list[int], least: float, most: float, across: Any, upward: Any) -> list[str]:
    parts = []
    for power in range(round(math.log10(least)), round(math.log10(most)) + 1):
        height = upward(10**power)
        parts.append(f'<path d="M{LEFT} {height:.1f}H{WIDTH - KEYS}" stroke="#d4d4d8"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{height + 4:.1f}" text-anchor="end">{number(10**power)}</text>')
    for size in sizes:
        place = across(size)
        parts.append(f'<path d="M{place:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#e4e4e7"/>')
        parts.append(f'<text x="{place:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{number(size)}</text>')
    return parts


def _line(name: str, points: list[tuple[int, float]], colour: str, rank: int, across: Any, upward: Any) -> list[str]:
    path = " ".join(f"{across(size):.1f},{upward(ms):.1f}" for size, ms in points)
    height, start = TOP + 12 + rank * 24, WIDTH - KEYS + 24
    dots = [f'<circle cx="{across(size):.1f}" cy="{upward(ms):.1f}" r="3.5" fill="{colour}"/>' for size, ms in points]
    return [
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>',
        *dots,
        f'<path d="M{start} {height - 4}h18" stroke="{colour}" stroke-width="3"/>',
        f'<text x="{start + 26}" y="{height}">{name} ({number(points[-1][1])} ms)</text>',
    ]
