"""Mandates as the page of a person shows them: what each allows, until when, who was told, its document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from citizens.enums import MandateScope
from citizens.models import Citizen, Mandate
from core.actor import Actor
from core.templatetags.grc_dates import date_simple
from files.enums import OwnerKind
from files.models import StoredFile
from files.reading import is_readable
from messaging.models import Dispatch
from organisation.access import access_of
from procedures.models import Family, Procedure
from requests_app.operations.tell_mandate import SIDES, SUBJECT, subject_ref


@dataclass(frozen=True)
class Row:
    public_id: str
    name: str
    url: str
    scope: str
    until: str
    told: list[str]
    document: str = ""
    document_url: str = ""


def rows(mandates: Iterable[Mandate], side: str, by: Actor) -> list[Row]:
    """``side`` is the other one: « mandatary » or « principal ». Mandates for a confidential procedure are left out
    for who has no access to it: they would say that it was begun."""
    shown = _visible(list(mandates), by)
    titles = _titles(shown)
    envelopes = _envelopes(shown)
    papers = {one.pk: one for one in StoredFile.objects.filter(pk__in=[one.document_id for one in shown])}
    return [
        _row(one, getattr(one, side), titles, envelopes.get(str(one.pk), []), papers.get(one.document_id or 0))
        for one in shown
    ]


def _visible(mandates: list[Mandate], by: Actor) -> list[Mandate]:
    named = {one.procedure for one in mandates if one.procedure}
    hidden = set(_hidden(by).filter(code__in=named).values_list("code", flat=True)) if named else set()
    return [one for one in mandates if one.procedure not in hidden]


def _hidden(by: Actor) -> Any:
    """Confidential procedures that do not exist for this agent."""
    access = access_of(by)
    secret = Procedure.objects.filter(commune_id=access.commune_id, confidential=True)
    return secret.exclude(service_id__in=access.confidential_ids)


def _titles(mandates: list[Mandate]) -> dict[tuple[str, str], str]:
    """{(scope, code): its name in the catalogue}, in two queries at most."""
    families = {one.family for one in mandates if one.family}
    procedures = {one.procedure for one in mandates if one.procedure}
    found: dict[tuple[str, str], str] = {}
    if families:
        named = Family.objects.filter(code__in=families).values_list("code", "name")
        found |= {(MandateScope.FAMILY.value, code): name for code, name in named}
    if procedures:
        titled = Procedure.objects.filter(code__in=procedures).values_list("code", "short_title")
        found |= {(MandateScope.PROCEDURE.value, code): title for code, title in titled}
    return found


def _envelopes(mandates: list[Mandate]) -> dict[str, list[Dispatch]]:
    found: dict[str, list[Dispatch]] = {}
    refs = [subject_ref(one.pk, side) for one in mandates for side in SIDES]
    sent = Dispatch.objects.filter(subject_kind=SUBJECT, subject_ref__in=refs)
    for one in sent.only("subject_ref", "channel", "state", "to_name").order_by("pk"):
        found.setdefault(one.subject_ref.partition("-")[0], []).append(one)
    return found


def _row(one: Mandate, other: Citizen, titles: Any, sent: list[Dispatch], paper: StoredFile | None) -> Row:
    scope = str(one.get_scope_display())
    if one.scope != MandateScope.EVERYTHING:
        scope = titles.get((one.scope, one.family or one.procedure), one.family or one.procedure)
    readable = paper is not None and paper.owner_kind == OwnerKind.MANDATE and is_readable(paper)
    return Row(
        public_id=str(one.public_id),
        name=other.display_name,
        url=reverse("back_office:person", args=[other.public_id]),
        scope=scope[:1].upper() + scope[1:],
        until=_("jusqu’au %s") % date_simple(one.until_on),
        told=[_told(envelope) for envelope in sent] or [_("Avis en préparation, ou à dire de vive voix")],
        document=paper.name if paper else "",
        document_url=reverse("back_office:file", args=[paper.public_id]) if paper and readable else "",
    )


def _told(envelope: Dispatch) -> str:
    """« Solène Morvan : courrier, à imprimer »."""
    channel, state = str(envelope.get_channel_display()).lower(), str(envelope.get_state_display())
    return _("%(name)s : %(channel)s, %(state)s") % {"name": envelope.to_name, "channel": channel, "state": state}


def scopes(commune_id: int, by: Actor) -> list[tuple[str, Any]]:
    """What a mandate may allow: everything, a family, a procedure that exists for this agent."""
    families = Family.objects.filter(commune_id=commune_id).order_by("name").values_list("code", "name")
    procedures = Procedure.objects.filter(commune_id=commune_id, is_open=True, is_system=False)
    shown = procedures.filter(Q(confidential=False) | Q(service_id__in=access_of(by).confidential_ids))
    titled = shown.order_by("short_title").values_list("code", "short_title")
    return [
        ("", _("Choisir…")),
        ("tout", _("Toutes les démarches")),
        (_("Une famille de démarches"), [(f"famille:{code}", name) for code, name in families]),
        (_("Une seule démarche"), [(f"demarche:{code}", title) for code, title in titled]),
    ]
