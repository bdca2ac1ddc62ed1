"""Sessions of agents: 30 minutes idle, 12 hours at most, cut at once when the account is disabled."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse

from core import calendar

STARTED = "accounts_started"
SEEN = "accounts_seen"
# Written at most once a minute: a page that polls must not write the session each time.
SEEN_EVERY_SECONDS = 60
# A page that asks by itself who else is reading is not a gesture of the agent.
NOT_A_GESTURE = ("/presence/", "/appel-en-cours/")


def start_clock(request: HttpRequest) -> None:
    """Called when a session opens."""
    request.session[STARTED] = request.session[SEEN] = int(calendar.now().timestamp())


def is_over(started: int, seen: int, now: float) -> bool:
    """Pure: idle too long, or open too long. Unix seconds."""
    idle = now - seen > settings.AGENT_IDLE.total_seconds()
    return idle or now - started > settings.AGENT_LONGEST.total_seconds()


class SessionLimits:
    """After the authentication and OTP middlewares.

    A disabled account, or a changed password, makes ``request.user`` anonymous: what is left of the session goes too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            self._check(request)
        return self.get_response(request)

    def _check(self, request: HttpRequest) -> None:
        if STARTED not in request.session:  # opened by another door (shell, tests): counted from here
            start_clock(request)
        now = calendar.now().timestamp()
        started, seen = request.session[STARTED], request.session.get(SEEN, 0)
        if not request.user.is_authenticated or is_over(started, seen, now):
            logout(request)
            request.session_ended = True  # type: ignore[attr-defined] # the sign-in page says why
        elif now - seen >= SEEN_EVERY_SECONDS and not request.path.endswith(NOT_A_GESTURE):
            request.session[SEEN] = int(now)
