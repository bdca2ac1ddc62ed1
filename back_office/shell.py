"""What every page of the agents needs around it: the town, the agent, the rail, the sentences to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from core import calendar, once
from core.actor import Actor
from core.models import Commune
from organisation import presence

from . import desk, phone_band, rail
from .lists import Seen

LEVELS = {messages.SUCCESS: "success", messages.WARNING: "warning", messages.ERROR: "error"}


@dataclass(frozen=True)
class Flash:
    """``sent`` names the draft the browser may forget."""

    level: str
    sentence: str
    sent: str = ""


def actor(request: HttpRequest) -> Actor:
    return Actor.agent(request.user.pk)  # type: ignore[arg-type]


def seen(request: HttpRequest, commune: Commune) -> Seen:
    today = calendar.today(commune)
    return Seen(request.user.pk, today, presence.away(commune.pk, today))  # type: ignore[arg-type]


def flashes(request: HttpRequest) -> list[Flash]:
    """What the last action said; read once."""
    return [
        Flash(LEVELS.get(message.level, "success"), str(message), message.extra_tags.partition("sent=")[2])
        for message in messages.get_messages(request)
    ]


def page(request: HttpRequest, template: str, *, current: str = "", status: int = 200, **context: Any) -> HttpResponse:
    """A whole page of the agents, or the fragment the page includes."""
    commune = context.pop("commune", None) or Commune.objects.current()
    request.commune = commune  # type: ignore[attr-defined] # what `core.context_processors` would read again
    around: dict[str, Any] = {
        "commune": commune,
        "me": request.user,
        "rail": rail.build(actor(request), seen(request, commune), current),
        "new_url": rail.address("desk") if desk.may_use(actor(request)) else "",
        "phone": SimpleLazyObject(lambda: phone_band.of(request.user, request.get_full_path())),  # type: ignore[arg-type]
        "swapped": False,
        "query": "",
        "once": once.new_token(),
        "flashes": flashes(request),
    }
    return no_store(render(request, template, {**around, **context}, status=status))


def plain(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page without list: sign-in, refusal. It stands without a town: an administrator signs in to create it."""
    commune = Commune.objects.order_by("pk").first()
    return no_store(render(request, template, {"commune": commune, **context}, status=status))


def no_store(response: HttpResponse) -> HttpResponse:
    """Pages of the agents hold personal data: no cache keeps them."""
    response["Cache-Control"] = "no-store"
    return response
