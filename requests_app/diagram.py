"""The page docs/vie-d-une-demande.md, drawn from the table of moves so that it never lies. Pure."""

from __future__ import annotations

from pathlib import Path

from requests_app.enums import ENDED, Action, Phase
from requests_app.lifecycle import MOVES

PAGE = Path("docs/vie-d-une-demande.md")
_INTRO = """# Vie d’une demande

Page écrite par `manage.py draw_lifecycle` à partir de `requests_app/lifecycle.py` : ne la corrigez pas à la main.
Un test compare les deux. Ce qui est permis ici n’est pas toujours proposé : le circuit de la démarche choisit.
"""


def page() -> str:
    """The whole page, Markdown with a Mermaid drawing."""
    return "\n".join([_INTRO, _drawing(), "", *_table(), "", _unreached(), ""])


def _drawing() -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{phase.label}" as {phase.value}' for phase in _reached()]
    lines.append(f"    [*] --> {Phase.RECEIVED.value}")
    for (start, end), labels in _arrows().items():
        lines.append(f"    {start.value} --> {end.value} : {', '.join(labels)}")
    lines += [f"    {phase.value} --> [*]" for phase in _reached() if phase in ENDED]
    return "\n".join([*lines, "```"])


def _arrows() -> dict[tuple[Phase, Phase], list[str]]:
    """Moves that change the phase, their labels gathered on one arrow."""
    arrows: dict[tuple[Phase, Phase], list[str]] = {}
    for action in Action:
        for start in _reached():
            end = MOVES[action].get(start)
            if end is not None and end != start:
                arrows.setdefault((start, end), []).append(str(action.label))
    return arrows


def _reached() -> list[Phase]:
    moved = {end for moves in MOVES.values() for start, end in moves.items() if end != start}
    ends = {Phase.RECEIVED} | moved
    return [phase for phase in Phase if phase in ends]


def _table() -> list[str]:
    head = ["## Ce qui est permis, état par état", "", "| État | Actions | Mène à |", "|---|---|---|"]
    rows = []
    for phase in Phase:
        staying = [str(a.label) for a in Action if MOVES[a].get(phase) == phase]
        moving = [(str(a.label), MOVES[a][phase].label) for a in Action if MOVES[a].get(phase, phase) != phase]
        rows.append(f"| **{phase.label}** | {', '.join(staying) or '–'} | reste |")
        rows += [f"| | {label} | {end} |" for label, end in moving]
    return [*head, *rows]


def _unreached() -> str:
    waiting = ", ".join(f"« {phase.label} »" for phase in Phase if phase not in _reached())
    return f"États prévus, sans action pour l’instant : {waiting}."
