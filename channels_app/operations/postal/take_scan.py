"""A file of the scanner: its bytes whole on our disk, once; reading comes after."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from channels_app.models import ScanBatch
from channels_app.operations.postal.waking import wake_reading
from channels_app.operations.storable import storable
from channels_app.post import conf, kinds
from channels_app.post.enums import ScanSource
from channels_app.rules.desk import OLDEST_LETTER
from core import calendar, outbox
from core.actor import Actor
from core.errors import Forbidden, Refused
from core.models import Commune
from files.enums import OwnerKind
from files.operations import attach, store_as_received
from organisation.access import access_of
from organisation.models import Service
from procedures import queries


def take_scan(
    raw: bytes,
    *,
    name: str,
    by: Actor,
    source: str = ScanSource.UPLOAD,
    commune_id: int | None = None,
    service_id: int | None = None,
    received_on: dt.date | None = None,
    split_on_blank: bool = False,
) -> ScanBatch:
    """Keeps a PDF, a TIFF, a JPEG or a PNG and returns once it is committed; the reading begins right after.

    The same bytes again are told (``is_copy``), not doubled. ``service_id`` is the service that opens this mail: the
    reception desk unless said. ``received_on`` is the legal date of its letters, today unless said. Raises Refused
    (empty, too heavy, not a scan, a date to come) and Forbidden.
    """
    kind = kinds.kind_of(raw)
    _refuse_weight(len(raw))
    commune = _commune(commune_id, by)
    service = _service(commune, service_id, by)
    day = received_on or calendar.today(commune)
    if day > calendar.today(commune):
        raise Refused(_("La date de réception ne peut pas être dans l’avenir."))
    if calendar.today(commune) - day > OLDEST_LETTER:
        raise Refused(_("Cette date de réception a plus d’un an. Vérifiez l’année."))
    sha256 = hashlib.sha256(raw).hexdigest()
    known = ScanBatch.objects.filter(commune=commune, sha256=sha256).first()
    if known is None:
        try:
            batch = ScanBatch(commune=commune, service=service, sha256=sha256, kind=kind, source=source)
            batch.received_on, batch.split_on_blank = day, split_on_blank
            return _write(batch, raw, name, by)
        except IntegrityError:
            # Another hand was quicker: its batch is the one.
            known = ScanBatch.objects.filter(commune=commune, sha256=sha256).first()
            if known is None:
                raise
    return _count_copy(known)


def _refuse_weight(size: int) -> None:
    most = conf.number("GRC_SCAN_MAX_BYTES")
    if size > most:
        told = _("Ce lot est trop lourd : %(max)d Mo au plus. Numérisez-le en plusieurs fois.")
        raise Refused(told % {"max": most // (1024 * 1024) or 1})


def _commune(commune_id: int | None, by: Actor) -> Commune:
    wanted = commune_id or (access_of(by).commune_id if by.is_agent else None)
    return Commune.objects.get(pk=wanted) if wanted else Commune.objects.current()


def _service(commune: Commune, service_id: int | None, by: Actor) -> Service:
    """The one named; else the reception desk; else, for agents who are not of it, their own."""
    desk = queries.system_procedure(commune).service
    if by.is_system:
        return Service.objects.get(pk=service_id, commune=commune) if service_id else desk
    mine = access_of(by).service_ids
    if not mine or access_of(by).commune_id != commune.pk:
        raise Forbidden(_("Vous n’avez pas le droit d’enregistrer du courrier."))
    wanted = service_id or (desk.pk if desk.pk in mine else min(mine))
    if wanted not in mine:
        raise Forbidden(_("Vous ne pouvez pas enregistrer le courrier de ce service."))
    return Service.objects.get(pk=wanted)


def _count_copy(known: ScanBatch) -> ScanBatch:
    ScanBatch.objects.filter(pk=known.pk).update(copies=F("copies") + 1)
    known.is_copy = True
    return known


@transaction.atomic
def _write(batch: ScanBatch, raw: bytes, name: str, by: Actor) -> ScanBatch:
    now = calendar.now()
    batch.name = storable(name, 200) or _("numérisation")
    batch.taken_at, batch.due_at, batch.taken_by_id = now, now, by.user_id
    day = ScanBatch.objects.filter(commune=batch.commune, received_on=batch.received_on)
    batch.rank = min(day.count() + 1, 32_000)
    batch.file = store_as_received(
        raw,
        name=f"numerisation.{kinds.EXTENSIONS[batch.kind]}",
        commune_id=batch.commune_id,
        owner_kind=OwnerKind.SCAN,
        by=by,
    )
    batch.save(force_insert=True)
    attach([batch.file.pk], OwnerKind.SCAN, batch.pk)
    outbox.publish("scan.taken", batch_id=batch.pk)
    transaction.on_commit(lambda: wake_reading(batch.pk), robust=True)
    return batch
