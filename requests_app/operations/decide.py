"""An express decision: granted, refused, or partly; numbered without gaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import calendar, outbox
from core.actor import Actor
from core.errors import Refused
from core.models import Commune
from files.enums import OwnerKind
from requests_app import acknowledging, lifecycle, policies
from requests_app.enums import UNFAVOURABLE, Action, Kind, Outcome
from requests_app.models import Decision, DecisionCounter, ServiceRequest
from requests_app.operations import messages, saving, timeline, words


@dataclass(frozen=True)
class Wording:
    text: str
    grounds_law: str
    grounds_fact: str
    appeal_text: str


@transaction.atomic
def decide(
    request_id: int,
    *,
    outcome: str,
    text: str,
    by: Actor,
    grounds_law: str = "",
    grounds_fact: str = "",
    file_ids: Iterable[int] = (),
    revision: int | None = None,
) -> Decision:
    """Records the decision and who took it; the person is told, and reads it on the follow-up page.

    An express decision may follow an implied rejection. Raises Refused, Forbidden, Stale, IllegalMove.
    """
    service_request = ServiceRequest.objects.locked(request_id)
    policies.require(policies.can_decide(by, service_request))
    saving.require_fresh(service_request, revision)
    service_request.phase = lifecycle.after(service_request.phase, Action.DECIDE)
    sense = _outcome(outcome)
    wording = _wording(service_request, sense, text, grounds_law, grounds_fact)
    author = _author(by)
    today = calendar.today(service_request.commune)
    service_request.decided_on = today
    service_request.next_alert_on = None
    saving.move(service_request, "phase", "decided_on", "next_alert_on", event=Kind.DECIDED)
    decision = _write(service_request, sense, wording, author, today)
    messages.join(file_ids, OwnerKind.DECISION, decision.pk)
    timeline.record(service_request, Kind.DECIDED, by=by, decision=decision, data={"outcome": sense})
    outbox.publish("request.decided", request_id=service_request.pk, decision_id=decision.pk)
    decision.number = _next_number(service_request.commune, today.year)
    decision.save(update_fields=["number"])
    return decision


def _outcome(outcome: str) -> Outcome:
    if outcome not in Outcome.values:
        raise Refused(_("Choisissez le sens de la décision : accordée, refusée ou accordée en partie."))
    return Outcome(outcome)


def _wording(service_request: ServiceRequest, sense: Outcome, text: str, law: str, fact: str) -> Wording:
    said = words.required(text, _("Écrivez la décision telle que la personne la lira."))
    grounds_law, grounds_fact = words.limited(law), words.limited(fact)
    appeal = acknowledging.appeal_text(service_request) if sense in UNFAVOURABLE else ""
    if sense in UNFAVOURABLE:
        _require_grounds(grounds_law, grounds_fact)
        if not appeal:
            raise Refused(
                _("Cette démarche n’a pas de voies de recours : un administrateur les renseigne avant tout refus.")
            )
    return Wording(said, grounds_law, grounds_fact, appeal)


def _require_grounds(law: str, fact: str) -> None:
    """CRPA L211-2 to L211-6: an unfavourable decision states its grounds in law and in fact."""
    if not law and not fact:
        raise Refused(_("Un refus se motive : indiquez le texte appliqué et les faits retenus."))
    if not law:
        raise Refused(_("Indiquez le texte sur lequel le refus se fonde (motif en droit)."))
    if not fact:
        raise Refused(_("Indiquez les faits qui conduisent au refus (motif en fait)."))


def _author(by: Actor) -> User:
    """L212-2: without signature, the decision shows first name, name, quality and service of its author."""
    author = User.objects.get(pk=by.user_id)
    if not author.quality:
        raise Refused(
            _("Votre qualité manque à votre fiche d’agent : une décision sans signature doit la porter (CRPA, L212-2).")
        )
    return author


def _write(service_request: ServiceRequest, sense: Outcome, wording: Wording, author: User, today: dt.date) -> Decision:
    return Decision.objects.create(
        request=service_request,
        number=f"provisoire-{service_request.pk}",
        outcome=sense,
        text=wording.text,
        grounds_law=wording.grounds_law,
        grounds_fact=wording.grounds_fact,
        author=author,
        author_first_name="" if author.anonymised_as else author.first_name,
        author_last_name=author.anonymised_as or author.last_name,
        author_quality=author.quality,
        service_name=service_request.service.name,
        appeal_text=wording.appeal_text,
        decided_on=today,
        decided_at=calendar.now(),
    )


def _next_number(commune: Commune, year: int) -> str:
    """``D-2026-00042``, without gaps: the locked counter is taken last, so that it is held the shortest time."""
    DecisionCounter.objects.get_or_create(commune=commune, year=year)
    counter = DecisionCounter.objects.select_for_update(of=("self",)).get(commune=commune, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"D-{year}-{counter.last:05d}"
