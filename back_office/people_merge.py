"""Two cards side by side, and what one person would be shown with: looked at before anything is done."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from citizens.duplicates import probable_duplicates
from citizens.merging import Difference, MergePreview, preview
from citizens.models import Citizen
from citizens.reading import PersonCard, person_card
from core.actor import Actor
from core.folding import fold
from core.templatetags.grc_dates import date_simple
from requests_app.models import ServiceRequest

from . import desk_person, words

SEEN = "vu"
_BORN = "Naissance"


@dataclass(frozen=True)
class Line:
    """``after`` is what the one card will say; ``was`` what the page showed before a colleague changed it."""

    label: str
    kept: str
    merged: str
    after: str
    conflict: bool = False
    was: str = ""

    @property
    def key(self) -> str:
        return f"{self.label}|{self.kept}|{self.merged}"


@dataclass(frozen=True)
class Side:
    name: str
    initials: str
    detail: str
    url: str
    contacts: list[str]
    requests: int


@dataclass(frozen=True)
class Comparison:
    shown: MergePreview
    kept: Side
    merged: Side
    lines: list[Line]
    url: str
    swap_url: str
    back_url: str
    reason: str
    error: str = ""
    hidden: list[tuple[str, str]] = field(default_factory=list)

    @property
    def contacts(self) -> list[str]:
        return [words.phone(value) for value in self.shown.contacts]

    @property
    def requests(self) -> int:
        return self.kept.requests + self.merged.requests


def build(
    kept: Citizen,
    merged: Citizen,
    by: Actor,
    *,
    reason: str | None = None,
    error: str = "",
    seen: list[str] | None = None,
) -> Comparison:
    """Both readings are recorded. ``seen``: the lines the agent had in front of them when a colleague changed one."""
    shown = preview(kept, merged, by)
    cards = person_card(kept.pk, by), person_card(merged.pk, by)
    lines = _lines(shown, *cards, seen)
    counts = [ServiceRequest.objects.visible_to(by).filter(citizen__in=card.rows).count() for card in cards]
    return Comparison(
        shown=shown,
        kept=_side(cards[0], counts[0]),
        merged=_side(cards[1], counts[1]),
        lines=lines,
        url=reverse("back_office:people_merge", args=[kept.public_id, merged.public_id]),
        swap_url=reverse("back_office:people_merge", args=[merged.public_id, kept.public_id]),
        back_url=reverse("back_office:person", args=[kept.public_id]),
        reason=_reason(kept, merged, by) if reason is None else reason,
        error=error,
        hidden=[
            ("kept", str(shown.kept_revision)),
            ("merged", str(shown.merged_revision)),
            *((SEEN, line.key) for line in lines),
        ],
    )


def _side(card: PersonCard, requests: int) -> Side:
    citizen = card.citizen
    contacts = [words.phone(one.value) for one in card.contacts if one.ended_on is None]
    hidden = [card.address] if card.protected and card.address not in contacts else []
    return Side(
        name=card.name,
        initials=citizen.initials,
        detail=desk_person.detail(citizen),
        url=reverse("back_office:person", args=[citizen.public_id]),
        contacts=[*contacts, *hidden],
        requests=requests,
    )


def _lines(shown: MergePreview, kept: PersonCard, merged: PersonCard, seen: list[str] | None) -> list[Line]:
    before = {}
    for text in seen or ():
        label, _bar, rest = text.partition("|")
        before[label] = rest
    lines = [_line(one, kept, merged) for one in shown.differences]
    if seen is None:
        return lines
    return [_changed(line, before.get(line.label, "|")) for line in lines]


def _line(one: Difference, kept: PersonCard, merged: PersonCard) -> Line:
    return Line(
        one.label, one.kept, one.merged, _after(one, kept, merged), one.conflict and fold(one.kept) != fold(one.merged)
    )


def _after(one: Difference, kept: PersonCard, merged: PersonCard) -> str:
    """The card of one person reads its names from the kept row; a birth date and needs are completed by the other."""
    if one.label == _("Besoins"):
        return ", ".join(dict.fromkeys([*kept.needs, *merged.needs]))
    if one.label == _(_BORN):
        born = kept.birth_date or merged.birth_date
        return date_simple(born) if born else ""
    return one.kept


def _changed(line: Line, before: str) -> Line:
    if before == f"{line.kept}|{line.merged}":
        return line
    was = " / ".join(part or _("vide") for part in before.split("|"))
    return Line(line.label, line.kept, line.merged, line.after, line.conflict, was)


def _reason(kept: Citizen, merged: Citizen, by: Actor) -> str:
    """The reasons of the hint, to be corrected by the agent; empty when nobody hinted it."""
    for one in probable_duplicates(kept, by=by):
        if one.citizen.pk == merged.pk:
            return ", ".join(str(reason) for reason in one.reasons).capitalize()
    return ""
