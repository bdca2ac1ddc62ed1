"""A pack of blank forms for a day without network: the codes are reserved at once, the PDF is made by a worker."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from channels_app import continuity
from channels_app.enums import PackState
from channels_app.models import FormPack, ReservedCode
from core import calendar, outbox
from core.actor import Actor
from core.codes import new_deposit_code
from core.enums import Channel, Lane
from core.errors import Refused
from files.enums import OwnerKind
from files.operations import store_own
from procedures.doors import meaning
from procedures.enums import ChannelMeaning
from procedures.models import Procedure
from requests_app import policies

MOST_COPIES = 50
MOST_IN_ALL = 200
MOST_ATTEMPTS = 3


@transaction.atomic
def reserve_forms(copies: Mapping[str, int], *, commune_id: int, by: Actor) -> FormPack:
    """``copies``: how many by code of procedure. Raises Refused: none, too many, closed at the counter."""
    policies.require(policies.can_use_desk(by))
    wanted = {code: count for code, count in copies.items() if count > 0}
    _require_reasonable(wanted)
    known = Procedure.objects.published().filter(commune_id=commune_id, code__in=wanted).select_related("current")
    procedures = [one for one in known if one.current and _takes_paper(one)]
    if len(procedures) != len(wanted):
        raise Refused(_("Une des démarches choisies ne se dépose pas sur papier. Décochez-la."))
    now = calendar.now()
    pack = FormPack.objects.create(commune_id=commune_id, made_by_id=by.user_id or 0, made_at=now)
    ReservedCode.objects.bulk_create(
        ReservedCode(code=new_deposit_code(), pack=pack, procedure_version=one.current, reserved_at=now)
        for one in sorted(procedures, key=lambda one: one.title)
        for _copy in range(wanted[one.code])
    )
    transaction.on_commit(lambda: _wake(pack.pk), robust=True)
    return pack


def _require_reasonable(wanted: Mapping[str, int]) -> None:
    if not wanted:
        raise Refused(_("Choisissez au moins une démarche, et combien d’exemplaires."))
    if max(wanted.values()) > MOST_COPIES or sum(wanted.values()) > MOST_IN_ALL:
        raise Refused(
            _("C’est trop pour un lot : %(each)s exemplaires au plus par démarche, %(all)s en tout.")
            % {"each": MOST_COPIES, "all": MOST_IN_ALL}
        )


def _takes_paper(procedure: Procedure) -> bool:
    assert procedure.current is not None  # noqa: S101 - published() says so
    return meaning(procedure.current, Channel.COUNTER) == ChannelMeaning.FILES


def _wake(pack_id: int) -> None:
    from channels_app.tasks import make_form_pack

    outbox.wake(make_form_pack, pack_id, lane=Lane.DOCUMENTS)


def make_form_pack(pack_id: int) -> bool:
    """Renders the forms into one PDF, once however often it is asked; False when there was nothing to do.

    A failure is counted and told on the page after three tries. The attempt is committed before the work, so that a
    form that takes its worker down is not tried for ever.
    """
    pack = _claim(pack_id)
    if pack is None:
        return False
    content = continuity.render_pack(pack)
    with transaction.atomic():
        kept = FormPack.objects.select_for_update(of=("self",)).get(pk=pack_id)
        if kept.state == PackState.READY:
            return False
        kept.file = store_own(
            content,
            name=f"formulaires-{kept.made_at:%Y-%m-%d}.pdf",
            content_type="application/pdf",
            commune_id=kept.commune_id,
            owner_kind=OwnerKind.FORM_PACK,
            owner_id=kept.pk,
            by=Actor.system("make_form_pack"),
        )
        kept.state = PackState.READY
        kept.save(update_fields=["file", "state"])
    return True


@transaction.atomic
def _claim(pack_id: int) -> FormPack | None:
    packs = FormPack.objects.select_for_update(of=("self",), skip_locked=True).select_related("commune")
    pack = packs.filter(pk=pack_id, state=PackState.ASKED).first()
    if pack is None:
        return None
    pack.attempts += 1
    if pack.attempts > MOST_ATTEMPTS:
        pack.state = PackState.FAILED
        pack.save(update_fields=["state", "attempts"])
        return None
    pack.save(update_fields=["attempts"])
    return pack


def make_due_packs() -> int:
    """What a broken broker or a killed worker left to do."""
    due = list(FormPack.objects.filter(state=PackState.ASKED).order_by("pk").values_list("pk", flat=True)[:5])
    return sum(make_form_pack(pack_id) for pack_id in due)


@transaction.atomic
def retry_form_pack(pack_id: int, *, by: Actor) -> None:
    policies.require(policies.can_use_desk(by))
    FormPack.objects.filter(pk=pack_id, state=PackState.FAILED).update(state=PackState.ASKED, attempts=0)
    transaction.on_commit(lambda: _wake(pack_id), robust=True)
