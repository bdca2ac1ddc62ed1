"""What agents and citizens do in the stories, one act a verb."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import User
from core.actor import Actor
from organisation.models import Service
from requests_app import operations
from requests_app.models import ServiceRequest

Act = Callable[[ServiceRequest, dict[str, Any], Actor], object]
MAIL_DOMAIN = "@admiville.example"


def perform(service_request: ServiceRequest, step: dict[str, Any]) -> None:
    """One step of a story: ``{do: reply, by: yanis.benali, text: …}``; without ``by``, the person acts."""
    who = step.get("by")
    actor = Actor.agent(_user(who).pk) if who else Actor.link_holder(service_request.pk)
    ACTS[step["do"]](service_request, step, actor)


def _user(name: str) -> User:
    return User.objects.get(email=name + MAIL_DOMAIN)


def _service(service_request: ServiceRequest, code: str) -> Service:
    return Service.objects.get(commune_id=service_request.commune_id, code=code)


def _decide(service_request: ServiceRequest, step: dict[str, Any], by: Actor) -> None:
    grounds = {key: step.get(key, "") for key in ("grounds_law", "grounds_fact")}
    operations.decide(service_request.pk, outcome=step["outcome"], text=step["text"], by=by, **grounds)


def _reroute(service_request: ServiceRequest, step: dict[str, Any], by: Actor) -> None:
    target = _service(service_request, step["to"])
    operations.reroute(service_request.pk, service_id=target.pk, reason=step["text"], by=by)


ACTS: dict[str, Act] = {
    "take": lambda r, step, by: operations.take(r.pk, by=by),
    "assign": lambda r, step, by: operations.assign(r.pk, to_user_id=_user(step["to"]).pk, by=by),
    "reroute": _reroute,
    "note": lambda r, step, by: operations.write_note(r.pk, text=step["text"], by=by),
    "reply": lambda r, step, by: operations.reply(r.pk, text=step["text"], by=by),
    "ask": lambda r, step, by: operations.ask(r.pk, text=step["text"], by=by),
    "answer": lambda r, step, by: operations.receive_answer(r.pk, text=step["text"], by=by),
    "decide": _decide,
    "close": lambda r, step, by: operations.close(r.pk, answer=step["text"], by=by),
    "reopen": lambda r, step, by: operations.reopen(r.pk, reason=step["text"], by=by),
    "withdraw": lambda r, step, by: operations.withdraw(r.pk, by=by),
    "acknowledged": lambda r, step, by: operations.record_acknowledgement_sent(r.pk, by=by),
}
