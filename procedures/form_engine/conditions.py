"""Conditions: an explicit tree, evaluated on the server only.

`{all: […]}`, `{any: […]}`, `{not: …}` or `{field, op, value}`. A field may name a part: `identite.birth_date`.
A missing answer is empty: only `empty`, `ne` and `not` are true of it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Condition = Mapping[str, Any]


def look_up(path: str, answers: Mapping[str, Any]) -> Any:
    value: Any = answers
    for step in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(step)
    return value


def is_empty(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(is_empty(part) for part in value.values())
    return value is None or value == "" or value == [] or value == ()


def _same(answer: Any, value: Any) -> bool:
    if isinstance(answer, bool) or isinstance(value, bool):
        return answer is value
    return answer == value


def _ordered(answer: Any, value: Any, test: Callable[[Any, Any], bool]) -> bool:
    """Numbers with numbers, ISO dates with ISO dates: anything else is false."""
    numbers = all(isinstance(x, int | float) and not isinstance(x, bool) for x in (answer, value))
    texts = isinstance(answer, str) and isinstance(value, str)
    return (numbers or texts) and test(answer, value)


def _contains(answer: Any, value: Any) -> bool:
    if isinstance(answer, str):
        return isinstance(value, str) and value.casefold() in answer.casefold()
    return isinstance(answer, list | tuple) and value in answer


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": _same,
    "ne": lambda answer, value: not _same(answer, value),
    "lt": lambda answer, value: _ordered(answer, value, lambda a, b: a < b),
    "gt": lambda answer, value: _ordered(answer, value, lambda a, b: a > b),
    "contains": _contains,
    "empty": lambda answer, value: is_empty(answer) is bool(value),
    "in": lambda answer, value: isinstance(value, list | tuple) and any(_same(answer, one) for one in value),
}


def holds(condition: Condition | None, answers: Mapping[str, Any]) -> bool:
    """Whether the condition is true of these answers; no condition is always true."""
    if not condition:
        return True
    if "all" in condition:
        return all(holds(part, answers) for part in condition["all"])
    if "any" in condition:
        return any(holds(part, answers) for part in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], answers)
    answer = look_up(condition["field"], answers)
    return OPERATORS[condition["op"]](answer, condition.get("value", True))


def fields_of(condition: Condition | None) -> Iterator[str]:
    """The paths a condition reads."""
    if not condition:
        return
    for part in [*condition.get("all", ()), *condition.get("any", ())]:
        yield from fields_of(part)
    if "not" in condition:
        yield from fields_of(condition["not"])
    if "field" in condition:
        yield condition["field"]
