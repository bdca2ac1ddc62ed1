"""What the screen of the day’s mail is showing: written in its address, so that a reload loses nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

ENVELOPE = "enveloppe"
LONGEST = 200


@dataclass(frozen=True)
class PostState:
    """``item`` is a public id, ``page`` its rank in the letter; ``panel`` replaces the letter by another form."""

    day: dt.date
    today: dt.date
    item: str = ""
    page: int = 1
    text: bool = False
    zoom: bool = False
    query: str = ""
    panel: str = ""

    @classmethod
    def read(cls, data: Mapping[str, Any], today: dt.date) -> PostState:
        """Never raises: what means nothing is left out."""
        page = str(data.get("page", ""))
        return cls(
            day=_day(str(data.get("jour", ""))) or today,
            today=today,
            item=_identifier(str(data.get("pli", ""))),
            page=int(page) if page.isdecimal() and len(page) < 5 and int(page) else 1,
            text=bool(data.get("texte")),
            zoom=bool(data.get("zoom")),
            query=str(data.get("mots", "")).replace("\x00", "").strip()[:LONGEST],
            panel=ENVELOPE if data.get("faire") == ENVELOPE else "",
        )

    def url(self, **changes: Any) -> str:
        state = replace(self, **changes)
        parts = {
            "jour": "" if state.day == state.today else state.day.isoformat(),
            "pli": state.item,
            "page": "" if state.page == 1 else str(state.page),
            "texte": "1" if state.text else "",
            "zoom": "1" if state.zoom else "",
            "mots": state.query,
            "faire": state.panel,
        }
        kept = {name: value for name, value in parts.items() if value}
        return reverse("back_office:post_in") + (f"?{urlencode(kept)}" if kept else "")

    def of_day(self, day: dt.date) -> str:
        """Another day, from its beginning."""
        return PostState(day, self.today).url()

    def of_item(self, item: uuid.UUID | str, **changes: Any) -> str:
        return replace(self, page=1, text=False, zoom=False, panel="").url(item=str(item), **changes)

    @property
    def of_this_day(self) -> str:
        return self.of_day(self.day)

    @property
    def is_today(self) -> bool:
        return self.day == self.today


def _day(typed: str) -> dt.date | None:
    """A day of a register has one before it and one after it."""
    try:
        found = dt.date.fromisoformat(typed)
    except ValueError:
        return None
    return found if dt.date.min.year < found.year < dt.date.max.year else None


def _identifier(typed: str) -> str:
    try:
        return str(uuid.UUID(typed))
    except ValueError:
        return ""
