"""What happens to a request after it was filed, one act a verb, by an agent of its service or by the person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from core import calendar
from core.actor import Actor
from core.errors import Refused
from grc.volume import placeholders as the
from grc.volume.doors import version_of
from messaging.operations import record_bounce
from organisation.enums import Role
from organisation.models import Administration, Service, ServiceUserObjectPermission
from requests_app import operations
from requests_app.enums import IdentityMethod, SetAsideCause, TaskKind, TaskResult
from requests_app.models import ServiceRequest, Task


@dataclass(frozen=True)
class Turn:
    """One act to play: ``step`` is the line of the story, ``at`` the hour of the stage."""

    request: ServiceRequest
    step: dict[str, Any]
    at: dt.datetime

    @property
    def agent(self) -> Actor:
        return Actor.agent(agent_of(self.request.service, self.request.confidential).pk)

    @property
    def person(self) -> Actor:
        return Actor.link_holder(self.request.pk)


def perform(turn: Turn) -> None:
    ACTS[turn.step["do"]](turn)


def agent_of(service: Service, confidential: bool = False) -> User:
    """Who handles the requests of this service; the same one at each play."""
    held = ServiceUserObjectPermission.objects.filter(content_object=service, user__is_active=True)
    wanted = held.filter(permission__codename=Role.CONFIDENTIAL if confidential else Role.HANDLER)
    found = wanted.order_by("user_id").select_related("user").first()
    if found is None:
        raise Refused(f"{service.code} : aucun agent ne traite ses demandes.")
    return found.user


def _assign(turn: Turn) -> None:
    operations.assign(turn.request.pk, to_user_id=turn.agent.user_id, by=turn.agent)


def _decide(turn: Turn) -> None:
    outcome = turn.step.get("outcome", "granted")
    law, fact = ("", "") if outcome == "granted" else ("Article L231-4 du code", the.NOTE)
    operations.decide(
        turn.request.pk, outcome=outcome, text=the.LAST_WORD, grounds_law=law, grounds_fact=fact, by=turn.agent
    )


def _reroute(turn: Turn) -> None:
    service = Service.objects.get(commune_id=turn.request.commune_id, code=turn.step["to"])
    operations.reroute(turn.request.pk, service_id=service.pk, reason=the.NOTE, by=turn.agent)


def _qualify(turn: Turn) -> None:
    version = version_of(turn.request.commune, turn.step["to"])
    operations.qualify(turn.request.pk, procedure_version_id=version, by=turn.agent)


def _wait(turn: Turn) -> None:
    until = turn.at.date() + dt.timedelta(days=20)
    operations.wait_for_third_party(turn.request.pk, who=the.NOTE, until=until, by=turn.agent)


def _transmit(turn: Turn) -> None:
    target = Administration.objects.filter(commune_id=turn.request.commune_id).order_by("pk").first()
    if target is None:
        raise Refused("Aucune administration dans l’annuaire.")
    operations.transmit_request(turn.request.pk, administration_id=target.pk, reason=the.NOTE, by=turn.agent)


def _later(turn: Turn, days: int) -> dt.date:
    return calendar.add_working_days(turn.at.date(), days, turn.request.commune)


def _call_back(turn: Turn) -> None:
    operations.open_task(
        kind=TaskKind.CALL_BACK, service_id=turn.request.service_id, request_id=turn.request.pk, subject=the.OBJECT,
        phone=the.PHONE, due_on=_later(turn, 1), by=turn.agent,
    )  # fmt: skip


def _tried(turn: Turn) -> None:
    task = Task.objects.get(request=turn.request)
    operations.record_attempt(task.pk, result=TaskResult.NO_ANSWER, due_on=_later(turn, 2), by=turn.agent)


def _called(turn: Turn) -> None:
    operations.record_attempt(
        Task.objects.get(request=turn.request).pk, result=TaskResult.REACHED, outcome=the.NOTE, by=turn.agent
    )


def _seen(turn: Turn) -> None:
    operations.check_identity(citizen_id=turn.request.citizen_id or 0, method=IdentityMethod.SEEN, by=turn.agent)


def _bounce(turn: Turn) -> None:
    sent = turn.request.acknowledgements.exclude(dispatch=None).order_by("pk").last()
    if sent is None:
        raise Refused("Rien n’est parti.")
    record_bounce(dispatch_id=sent.dispatch_id, status="5.1.1", diagnostic="550 5.1.1 no such user")


def _talk(turn: Turn) -> None:
    """A long story: notes and answers, week after week."""
    if turn.step["rank"] % 3 == 2:
        operations.reply(turn.request.pk, text=the.REPLY, by=turn.agent)
    else:
        operations.write_note(turn.request.pk, text=the.NOTE, by=turn.agent)


ACTS: dict[str, Callable[[Turn], Any]] = {
    "take": lambda turn: operations.take(turn.request.pk, by=turn.agent),
    "assign": _assign,
    "note": lambda turn: operations.write_note(turn.request.pk, text=the.NOTE, by=turn.agent),
    "reply": lambda turn: operations.reply(turn.request.pk, text=the.REPLY, by=turn.agent),
    "ask": lambda turn: operations.ask(turn.request.pk, text=the.QUESTION, by=turn.agent),
    "answer": lambda turn: operations.receive_answer(turn.request.pk, text=the.ANSWER, by=turn.person),
    "decide": _decide,
    "close": lambda turn: operations.close(turn.request.pk, answer=the.LAST_WORD, by=turn.agent),
    "withdraw": lambda turn: operations.withdraw(turn.request.pk, by=turn.person),
    "acknowledged": lambda turn: operations.record_acknowledgement_sent(turn.request.pk, by=turn.agent),
    "set_aside": lambda turn: operations.set_aside(
        turn.request.pk, cause=SetAsideCause.AUTOMATIC, reason=the.NOTE, by=turn.agent
    ),
    "reroute": _reroute,
    "qualify": _qualify,
    "wait": _wait,
    "resume": lambda turn: operations.resume_request(turn.request.pk, text=the.NOTE, by=turn.agent),
    "transmit": _transmit,
    "call_back": _call_back,
    "tried": _tried,
    "called": _called,
    "seen": _seen,
    "bounce": _bounce,
    "talk": _talk,
}
