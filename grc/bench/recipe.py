"""The rows that one filing leaves in the database, told so that a view without any of our code can insert them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Field, ForeignKey, JSONField, Model, UniqueConstraint, UUIDField
from django.db.models.options import Options

Marks = dict[type[Model], int]
Step = dict[str, Any]


def heads() -> Marks:
    """The last row of every table."""
    found = {}
    with connection.cursor() as cursor:
        for model in _models():
            cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {options(model).db_table}")  # noqa: S608 - our own tables
            found[model] = cursor.fetchone()[0]
    return found


def written_by(call: Callable[[], object]) -> list[Step]:
    """The rows of every table that came while ``call`` ran: those pointed to before those that point."""
    before = heads()
    call()
    steps = {model: step for model in _models() if (step := _step(model, before[model]))["rows"]}
    return [steps[model] for model in _ordered(set(steps))]


def keep(steps: list[Step], path: Path) -> None:
    path.write_text(json.dumps(steps, cls=DjangoJSONEncoder))


def _models() -> list[type[Model]]:
    """Sessions and counters have no ``id``: they are updated, not inserted."""
    return [one for one in apps.get_models() if options(one).pk is not None and options(one).pk.column == "id"]


def _step(model: type[Model], after: int) -> Step:
    fields = [one for one in options(model).local_concrete_fields if not one.generated]
    columns = [one.column for one in fields]
    with connection.cursor() as cursor:
        names = ", ".join(f'"{column}"' for column in columns)
        cursor.execute(f"SELECT {names} FROM {options(model).db_table} WHERE id > %s ORDER BY id", [after])  # noqa: S608
        rows = cursor.fetchall()
    return {
        "table": options(model).db_table,
        "columns": columns,
        "rows": rows,
        "links": {one.column: options(one.related_model).db_table for one in fields if isinstance(one, ForeignKey)},
        "unique": _unique(model, fields),
        "json": [one.column for one in fields if isinstance(one, JSONField)],
    }


def _unique(model: type[Model], fields: list[Field[Any, Any]]) -> dict[str, str]:
    """Columns that must be new in each copy, and what goes there: a uuid, a text of that length, a number."""
    found = {one.column: _kind(one) for one in fields if one.unique and not one.primary_key and one.column != "id"}
    for constraint in options(model).constraints:
        if not isinstance(constraint, UniqueConstraint) or constraint.condition is not None:
            continue
        members = [options(model).get_field(name) for name in constraint.fields]
        if any(isinstance(one, ForeignKey) or getattr(one, "column", "") in found for one in members):
            continue
        last = members[-1] if members else None
        if isinstance(last, Field):
            found[last.column] = _kind(last)
    return {column: kind for column, kind in found.items() if column}


def _kind(field: Field[Any, Any]) -> str:
    if isinstance(field, ForeignKey):
        return "link"
    if isinstance(field, UUIDField):
        return "uuid"
    return str(field.max_length) if field.max_length else "number"


def _ordered(models: set[type[Model]]) -> list[type[Model]]:
    placed: list[type[Model]] = []
    waiting = sorted(models, key=lambda one: options(one).label)
    while waiting:
        ready = [one for one in waiting if not (_pointed(one) & set(waiting)) - {one}] or waiting[:1]
        placed += ready
        waiting = [one for one in waiting if one not in ready]
    return placed


def _pointed(model: type[Model]) -> set[type[Model]]:
    return {one.related_model for one in options(model).local_concrete_fields if isinstance(one, ForeignKey)}


def options(model: type[Model]) -> Options[Any]:
    return model._meta  # noqa: SLF001 - the documented door of Django to its own models
