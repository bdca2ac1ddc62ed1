"""Where the request stands, what comes next and when, in the words of the person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from core import calendar
from core.templatetags.grc_dates import jour
from requests_app.enums import ENDED, UNDECIDED, Phase
from requests_app.followed import kept_for
from requests_app.models import Message, ServiceRequest, Transmission
from requests_app.variables import delay_sentence, status_sentence


@dataclass(frozen=True)
class Upcoming:
    """A hollow dot of the story: ``when`` in words, ``on`` when there is a date."""

    when: str
    text: str
    on: dt.date | None = None


@dataclass(frozen=True)
class NextStep:
    """``yours``: the person must act, ``question`` says what; ``legal`` is the quiet block of the legal date."""

    sentence: str
    yours: bool
    question: Message | None
    upcoming: list[Upcoming] = field(default_factory=list)
    legal: str = ""
    legal_on: dt.date | None = None


def next_step(service_request: ServiceRequest, on: dt.date | None = None) -> NextStep:
    """What happens next, and the date the law sets while it still means something."""
    today = on or calendar.today(service_request.commune)
    kept = kept_for(service_request)
    if kept is not None:
        return _followed(kept, today)
    waiting = service_request.phase == Phase.WAITING_PERSON
    question = service_request.messages.filter(asks=True, answered_at__isnull=True).last() if waiting else None
    undecided = service_request.phase in UNDECIDED and service_request.decided_on is None
    return NextStep(
        sentence=_sentence(service_request),
        yours=waiting,
        question=question,
        upcoming=_upcoming(service_request, today),
        legal=_legal(service_request, today) if undecided else "",
        legal_on=service_request.legal_due if undecided else None,
    )


def _followed(kept: ServiceRequest, today: dt.date) -> NextStep:
    """The state of the request it is followed in, never its words: whoever holds this link may not hold the other."""
    there = next_step(kept, today)
    words = {"number": kept.number, "state": there.sentence}
    sentence = _("Cette demande est suivie avec votre demande %(number)s. %(state)s") % words
    return replace(there, sentence=sentence, question=None)


def _sentence(service_request: ServiceRequest) -> str:
    if service_request.phase != Phase.TRANSMITTED:
        return status_sentence(service_request)
    sent = Transmission.objects.select_related("administration").get(request=service_request)
    return _("Votre demande est transmise depuis le %(day)s à : %(name)s. C’est elle qui vous répond.") % {
        "day": jour(sent.transmitted_on),
        "name": sent.administration.name,
    }


def _legal(service_request: ServiceRequest, today: dt.date) -> str:
    due = service_request.legal_due
    if due is None:
        return ""
    if today <= due:
        return delay_sentence(service_request)
    if service_request.rejection_due:
        return _(
            "Nous devions vous répondre au plus tard le %(day)s. Sans réponse ce jour-là, la demande est considérée "
            "comme refusée : vous pouvez demander les motifs de ce refus, ou le contester. Le service peut encore "
            "vous répondre."
        ) % {"day": jour(due)}
    return _(
        "Nous devions vous répondre au plus tard le %(day)s. Sans réponse ce jour-là, la demande est considérée comme "
        "acceptée : vous pouvez demander une attestation."
    ) % {"day": jour(due)}


def _upcoming(service_request: ServiceRequest, today: dt.date) -> list[Upcoming]:
    if service_request.phase in ENDED:
        return []
    service = (
        service_request.service.legal_entity.name if service_request.confidential else service_request.service.name
    )
    steps = []
    if service_request.phase == Phase.WAITING_PERSON:
        steps.append(Upcoming(_("Après votre réponse"), _("Le service reprend l’étude de votre demande.")))
    if service_request.phase == Phase.RECEIVED:
        steps.append(Upcoming(_("Ensuite"), _("Le service %s lit votre demande.") % service))
    if service_request.phase == Phase.DECIDED:
        steps.append(Upcoming(_("Ensuite"), _("Le service termine ce qui reste à faire et clôt la demande.")))
        return steps
    target = service_request.target_on
    if target and target >= today:
        steps.append(
            Upcoming(_("Au plus tard le %s") % jour(target), _("Le service prévoit de vous répondre."), target)
        )
    else:
        steps.append(Upcoming(_("Dès que possible"), _("Le service vous répond et vous en êtes averti.")))
    return steps
