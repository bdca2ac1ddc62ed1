"""What an envelope is about: the rooms above say whether an agent sees it, and whether its letter is kept apart."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from core.actor import Actor
from messaging import policies
from messaging.models import Dispatch


@dataclass(frozen=True)
class Standing:
    """Today's, whatever was true when the envelope was written.

    `apart`: confidential, or a protected address; such a letter is printed alone by who may see it. `due_on`: the last
    day to send the acknowledgement that is still owed.
    """

    visible: bool
    apart: bool
    number: str = ""
    public_id: uuid.UUID | None = None
    due_on: dt.date | None = None


Judge = Callable[[Actor, list[str]], dict[str, Standing]]
_judges: dict[str, Judge] = {}
# Nothing is known of it any more: shown to nobody, printed with nothing.
UNKNOWN = Standing(visible=False, apart=True)


def register(kind: str, judge: Judge) -> None:
    """One judge a kind of subject; the last one registered wins."""
    _judges[kind] = judge


def standings(by: Actor, dispatches: Iterable[Dispatch]) -> dict[int, Standing]:
    """{pk of the envelope: its standing for this agent}; each judge is asked once."""
    rows = list(dispatches)
    found: dict[int, Standing] = {}
    for kind in {row.subject_kind for row in rows}:
        of_kind = [row for row in rows if row.subject_kind == kind]
        judge = _judges.get(kind)
        if judge is None:
            found |= {row.pk: Standing(policies.can_view(by, row), row.confidential) for row in of_kind}
            continue
        told = judge(by, sorted({row.subject_ref for row in of_kind}))
        found |= {row.pk: told.get(row.subject_ref, UNKNOWN) for row in of_kind}
    return found
