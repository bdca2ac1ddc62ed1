"""Dates as the town says them. A date stays a date; an instant is shown in the active time zone.

Spaces typed here are plain: `core.typography` makes them non-breaking at render time.
"""

import datetime

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

register = template.Library()

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
SHORT_DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
SHORT_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")

Moment = datetime.date | datetime.datetime | None


def _day(moment: datetime.date | datetime.datetime) -> datetime.date:
    if isinstance(moment, datetime.datetime):
        return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return moment


def _number(day: datetime.date) -> str:
    return "1er" if day.day == 1 else str(day.day)


@register.filter
def jour(moment: Moment) -> str:
    """« jeudi 19 novembre 2026 »."""
    if not moment:
        return ""
    day = _day(moment)
    return f"{DAYS[day.weekday()]} {_number(day)} {MONTHS[day.month - 1]} {day.year}"


@register.filter
def jour_sans_annee(moment: Moment) -> str:
    """« jeudi 19 novembre », the year added when it is not the current one."""
    if not moment:
        return ""
    day = _day(moment)
    return jour(day) if day.year != timezone.localdate().year else jour(day).rsplit(" ", 1)[0]


@register.filter
def jour_court(moment: Moment) -> str:
    """« jeu. 19 nov. », the year added when it is not the current one."""
    if not moment:
        return ""
    day = _day(moment)
    text = f"{SHORT_DAYS[day.weekday()]} {_number(day)} {SHORT_MONTHS[day.month - 1]}"
    return text if day.year == timezone.localdate().year else f"{text} {day.year}"


@register.filter
def date_simple(moment: Moment) -> str:
    """« 19 novembre 2026 », for dates that are facts of the past (a birth)."""
    return jour(moment).partition(" ")[2]


@register.filter
def heure(moment: datetime.datetime | datetime.time | None) -> str:
    """« 10 h 38 », « 8 h » on the hour."""
    if not moment:
        return ""
    if isinstance(moment, datetime.datetime) and timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    return f"{moment.hour} h" if moment.minute == 0 else f"{moment.hour} h {moment.minute:02d}"


def relative(day: datetime.date, today: datetime.date) -> str:
    """« aujourd’hui », « hier », « demain », « dans 2 jours », « il y a 3 jours »."""
    days = (day - today).days
    near = {0: _("aujourd’hui"), 1: _("demain"), -1: _("hier")}
    if days in near:
        return near[days]
    if days > 0:
        return ngettext("dans %(n)d jour", "dans %(n)d jours", days) % {"n": days}
    return ngettext("il y a %(n)d jour", "il y a %(n)d jours", -days) % {"n": -days}


@register.filter
def dans(moment: Moment) -> str:
    """How far a day is, in the active time zone."""
    return relative(_day(moment), timezone.localdate()) if moment else ""


@register.filter
def il_y_a(moment: Moment) -> str:
    """Like `dans`; an instant of the last day is told in minutes or hours."""
    if not moment:
        return ""
    if isinstance(moment, datetime.datetime) and timezone.is_aware(moment):
        minutes = int((timezone.now() - moment).total_seconds() // 60)
        if 0 <= minutes < 1:
            return _("à l’instant")
        if 1 <= minutes < 60:
            return ngettext("il y a %(n)d minute", "il y a %(n)d minutes", minutes) % {"n": minutes}
        if 60 <= minutes < 60 * 12 and _day(moment) == timezone.localdate():
            return ngettext("il y a %(n)d heure", "il y a %(n)d heures", minutes // 60) % {"n": minutes // 60}
    return dans(moment)
