"""What did not work and does not mend by itself: sendings, internal tasks, files. Only of requests this agent sees."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Case, Exists, OuterRef, Q, QuerySet, When
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from channels_app.models import InboundEmail
from core.actor import Actor
from core.enums import DeliveryState
from core.models import OutboxDelivery
from files.enums import OwnerKind, ScanState
from files.models import StoredFile
from files.reading import state_sentence
from messaging.enums import DispatchState
from messaging.models import Dispatch
from messaging.queries import waiting_notices
from requests_app.models import Decision, Message, ServiceRequest

from . import words

MOST = 100

FACTS = {
    "request": gettext_lazy("Suite d’une demande"),
    "dispatch": gettext_lazy("Suite d’un envoi"),
    "file": gettext_lazy("Suite d’un fichier"),
}


@dataclass(frozen=True)
class Failure:
    """``retry_url`` is empty where nothing can be tried again: the sentence then says what to do."""

    what: str
    detail: str
    cause: str
    since: dt.datetime
    number: str = ""
    request_url: str = ""
    retry_url: str = ""
    aside_url: str = ""
    technical: str = ""


@dataclass(frozen=True)
class Chapter:
    title: str
    empty: str
    failures: list[Failure]


def all_of(by: Actor) -> list[Chapter]:
    return [
        Chapter(_("Courriels en quarantaine"), _("Aucun courriel en quarantaine."), mails(by)),
        Chapter(_("Envois"), _("Aucun envoi en échec."), sendings(by)),
        Chapter(_("Avis en attente"), _("Aucun avis n’attend."), waiting(by)),
        Chapter(_("Fichiers"), _("Aucun fichier bloqué."), files(by)),
        Chapter(_("Tâches internes"), _("Aucune tâche abandonnée."), deliveries(by)),
    ]


def visible_mails(by: Actor) -> QuerySet[InboundEmail]:
    return InboundEmail.objects.visible_to(by).quarantined()


def mails(by: Actor) -> list[Failure]:
    """Kept whole, never refused: what could not be understood waits here and is tried again."""
    return [
        Failure(
            what=one.subject or _("(sans objet)"),
            detail=_("De %s") % (one.sender_name or one.sender or _("expéditeur inconnu")),
            cause=one.reason or _("Ce courriel n’a pas pu être lu. Il est gardé en entier."),
            since=one.received_at,
            retry_url=reverse("back_office:retry_mail", args=[one.public_id]),
            aside_url=reverse("back_office:set_aside_mail", args=[one.public_id]),
            technical="" if one.last_error == one.reason else one.last_error,
        )
        for one in visible_mails(by)[:MOST]
    ]


def _sees(by: Actor, request_id: Combinable) -> Exists:
    """Asked of each failure, never of every request of the town."""
    return Exists(ServiceRequest.objects.visible_to(by).filter(pk=request_id))


# The request an envelope names; anything but figures names none.
NAMED = Case(
    When(subject_kind="request", subject_ref__regex=r"^[0-9]{1,18}$", then=Cast("subject_ref", BigIntegerField()))
)


def visible_dispatches(by: Actor) -> QuerySet[Dispatch]:
    """A letter that came back is not tried again: « Courrier à expédier » tells it."""
    broken = Dispatch.objects.broken().filter(returned_on__isnull=True)
    return broken.filter(subject_kind="request").annotate(about=NAMED).filter(_sees(by, OuterRef("about")))


def visible_waiting(by: Actor) -> QuerySet[Dispatch]:
    """The service of the envelope, and the request as it is today: it may have become confidential since."""
    named = waiting_notices(by).annotate(about=NAMED)
    return named.filter(~Q(subject_kind="request") | Q(_sees(by, OuterRef("about"))))


def waiting(by: Actor) -> list[Failure]:
    """Held by the ceiling of notices: nothing is lost and nothing is to be done, but an agent must know."""
    found = list(visible_waiting(by).select_related("commune")[:MOST])
    requests = _requests({int(one.subject_ref) for one in found if one.subject_kind == "request"}, by)
    return [
        Failure(
            what=one.get_kind_display().capitalize(),
            detail=_("À %s") % one.to_address,
            cause=_(
                "Cette adresse a déjà reçu beaucoup d’avis automatiques en une heure. Celui-ci attend et partira "
                "tout seul le %s. Si la personne doit savoir avant, appelez-la."
            )
            % words.full_moment(one.due_at),
            since=one.capped_at or one.created_at,
            **_link(requests.get(int(one.subject_ref)) if one.subject_kind == "request" else None),
        )
        for one in found
    ]


def sendings(by: Actor) -> list[Failure]:
    found = list(visible_dispatches(by)[:MOST])
    requests = _requests({int(one.subject_ref) for one in found}, by)
    return [
        Failure(
            what=one.get_kind_display().capitalize(),
            detail=_("À %s") % one.to_address,
            cause=_bounce(one),
            since=one.created_at,
            retry_url=reverse("back_office:retry_sending", args=[one.public_id]),
            technical=one.last_error,
            **_link(requests.get(int(one.subject_ref))),
        )
        for one in found
    ]


def _bounce(dispatch: Dispatch) -> str:
    if dispatch.state == DispatchState.BOUNCED:
        return _("Le message est revenu : l’adresse n’existe plus, ou la boîte est pleine. Vérifiez-la.")
    return _(
        "Le serveur de messagerie a refusé le message, ou n’a pas répondu. Réessayez, puis prévenez l’administrateur."
    )


def visible_files(by: Actor) -> QuerySet[StoredFile]:
    mine = ServiceRequest.objects.visible_to(by)
    owner = OuterRef("owner_id")
    of_mine = (
        Q(_sees(by, owner), owner_kind=OwnerKind.REQUEST)
        | Q(Exists(Message.objects.filter(pk=owner, request__in=mine)), owner_kind=OwnerKind.MESSAGE)
        | Q(Exists(Decision.objects.filter(pk=owner, request__in=mine)), owner_kind=OwnerKind.DECISION)
    )
    return StoredFile.objects.quarantined().filter(of_mine).order_by("-stored_at")


def files(by: Actor) -> list[Failure]:
    found = list(visible_files(by).select_related("commune")[:MOST])
    owners = _owners(found)
    requests = _requests(set(owners.values()), by)
    return [
        Failure(
            what=one.name,
            detail=str(ScanState(one.scan_state).label),
            cause=state_sentence(one),
            since=one.stored_at,
            retry_url=reverse("back_office:retry_file", args=[one.public_id]) if _waits(one) else "",
            technical=one.scan_detail,
            **_link(requests.get(owners.get(one.pk, 0))),
        )
        for one in found
    ]


def _waits(stored: StoredFile) -> bool:
    return stored.scan_state == ScanState.PENDING


def _owners(found: list[StoredFile]) -> dict[int, int]:
    """{pk of the file: pk of its request}."""
    ids: dict[str, set[int]] = {}
    for one in found:
        ids.setdefault(one.owner_kind, set()).add(one.owner_id or 0)
    messages = dict(Message.objects.filter(pk__in=ids.get("message", ())).values_list("pk", "request_id"))
    decisions = dict(Decision.objects.filter(pk__in=ids.get("decision", ())).values_list("pk", "request_id"))
    by_kind = {"message": messages, "decision": decisions}
    return {
        one.pk: by_kind[one.owner_kind].get(one.owner_id or 0, 0) if one.owner_kind in by_kind else (one.owner_id or 0)
        for one in found
    }


def visible_deliveries(by: Actor) -> QuerySet[OutboxDelivery]:
    """A task about a request is shown to who sees the request; the others are of the machine, without any name."""
    dead = OutboxDelivery.objects.filter(state=DeliveryState.DEAD).select_related("event").order_by("-pk")
    about = dead.annotate(about=Cast(KeyTextTransform("request_id", "event__payload"), BigIntegerField()))
    return about.filter(Q(about__isnull=True) | Q(_sees(by, OuterRef("about"))))


def deliveries(by: Actor) -> list[Failure]:
    found = list(visible_deliveries(by)[:MOST])
    requests = _requests({int(one.event.payload.get("request_id", 0)) for one in found}, by)
    return [
        Failure(
            what=str(FACTS.get(one.event.name.partition(".")[0], _("Tâche interne"))),
            detail=one.event.name,
            cause=_("Le programme a essayé plusieurs fois sans réussir. Réessayez, puis prévenez l’administrateur."),
            since=one.event.occurred_at,
            retry_url=reverse("back_office:retry_task", args=[one.pk]),
            technical=one.handler.partition(":")[2],
            **_link(requests.get(int(one.event.payload.get("request_id", 0)))),
        )
        for one in found
    ]


def _requests(ids: set[int], by: Actor) -> dict[int, ServiceRequest]:
    """Only those this agent sees: the number of any other is never shown."""
    return ServiceRequest.objects.visible_to(by).in_bulk([pk for pk in ids if pk])


def _link(service_request: ServiceRequest | None) -> dict[str, Any]:
    if service_request is None:
        return {}
    url = reverse("back_office:request", args=[service_request.public_id])
    return {"number": service_request.number, "request_url": url}
