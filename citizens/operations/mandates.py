from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from citizens import policies
from citizens.enums import MandateScope
from citizens.models import Mandate
from citizens.operations.locking import find_visible, open_person
from citizens.querysets import person_set
from core import calendar, outbox
from core.actor import Actor
from core.errors import Forbidden, Refused
from files.enums import OwnerKind
from files.models import StoredFile
from files.operations import attach


@transaction.atomic
def give_mandate(
    *,
    principal_id: int,
    mandatary_id: int,
    until_on: date | None,
    scope: str = MandateScope.EVERYTHING,
    family: str = "",
    procedure: str = "",
    from_on: date | None = None,
    document_id: int | None = None,
    by: Actor,
) -> Mandate:
    """``mandatary`` may act for ``principal`` until a day, included (code civil, art. 1984). Both are told."""
    principal = open_person(principal_id, by)
    mandatary = find_visible(mandatary_id, by)
    if person_set(principal).filter(pk=mandatary.pk).exists():
        raise Refused(_("Personne ne se donne mandat à soi-même."))
    if mandatary.commune_id != principal.commune_id:
        raise Refused(_("Cette fiche n’existe pas."))
    today = calendar.today(principal.commune)
    start = from_on or today
    until_on = _checked_end(start, until_on, today)
    scope, family, procedure = _checked_scope(scope, family, procedure)
    mandate = Mandate.objects.create(
        principal=principal,
        mandatary=mandatary,
        scope=scope,
        family=family,
        procedure=procedure,
        from_on=start,
        until_on=until_on,
        document=StoredFile.objects.get(pk=document_id, commune_id=principal.commune_id) if document_id else None,
        entered_by_id=by.user_id,
    )
    if document_id:
        attach([document_id], OwnerKind.MANDATE, mandate.pk)
    outbox.publish("mandate.given", mandate_id=mandate.pk)
    return mandate


def _checked_end(start: date, until_on: date | None, today: date) -> date:
    if until_on is None:
        raise Refused(_("Dites jusqu’à quel jour vaut ce mandat."))
    if until_on < start:
        raise Refused(_("Le mandat finit avant de commencer."))
    if until_on < today:
        raise Refused(_("Ce mandat est déjà fini : vérifiez sa date de fin."))
    return until_on


def _checked_scope(scope: str, family: str, procedure: str) -> tuple[str, str, str]:
    """Only the code that the scope asks for is kept."""
    if scope not in MandateScope.values:
        raise Refused(_("Choisissez dans la liste ce que permet le mandat."))
    family = family.strip()[:60] if scope == MandateScope.FAMILY else ""
    procedure = procedure.strip()[:60] if scope == MandateScope.PROCEDURE else ""
    if scope != MandateScope.EVERYTHING and not (family or procedure):
        raise Refused(_("Dites pour quelle famille ou quelle démarche vaut le mandat."))
    return scope, family, procedure


@transaction.atomic
def revoke_mandate(mandate_id: int, *, by: Actor) -> Mandate:
    """From today the mandate opens nothing; what was done with it stays done. Both are told, once."""
    links = ("principal__commune", "mandatary")
    mandate = Mandate.objects.select_for_update(of=("self",)).select_related(*links).filter(pk=mandate_id).first()
    if mandate is None or not policies.can_view(by, mandate.principal):
        raise Forbidden(_("Ce mandat n’existe pas."))
    policies.require(policies.can_edit(by, mandate.principal))
    if mandate.revoked_on is None:
        mandate.revoked_on = calendar.today(mandate.principal.commune)
        mandate.save(update_fields=["revoked_on"])
        outbox.publish("mandate.revoked", mandate_id=mandate.pk)
    return mandate
