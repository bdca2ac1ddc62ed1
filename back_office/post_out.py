"""« Courrier à expédier »: rows of letters and batches, from what messaging says this agent sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from back_office import words
from core import calendar
from core.actor import Actor
from core.models import Commune
from core.templatetags.grc_dates import date_simple, jour_court
from messaging import letter_queries
from messaging.enums import BatchState, DispatchKind, DispatchState, ReturnReason
from messaging.letter_queries import Batch, Letter
from messaging.rules.postal_order import town_of
from organisation.models import Service

# A returned letter is told for two months; a posted batch, for the day.
TOLD_FOR = dt.timedelta(days=60)


@dataclass(frozen=True)
class Row:
    """One letter. `due_state` is late, soon or empty; `state` its word, `tone` its colour with it."""

    public_id: str
    kind: str
    name: str
    town: str
    service: str
    number: str
    url: str
    pdf: str
    state: str
    tone: str = ""
    due: str = ""
    due_state: str = ""
    alone: bool = False
    registered: str = ""
    reprints: int = 0
    rank: int | None = None
    detail: str = ""
    address: str = ""
    again: bool = False


@dataclass(frozen=True)
class Pile:
    service: str
    rows: list[Row]


@dataclass(frozen=True)
class BatchRow:
    public_id: str
    number: str
    title: str
    made: str
    state: str
    label: str
    problem: str
    letters_url: str
    list_url: str
    rows: list[Row]
    resumed: str = ""
    last_rank: int = 1

    @property
    def is_preparing(self) -> bool:
        return self.state == BatchState.PREPARING

    @property
    def can_print(self) -> bool:
        return self.state in {BatchState.READY, BatchState.PRINTED}

    @property
    def has_list(self) -> bool:
        return self.state in {BatchState.READY, BatchState.PRINTED, BatchState.POSTED}


@dataclass(frozen=True)
class Page:
    piles: list[Pile]
    batches: list[BatchRow]
    returned: list[Row]
    summary: str
    late: str
    to_batch: int
    services: list[Service]
    texts: str
    today: dt.date
    came_back: list[Row] = field(default_factory=list)
    reasons: Sequence[tuple[str, str]] = ()

    @property
    def is_preparing(self) -> bool:
        return any(one.is_preparing for one in self.batches)


def build(by: Actor, commune: Commune, came_back: list[Letter] | None = None) -> Page:
    today = calendar.today(commune)
    waiting = letter_queries.waiting_letters(by, commune)
    rows = [_row(one, today) for one in waiting]
    together = [one for one in waiting if not one.standing.apart and one.dispatch.printed_at is None]
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    shown = letter_queries.batches(by, commune, midnight)
    returned = letter_queries.returned_letters(by, commune, today - TOLD_FOR)
    again = letter_queries.sent_again(returned)
    services = {one.dispatch.from_service_id: one.dispatch.from_service for one in together}
    return Page(
        piles=_piles(rows),
        batches=[_batch(one, today) for one in shown],
        returned=[replace(_row(one, today), again=one.dispatch.pk in again) for one in returned],
        summary=_summary(len(rows)),
        late=_late(sum(row.due_state == "late" for row in rows)),
        to_batch=len(together),
        services=sorted((one for one in services.values() if one), key=lambda one: one.name),
        texts=_texts(by, commune),
        today=today,
        came_back=[_row(one, today) for one in came_back or ()],
        reasons=ReturnReason.choices,
    )


def batch_row(batch: Batch, commune: Commune) -> BatchRow:
    return _batch(batch, calendar.today(commune))


def _piles(rows: list[Row]) -> list[Pile]:
    """By service, those most in a hurry first within each."""
    names = sorted({row.service for row in rows})
    rank = {"late": 0, "soon": 1, "": 2}
    return [
        Pile(name, sorted((row for row in rows if row.service == name), key=lambda row: rank[row.due_state]))
        for name in names
    ]


def _row(letter: Letter, today: dt.date) -> Row:
    sent, standing = letter.dispatch, letter.standing
    due, due_state = _due(letter, today)
    state, tone = _state(letter)
    return Row(
        public_id=str(sent.public_id),
        kind=sent.get_kind_display().capitalize(),
        name=sent.to_name or sent.to_address.splitlines()[0],
        town=town_of(sent.to_address),
        service=sent.from_service.name if sent.from_service else _("Sans service"),
        number=standing.number,
        url=reverse("back_office:request", args=[standing.public_id]) if standing.public_id else "",
        pdf=reverse("back_office:post_out_letter", args=[sent.public_id]),
        state=state,
        tone=tone,
        due=due,
        due_state=due_state,
        alone=standing.apart,
        registered=sent.registered_number,
        reprints=sent.reprints,
        rank=sent.batch_rank,
        detail=_to_sign(sent.kind),
        address=sent.to_address,
    )


def _to_sign(kind: str) -> str:
    return _("À signer avant l’envoi") if kind == DispatchKind.DECISION else ""


def _due(letter: Letter, today: dt.date) -> tuple[str, str]:
    """Of an acknowledgement: the day it must have left (CRPA R112-11-3). Of the others: since when it waits."""
    due_on = letter.standing.due_on
    if letter.dispatch.kind == DispatchKind.ACKNOWLEDGEMENT and due_on and letter.is_waiting:
        if due_on < today:
            return _("En retard : à envoyer avant le %s") % jour_court(due_on), "late"
        state = "soon" if due_on <= today + dt.timedelta(days=2) else ""
        return (
            _("À envoyer aujourd’hui") if due_on == today else _("À envoyer avant le %s") % jour_court(due_on)
        ), state
    return _("Écrite le %s") % jour_court(timezone.localtime(letter.dispatch.created_at)), ""


def _state(letter: Letter) -> tuple[str, str]:
    sent = letter.dispatch
    if sent.returned_on:
        reason = ReturnReason(sent.return_reason).label
        return _("Revenue le %(day)s : %(reason)s") % {"day": date_simple(sent.returned_on), "reason": reason}, "bad"
    if sent.posted_on:
        return _("Postée le %s") % date_simple(sent.posted_on), "ok"
    if sent.state == DispatchState.HELD and sent.printed_at:
        return _("Imprimée, à poster"), "warn"
    return _("À imprimer"), ""


def _batch(batch: Batch, today: dt.date) -> BatchRow:
    row, count = batch.row, len(batch.letters)
    letters = ngettext("%(n)d lettre", "%(n)d lettres", count) % {"n": count}
    pages = ngettext("%(n)d page", "%(n)d pages", row.page_count or 0) % {"n": row.page_count or 0}
    again = _("Le fichier reprend à la lettre n° %d.") % row.resumed_from if row.resumed_from else ""
    return BatchRow(
        public_id=str(row.public_id),
        number=row.number,
        title=f"{letters}, {pages}" if row.page_count else letters,
        made=words.moment(row.created_at),
        state=row.state,
        label=str(BatchState(row.state).label),
        problem=row.last_error,
        letters_url=reverse("back_office:post_out_batch_letters", args=[row.public_id]),
        list_url=reverse("back_office:post_out_batch_list", args=[row.public_id]),
        rows=[_row(one, today) for one in batch.letters],
        resumed=again,
        last_rank=max((one.dispatch.batch_rank or 1 for one in batch.letters), default=1),
    )


def _summary(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(n)s lettre attend.", "%(n)s lettres attendent.", count) % {"n": words.count(count)}


def _late(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(n)d accusé de réception est en retard.", "%(n)d accusés de réception sont en retard.", count) % {
        "n": count
    }


def _texts(by: Actor, commune: Commune) -> str:
    """« 42 SMS ce mois-ci, 3,36 € »; empty where none left."""
    told = letter_queries.texts_of_the_month(by, commune)
    if not told.sent:
        return ""
    euros = f"{(told.cents / 100).quantize(Decimal('0.01'))}".replace(".", ",")
    return _("%(n)d SMS ce mois-ci, %(euros)s €") % {"n": told.sent, "euros": euros}
