"""Which variables a message may use: registered by the rooms above that fill them, shown to administrators."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Variable:
    """`name` is what administrators type between braces (French, without accents); `sample` fills the preview."""

    name: str
    label: str | Promise
    sample: str | Promise


_sets: dict[str, dict[str, Variable]] = {}


def register(variable_set: str, variables: list[Variable]) -> None:
    """Adds to a set; the same name again replaces."""
    _sets.setdefault(variable_set, {}).update({variable.name: variable for variable in variables})


def variables_of(variable_set: str) -> dict[str, Variable]:
    return dict(_sets.get(variable_set, {}))


def variable_sets() -> list[str]:
    return sorted(_sets)


def samples(variable_set: str) -> dict[str, str]:
    return {name: str(variable.sample) for name, variable in variables_of(variable_set).items()}
