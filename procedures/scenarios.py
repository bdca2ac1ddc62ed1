"""Scenarios: answers, and what must come of them. A version is not published while one fails."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from procedures import routing
from procedures.form_engine import Form


@dataclass(frozen=True)
class Outcome:
    name: str
    faults: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.faults


def run(definition: Mapping[str, Any]) -> list[Outcome]:
    return [run_one(definition, scenario) for scenario in definition.get("scenarios", ())]


def run_one(definition: Mapping[str, Any], scenario: Mapping[str, Any]) -> Outcome:
    found = observed(definition, scenario)
    faults = [
        _("%(what)s : attendu « %(expected)s », obtenu « %(found)s »")
        % {"what": what, "expected": _words(expected), "found": _words(found[what])}
        for what, expected in scenario["expect"].items()
        if found[what] != expected
    ]
    return Outcome(scenario["name"], tuple(faults))


def observed(definition: Mapping[str, Any], scenario: Mapping[str, Any]) -> dict[str, Any]:
    form = Form.from_definition(definition)
    answers = form.normalised(scenario["answers"])
    route = routing.route(definition, answers, _location(scenario.get("place")), scenario.get("channel", "web"))
    return {
        "service": route.service_code,
        "priority": route.priority,
        "reason": route.reason,
        "subject": form.subject(answers),
        "silence": definition["regime"]["silence"],
        "ar_due": definition["acknowledgement"]["due"],
        "pages": [page.key for page in form.pages(answers)],
        "errors": [key for errors in form.clean_all(answers).values() for key in errors],
    }


def _location(place: Mapping[str, str] | None) -> Any:
    if not place:
        return None
    ward = SimpleNamespace(code=place["ward"].lower(), name=place["ward"]) if place.get("ward") else None
    street = SimpleNamespace(name=place["street"]) if place.get("street") else None
    return SimpleNamespace(ward=ward, street=street, reason="")


def _words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
