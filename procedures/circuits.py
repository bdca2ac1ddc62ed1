"""Circuits: which moves are offered at each step. Which are legal stands in the lifecycle of the requests.

The phases are the fixed ones of every request; here they are codes, because requests stand above procedures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from procedures.form_engine.texts import say


class HasDefinition(Protocol):
    definition: Any


@dataclass(frozen=True)
class Step:
    code: str
    label: str
    phase: str


@dataclass(frozen=True)
class Transition:
    """`to` is empty when the move changes no step (a note, an assignment). `primary`: the step's filled button."""

    code: str
    action: str
    label: str
    to: str = ""
    primary: bool = False


OPEN_STEPS = ("received", "in_progress", "waiting_person", "waiting_third_party")
ANYWHERE = (*OPEN_STEPS, "decided", "closed", "withdrawn")


def _step(phase: str, label: str) -> dict[str, str]:
    return {"code": phase, "label": label, "phase": phase}


def _move(action: str, label: str, steps: tuple[str, ...], to: str = "", **more: Any) -> dict[str, Any]:
    return {"code": action, "action": action, "label": label, "from": list(steps), "to": to, **more}


DEFAULT: dict[str, Any] = {
    "code": "defaut",
    "steps": [
        _step("received", "Reçue"),
        _step("in_progress", "En cours"),
        _step("waiting_person", "En attente de l’usager"),
        _step("waiting_third_party", "En attente d’un tiers"),
        _step("decided", "Décidée"),
        _step("closed", "Close"),
        _step("withdrawn", "Retirée"),
        _step("transmitted", "Transmise"),
        _step("merged", "Regroupée"),
        _step("set_aside", "Écartée"),
    ],
    "start": "received",
    "transitions": [
        _move("take", "Prendre en charge", ("received",), "in_progress", primary_at=["received"]),
        _move("assign", "Affecter", OPEN_STEPS),
        _move("reroute", "Réorienter", OPEN_STEPS),
        _move("reply", "Répondre", (*OPEN_STEPS, "decided"), primary_at=["waiting_person"]),
        _move("note", "Écrire une note", ANYWHERE),
        _move("ask", "Demander une précision", ("received", "in_progress", "waiting_person"), "waiting_person"),
        _move("decide", "Décider", OPEN_STEPS, "decided", primary_at=["in_progress", "waiting_third_party"]),
        _move("close", "Clore", (*OPEN_STEPS, "decided"), "closed", primary_at=["decided"]),
        _move("reopen", "Rouvrir", ("decided", "closed", "withdrawn"), "in_progress"),
        _move("withdraw", "Retirer à la demande de l’usager", OPEN_STEPS, "withdrawn"),
    ],
}


def steps(circuit: HasDefinition | Mapping[str, Any]) -> list[Step]:
    return [Step(one["code"], say(one["label"]), one["phase"]) for one in _definition(circuit)["steps"]]


def step_for(circuit: HasDefinition | Mapping[str, Any], phase: str) -> str:
    """The first step of a phase: where a request stands when a move names only the phase."""
    return next((step.code for step in steps(circuit) if step.phase == phase), phase)


def first_step(circuit: HasDefinition | Mapping[str, Any]) -> str:
    definition = _definition(circuit)
    return str(definition.get("start") or definition["steps"][0]["code"])


def offered(circuit: HasDefinition | Mapping[str, Any], step: str, phase: str) -> list[Transition]:
    """The moves offered at this step; a step unknown to the circuit is read as the first of its phase."""
    known = {one.code for one in steps(circuit)}
    here = step if step in known else step_for(circuit, phase)
    return [
        Transition(
            code=move["code"],
            action=move["action"],
            label=say(move["label"]),
            to=move.get("to", ""),
            primary=here in move.get("primary_at", ()),
        )
        for move in _definition(circuit)["transitions"]
        if here in move["from"]
    ]


def _definition(circuit: HasDefinition | Mapping[str, Any]) -> Mapping[str, Any]:
    return circuit if isinstance(circuit, Mapping) else circuit.definition
