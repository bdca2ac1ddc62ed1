"""One letter held several requests: each gets its number, its service, its dates; and they are one again if undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar, outbox
from core.actor import Actor
from core.errors import Refused
from procedures.queries import system_procedure
from requests_app import lifecycle, policies
from requests_app.enums import Action, Kind, LinkKind
from requests_app.models import RequestSplit, ServiceRequest, TimelineEntry
from requests_app.operations import saving, split_files, timeline, words
from requests_app.operations.link import link_requests
from requests_app.operations.qualify import qualify
from requests_app.operations.register import Arrival, Reply, register_request

MOST = 10
LONGEST_TITLE = 200
SYSTEM = Actor.system("split")
# What the letter said, which each part now says for itself.
_MATTER = frozenset({"objet", "message", "documents"})


@dataclass(frozen=True)
class Part:
    """One of the requests the letter held; the first is the original, which keeps its number."""

    title: str = ""
    text: str = ""
    procedure_version_id: int | None = None
    file_ids: tuple[int, ...] = ()


@transaction.atomic
def split_request(
    request_id: int, parts: Sequence[Mapping[str, Any]], *, by: Actor, revision: int | None = None
) -> RequestSplit:
    """The original goes on as the first part: its number, link and proofs are already in the hands of the person, its
    clocks run. Each of the others is registered with the date, the door and the addresses of the letter.

    A service reads its part alone: what the letter said whole is kept aside, and given back when undone. A document
    chosen by one part is its own; by several, it is shared. Raises Refused, Forbidden, Stale, IllegalMove.
    """
    original = ServiceRequest.objects.locked(request_id)
    policies.require(policies.can_split(by, original))
    saving.require_fresh(original, revision)
    lifecycle.after(original.phase, Action.SPLIT)
    wanted = _checked(original, [Part(**{**one, "file_ids": tuple(one.get("file_ids") or ())}) for one in parts])
    if original.splits.filter(undone_at__isnull=True).exists():
        raise Refused(_("Ce courrier est déjà réparti : défaites d’abord cette répartition."))
    before = {"title": original.title, "answers": original.answers, "system": original.procedure.is_system}
    split = RequestSplit.objects.create(
        original=original, before=before, split_by_id=by.user_id, split_at=calendar.now()
    )
    made = [_register(original, split, part, by) for part in wanted[1:]]
    split.before["files"] = split_files.deal(original, made, [part.file_ids for part in wanted])
    veiled = _narrow(original, wanted[0], made, by)
    if wanted[0].procedure_version_id and original.procedure.is_system:
        qualify(original.pk, procedure_version_id=wanted[0].procedure_version_id, by=by)
    split.before["last"] = _last_entry([original, *made])
    split.before["veiled"] = veiled
    split.save(update_fields=["before"])
    outbox.publish("request.split", split_id=split.pk)
    return split


def _checked(original: ServiceRequest, parts: list[Part]) -> list[Part]:
    if len(parts) < 2:
        raise Refused(_("Une répartition donne au moins deux demandes : ajoutez la seconde."))
    if len(parts) > MOST:
        raise Refused(_("Une répartition donne %d demandes au plus.") % MOST)
    found = []
    for rank, part in enumerate(parts, start=1):
        title = " ".join(words.clean(part.title).split())
        if not title:
            raise Refused(_("Donnez un objet à la demande %d.") % rank)
        if len(title) > LONGEST_TITLE:
            raise Refused(_("L’objet de la demande %(rank)d est trop long : %(limit)d caractères au plus.") % {
                "rank": rank, "limit": LONGEST_TITLE,
            })  # fmt: skip
        whole = rank == 1 and not original.procedure.is_system
        said = words.limited(part.text) if whole else words.required(part.text, _missing_text(rank))
        found.append(Part(title, said, part.procedure_version_id, part.file_ids))
    return found


def _missing_text(rank: int) -> str:
    return _("Écrivez ou copiez ce que dit la demande %d.") % rank


def _register(original: ServiceRequest, split: RequestSplit, part: Part, by: Actor) -> ServiceRequest:
    procedure = system_procedure(original.commune)
    assert procedure.current_id is not None  # noqa: S101 - narrows the type: the query asks for it
    made = register_request(
        procedure_version_id=procedure.current_id,
        channel=original.channel,
        answers={**_of_the_person(original), "objet": part.title, "message": part.text},
        received_on=original.received_on,
        received_at=original.received_at,
        citizen_id=original.citizen_id,
        reply=_reply(original),
        arrival=_arrival(original),
        by=SYSTEM,
    )
    timeline.record(made, Kind.SPLIT_FROM, by=by, data={"other": original.pk})
    link_requests(original.pk, made.pk, kind=LinkKind.PARENT, by=by, split=split)
    if part.procedure_version_id:
        made = qualify(made.pk, procedure_version_id=part.procedure_version_id, by=by)
    return made


def _of_the_person(original: ServiceRequest) -> dict[str, Any]:
    """Who writes and how to reach them, as the letter said it."""
    known = original.answers if original.procedure.is_system else original.arrival_answers
    if not known and original.citizen is not None:
        names = {"family_name": original.citizen.family_name, "first_names": original.citizen.first_names}
        known = {"identite": names, "courriel": original.reply_email}
    return {key: value for key, value in known.items() if key not in _MATTER and value}


def _reply(original: ServiceRequest) -> Reply:
    return Reply(
        channel=original.reply_channel,
        email=original.reply_email,
        name=original.reply_name,
        postal=original.reply_postal,
        phone=original.reply_phone,
        no_email_answer=original.no_email_answer,
    )


def _arrival(original: ServiceRequest) -> Arrival:
    """An acknowledgement each, but one registration receipt: that of the sending."""
    return Arrival(
        service_id=original.service_id,
        reason=_("tirée d’un courrier qui contenait plusieurs demandes"),
        acknowledge=original.ar_due or not original.procedure.is_system,
        confidential=original.confidential,
        mail_id=timeline.mail_answered(original),
        entered_by=original.entered_by,
        filed_by_id=original.filed_by_id,
        mandate_id=original.mandate_id,
        receipt=False,
    )


def _narrow(original: ServiceRequest, first: Part, made: list[ServiceRequest], by: Actor) -> bool:
    """The original says its part only. Where all the others are confidential, its story does not say to agents that
    there were others: True then."""
    veiled = not original.confidential and all(one.confidential for one in made)
    original.title = first.title
    if original.procedure.is_system:
        original.answers = {**original.answers, "objet": first.title, "message": first.text}
        original.answers["documents"] = split_files.kept_refs(original)
    if veiled:
        original.revision += 1
        saving.settle(original, "title", "answers", "revision")
    else:
        saving.move(original, "title", "answers", event=Kind.SPLIT)
    saving.index(original)
    timeline.record(original, Kind.SPLIT, by=by, data={"parts": len(made) + 1, "veiled": veiled})
    return veiled


def _last_entry(requests: Iterable[ServiceRequest]) -> int:
    entries = TimelineEntry.objects.filter(request__in=[one.pk for one in requests])
    return entries.order_by("-pk").values_list("pk", flat=True)[0]
