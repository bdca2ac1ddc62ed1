"""Changing who a person is while a colleague does the same: nothing is overwritten, the difference is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from citizens.models import Citizen
from citizens.reading import PersonCard
from core import calendar

from .people_forms import IdentityForm

SEEN = "vu-"
ID = "fiche-%s"


@dataclass(frozen=True)
class Change:
    """One field that a colleague changed since the page was shown; ``mine`` is what was typed, when it was."""

    label: str
    before: str
    now: str
    mine: str = ""


def values(card: PersonCard) -> dict[str, Any]:
    """The card as text, field by field; a birth date this agent may not see is an empty box."""
    citizen = card.citizen
    return {
        "civility": citizen.civility,
        "family_name": citizen.family_name,
        "name_in_use": citizen.name_in_use,
        "first_names": citizen.first_names,
        "birth_date": f"{card.birth_date:%d/%m/%Y}" if card.birth_date else "",
        "language": citizen.language,
        "preferred_channel": citizen.preferred_channel,
        "needs": list(citizen.needs),
        "registration": citizen.registration,
    }


def form(card: PersonCard, data: Any = None) -> IdentityForm:
    """Blank of what was typed: the card; with it: what was typed."""
    today = calendar.today(card.citizen.commune)
    return IdentityForm(data, citizen=card.citizen, today=today, initial=values(card), auto_id=ID)


def seen(bound: IdentityForm, card: PersonCard) -> list[tuple[str, str]]:
    """What the page shows now, to be posted with what is typed."""
    shown = values(card)
    return [(SEEN + name, _text(shown[name])) for name in bound.fields]


def changed(bound: IdentityForm, data: Any) -> dict[str, Any]:
    """Only what the agent changed, ready for the operation."""
    return {name: bound.cleaned_data[name] for name in bound.fields if _typed(data, name) != data.get(SEEN + name)}


def merged(card: PersonCard, data: Any) -> tuple[MultiValueDict[str, str], list[Change]]:
    """What the page shows once a colleague has been there: their values, but where the agent typed another one."""
    shown, names = values(card), list(form(card).fields)
    together = MultiValueDict({key: list(data.getlist(key)) for key in data})
    found = []
    labels: Mapping[str, Any] = form(card).fields
    for name in names:
        before, now, typed = data.get(SEEN + name, ""), _text(shown[name]), _typed(data, name)
        if typed == before:
            together.setlist(name, shown[name] if isinstance(shown[name], list) else [now])
        if before != now:
            mine = _said(name, typed) if typed not in (before, now) else ""
            found.append(Change(str(labels[name].label), _said(name, before), _said(name, now), mine))
    return together, found


def _typed(data: Any, name: str) -> str:
    return _text(data.getlist(name) if hasattr(data, "getlist") else data.get(name, ""))


def _text(value: Any) -> str:
    """Order and spaces do not count."""
    parts = value if isinstance(value, list) else [value]
    return ",".join(sorted(" ".join(str(part).split()) for part in parts))


_BLANK = Citizen(family_name=" ")


def _said(name: str, text: str) -> str:
    """A code of a list by its label."""
    field = IdentityForm(citizen=_BLANK, today=calendar.now().date()).fields.get(name)
    labels = dict(getattr(field, "choices", []))
    return ", ".join(str(labels.get(part, part)) for part in text.split(",") if part) or (
        _("vide") if not text else text
    )
