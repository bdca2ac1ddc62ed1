"""The floor of filing: Django with nothing in it. One page with a form; its POST keeps the photo and inserts the rows.

Run by gunicorn as `grc.bench.bare:application`, with the recipe of `grc.bench.recipe` in GRC_BENCH_RECIPE.
"""

from __future__ import annotations

import json
import os
import secrets
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings

from grc import environment

settings.configure(
    SECRET_KEY=os.environ["SECRET_KEY"],
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="grc.bench.bare",
    DATABASES={"default": environment.database(os.environ["DATABASE_URL"])},
    MIDDLEWARE=[],
    USE_TZ=True,
)

from django.core.wsgi import get_wsgi_application  # noqa: E402 - settings first
from django.db import connection, transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402

FORM = (
    b"<!doctype html><form method=post enctype=multipart/form-data>"
    b"<input type=file name=photo><button>OK</button></form>"
)
STEPS: list[dict[str, Any]] = json.loads(Path(os.environ["GRC_BENCH_RECIPE"]).read_text())
PLACE = Path(os.environ["GRC_HOME"]) / "floor"
PLACE.mkdir(parents=True, exist_ok=True)


def file(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return HttpResponse(FORM)
    if upload := request.FILES.get("photo"):
        (PLACE / uuid.uuid4().hex).write_bytes(upload.read())
    with transaction.atomic():
        insert()
    return HttpResponse(b"<!doctype html><p>OK")


def insert() -> None:
    """One INSERT a table; what pointed to a row of the recipe points to its copy."""
    new: dict[str, dict[int, int]] = {}
    with connection.cursor() as cursor:
        for step in STEPS:
            columns = [column for column in step["columns"] if column != "id"]
            values = [_row(step, row, new) for row in step["rows"]]
            holes = ", ".join(["(" + ", ".join(["%s"] * len(columns)) + ")"] * len(values))
            names = ", ".join(f'"{column}"' for column in columns)
            cursor.execute(
                f"INSERT INTO {step['table']} ({names}) VALUES {holes} RETURNING id",  # noqa: S608 - our own recipe
                [value for row in values for value in row],
            )
            place = step["columns"].index("id")
            old = [row[place] for row in step["rows"]]
            new[step["table"]] = dict(zip(old, [found[0] for found in cursor.fetchall()], strict=True))


def _row(step: dict[str, Any], row: list[Any], new: dict[str, dict[int, int]]) -> list[Any]:
    made = []
    for column, value in zip(step["columns"], row, strict=True):
        if column == "id":
            continue
        if column in step["links"]:
            value = new.get(step["links"][column], {}).get(value, value)
        elif column in step["unique"]:
            value = _fresh(step["unique"][column])
        elif column in step["json"] and not isinstance(value, str):
            value = json.dumps(value)
        made.append(value)
    return made


def _fresh(kind: str) -> Any:
    if kind == "uuid":
        return str(uuid.uuid4())
    if kind == "number":
        return secrets.randbelow(2**60)
    return secrets.token_hex(32)[: int(kind)]


urlpatterns = [path("", file)]
application = get_wsgi_application()
