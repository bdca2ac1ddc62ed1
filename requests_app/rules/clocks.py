"""The three clocks of a request’s header: acknowledgement, silence worth refusal, silence worth acceptance. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from core.calendar import Period
from core.templatetags.grc_dates import jour_court, relative
from procedures.enums import Silence


class ClockState(TextChoices):
    DONE = "done"
    RUNNING = "running"
    SOON = "soon"
    LATE = "late"
    NONE = "none"


@dataclass(frozen=True)
class Clock:
    """``ratio`` is between 0 and 1, for the bar; ``state`` is said in words too, never by colour alone."""

    label: str
    value: str
    detail: str
    ratio: float
    state: ClockState


@dataclass(frozen=True)
class Facts:
    """What the clocks show, read from the request and its timeline."""

    received_on: dt.date
    silence: str
    period: Period | None
    rejection_due: dt.date | None
    acceptance_due: dt.date | None
    ar_due: bool
    ar_due_on: dt.date | None
    ar_sent_on: dt.date | None
    ar_not_due_reason: str
    decided_on: dt.date | None
    ended_on: dt.date | None
    regime_confirmed: bool


def header(facts: Facts, on: dt.date) -> list[Clock]:
    """Always three, even when one does not apply: an agent looks for each at its place."""
    return [_acknowledgement(facts, on), _rejection(facts, on), _acceptance(facts, on)]


def _acknowledgement(facts: Facts, on: dt.date) -> Clock:
    label = _("Accusé de réception")
    if facts.ar_sent_on:
        detail = _("Dû au plus tard le %s (dix jours ouvrés)") % jour_court(facts.ar_due_on) if facts.ar_due_on else ""
        return Clock(label, _("Envoyé le %s") % jour_court(facts.ar_sent_on), detail, 1.0, ClockState.DONE)
    if not facts.ar_due or not facts.ar_due_on:
        return Clock(label, _("Non dû"), facts.ar_not_due_reason, 0.0, ClockState.NONE)
    said = _("En retard, dû le %s") if on > facts.ar_due_on else _("À envoyer avant le %s")
    value = said % jour_court(facts.ar_due_on)
    return _running(label, value, _("Dix jours ouvrés depuis la réception"), facts.received_on, facts.ar_due_on, on)


def _rejection(facts: Facts, on: dt.date) -> Clock:
    return _silence(_("Silence vaut refus"), facts, facts.rejection_due, _("Refus implicite né le %s"), on)


def _acceptance(facts: Facts, on: dt.date) -> Clock:
    return _silence(_("Silence vaut accord"), facts, facts.acceptance_due, _("Accord implicite né le %s"), on)


def _silence(label: str, facts: Facts, due: dt.date | None, born: str, on: dt.date) -> Clock:
    if due is None:
        return Clock(label, _("Ne s’applique pas"), _regime(facts), 0.0, ClockState.NONE)
    if facts.decided_on and facts.decided_on <= due:
        value = _("Décidée le %s") % jour_court(facts.decided_on)
        return Clock(label, value, _("La décision a arrêté ce délai"), 1.0, ClockState.DONE)
    if facts.ended_on and facts.ended_on <= due:
        value = _("Terminée le %s") % jour_court(facts.ended_on)
        return Clock(label, value, _("La demande n’est plus en cours"), 1.0, ClockState.DONE)
    if on > due:
        return Clock(label, born % jour_court(due), _duration(facts), 1.0, ClockState.LATE)
    return _running(label, f"{jour_court(due)}, {relative(due, on)}", _duration(facts), facts.received_on, due, on)


def _running(label: str, value: str, detail: str, start: dt.date, due: dt.date, on: dt.date) -> Clock:
    length = max((due - start).days, 1)
    ratio = min(max((on - start).days / length, 0.0), 1.0)
    state = ClockState.RUNNING
    if on > due:
        state = ClockState.LATE
    elif (due - on).days <= 7 or ratio >= 0.8:
        state = ClockState.SOON
    return Clock(label, value, detail, ratio, state)


def _duration(facts: Facts) -> str:
    text = _("%(period)s depuis le %(day)s, aucune suspension") % {
        "period": str(facts.period).capitalize() if facts.period else "",
        "day": jour_court(facts.received_on),
    }
    return text if facts.regime_confirmed else _("%s ; régime à confirmer") % text


def _regime(facts: Facts) -> str:
    if facts.silence == Silence.NONE:
        return _("Aucune décision ne naît du silence")
    word = _("refus") if facts.silence == Silence.REJECTION else _("accord")
    return _("Régime de la démarche : %s, figé au dépôt") % word
