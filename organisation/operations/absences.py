"""Noting that an agent is away and who stands in; nothing is moved, so nothing is to be moved back on return."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import calendar
from core.actor import Actor
from core.batch import forget_all
from core.errors import Forbidden, Refused
from core.models import Commune
from organisation import policies
from organisation.access import access_of
from organisation.models import Absence
from organisation.rules.opening_hours import day_in_words
from organisation.rules.replacing import makes_a_ring

LONGEST = dt.timedelta(days=2 * 366)


@transaction.atomic
def record_absence(
    user_id: int, *, from_on: dt.date, to_on: dt.date, replacement_id: int | None = None, by: Actor
) -> Absence:
    """Both days included. Without replacement the head of the service stands in.

    Raises Forbidden, Refused: days that overlap, a replacement without the same rights, a ring of replacements.
    """
    user = _agent(user_id)
    if not policies.can_record_absence(by, user):
        raise Forbidden(_("Une absence est notée par l’agent, par son responsable ou par un administrateur."))
    commune = Commune.objects.select_for_update(no_key=True).get(pk=user.commune_id or 0)
    _check_days(from_on, to_on, calendar.today(commune))
    absence = Absence(
        commune=commune,
        user=user,
        replacement=_replacement(replacement_id, user),
        from_on=from_on,
        to_on=to_on,
        created_by_id=by.user_id,
        created_at=calendar.now(),
    )
    _refuse_a_ring(absence)
    _save(absence)
    forget_all()
    return absence


@transaction.atomic
def end_absence(absence_id: int, *, by: Actor) -> Absence | None:
    """Back today: what has not begun is taken away (None), the rest ended yesterday. Raises Forbidden."""
    absence = Absence.objects.select_related("user", "commune").select_for_update(of=("self",)).get(pk=absence_id)
    if not policies.can_record_absence(by, absence.user):
        raise Forbidden(_("Une absence est notée par l’agent, par son responsable ou par un administrateur."))
    forget_all()
    return cut_short(absence, calendar.today(absence.commune))


def cut_short(absence: Absence, today: dt.date) -> Absence | None:
    """A step of the verbs that bring somebody back."""
    if absence.from_on >= today:
        absence.delete()
        return None
    if absence.to_on >= today:
        absence.to_on = today - dt.timedelta(days=1)
        absence.save(update_fields=["to_on"])
    return absence


def _agent(user_id: int) -> User:
    user = User.objects.filter(pk=user_id, is_active=True, commune__isnull=False).first()
    if user is None:
        raise Refused(_("Cet agent n’a pas de compte en service."))
    return user


def _check_days(from_on: dt.date, to_on: dt.date, today: dt.date) -> None:
    if to_on < from_on:
        raise Refused(_("Le dernier jour d’absence vient avant le premier."))
    if to_on < today:
        raise Refused(_("Ces jours sont passés : notez une absence en cours ou à venir."))
    if to_on - from_on > LONGEST:
        raise Refused(_("Une absence dure deux ans au plus : au-delà, fermez le compte de l’agent."))


def _replacement(replacement_id: int | None, user: User) -> User | None:
    if replacement_id is None:
        return None
    if replacement_id == user.pk:
        raise Refused(_("Personne ne se remplace soi-même."))
    found = User.objects.filter(pk=replacement_id, is_active=True, commune_id=user.commune_id).first()
    mine = access_of(Actor.agent(user.pk))
    if found is None or not policies.stands_with_same_rights(access_of(Actor.agent(found.pk)), mine):
        raise Refused(
            _("Le remplaçant doit avoir les mêmes droits dans les mêmes services : choisissez un autre collègue.")
        )
    return found


def _refuse_a_ring(absence: Absence) -> None:
    if absence.replacement_id is None:
        return
    meanwhile = Absence.objects.filter(
        commune_id=absence.commune_id, from_on__lte=absence.to_on, to_on__gte=absence.from_on
    )
    known = dict(meanwhile.values_list("user_id", "replacement_id"))
    if makes_a_ring(absence.user_id, absence.replacement_id, known):
        raise Refused(
            _("%(name)s est absent ces jours-là et compte sur vous en retour : personne ne serait là.")
            % {"name": absence.replacement.display_name if absence.replacement else ""}
        )


def _save(absence: Absence) -> None:
    """The database has the last word: of two sent at once, one stands."""
    try:
        absence.validate_constraints()
        with transaction.atomic():
            absence.save()
    except ValidationError as refused:
        raise Refused(_overlapping(absence) or " ".join(refused.messages)) from refused
    except IntegrityError as refused:
        raise Refused(_overlapping(absence) or _("Une absence est déjà notée pour ces jours.")) from refused


def _overlapping(absence: Absence) -> str:
    other = Absence.objects.filter(
        user_id=absence.user_id, from_on__lte=absence.to_on, to_on__gte=absence.from_on
    ).first()
    if other is None:
        return ""
    return _("Une absence est déjà notée du %(from)s au %(to)s : terminez-la d’abord, ou changez les jours.") % {
        "from": day_in_words(other.from_on),
        "to": day_in_words(other.to_on),
    }
