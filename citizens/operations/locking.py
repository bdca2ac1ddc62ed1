"""One change of a person at a time, and what a page shown too early is told."""

from __future__ import annotations

import zlib

from django.db import connection
from django.utils.translation import gettext as _

from citizens import policies
from citizens.models import Citizen
from core.actor import Actor
from core.errors import Forbidden, Refused, Stale

PEOPLE = 0x67726370  # first key of the advisory locks of this room


def take_lock(key: str) -> None:
    """Until the commit; the same key waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [PEOPLE, zlib.crc32(key.encode()) - 2**31])


def open_person(citizen_id: int, by: Actor, revision: int | None = None) -> Citizen:
    """The row, held, for a change by this actor: Forbidden, or Stale when it was merged or changed meanwhile."""
    citizen = Citizen.objects.select_for_update(of=("self",)).filter(pk=citizen_id).first()
    if citizen is None or not policies.can_view(by, citizen):
        raise Forbidden(_("Cette fiche n’existe pas."))
    policies.require(policies.can_edit(by, citizen))
    if citizen.canonical_id is not None:
        raise Stale(_("Cette fiche vient d’être fusionnée avec une autre. Ouvrez la fiche gardée et recommencez."))
    check_revision(citizen, revision)
    return citizen


def check_revision(citizen: Citizen, revision: int | None) -> None:
    if revision is not None and revision != citizen.revision:
        raise Stale(
            _("Un collègue vient de modifier cette fiche. Relisez-la, puis recommencez : votre saisie est encore là.")
        )


def find_visible(citizen_id: int, by: Actor) -> Citizen:
    """The row when it exists for this actor; the same sentence whether it does not exist or is veiled."""
    citizen = Citizen.objects.filter(policies.visible_to(by), pk=citizen_id).first()
    if citizen is None:
        raise Refused(_("Cette fiche n’existe pas."))
    return citizen
