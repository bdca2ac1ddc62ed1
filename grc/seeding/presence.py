"""Days when the town is closed, and an agent who is away with a colleague in their place."""

from __future__ import annotations

import datetime as dt

from accounts.models import User
from core import calendar
from core.models import Commune
from grc.seeding.town import BY
from organisation.models import Absence, Closure, Place
from organisation.operations import announce_closure, record_absence

# Of the roads; Nadia heads the service and holds the same rights.
AWAY, INSTEAD = "yanis.benali", "nadia.ferhat"
DAYS = dt.timedelta(days=10)


def note_who_is_there(commune: Commune) -> None:
    """Christmas, a day of works at an annex, an absence of ten days. Nothing where there is some already."""
    today = calendar.today(commune)
    if not Closure.objects.filter(commune=commune).exists():
        _close(commune, today)
    users = {user.email.partition("@")[0]: user.pk for user in User.objects.filter(commune=commune, is_active=True)}
    if AWAY in users and not Absence.objects.filter(commune=commune).exists():
        record_absence(users[AWAY], from_on=today, to_on=today + DAYS, replacement_id=users.get(INSTEAD), by=BY)


def _close(commune: Commune, today: dt.date) -> None:
    last = dt.date(today.year + 1, 1, 1)
    eve = dt.date(today.year, 12, 24)
    announce_closure(commune.pk, from_on=eve, to_on=last, label="Fêtes de fin d’année", by=BY)
    annex = Place.objects.filter(commune=commune).order_by("-order").first()
    if annex is not None:
        day = calendar.add_working_days(today, 6, commune)
        label = "Travaux de chauffage"
        announce_closure(commune.pk, from_on=day, to_on=day, label=label, place_id=annex.pk, by=BY)
