"""What every page of every face needs: the true address of the client, bounded sessions, the banner of formation."""

from collections.abc import Callable
from typing import ClassVar

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from grc.environment import FORMATION

Response = Callable[[HttpRequest], HttpResponse]


class ClientAddress:
    """Believes X-Forwarded-For only as far as our own proxies wrote it (TRUSTED_PROXIES)."""

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
        trusted = settings.TRUSTED_PROXIES
        if trusted and len(hops) >= trusted:
            request.META["REMOTE_ADDR"] = hops[-trusted]
        return self.get_response(request)


class SessionLimits:
    """An agent's session ends after 30 minutes without a gesture and 12 hours in all; a citizen's after 60 minutes.

    A page that asks by itself who else is reading is not a gesture.
    """

    SIGNED_IN_AT: ClassVar[str] = "signed_in_at"
    LAST_GESTURE: ClassVar[str] = "last_gesture"
    NOT_A_GESTURE: ClassVar[tuple[str, ...]] = ("/presence/",)

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self.bound(request)
        return self.get_response(request)

    def bound(self, request: HttpRequest) -> None:
        now = timezone.now().timestamp()
        session = request.session
        started = session.setdefault(self.SIGNED_IN_AT, now)
        last = session.get(self.LAST_GESTURE, now)
        too_long = now - started > settings.AGENT_LONGEST.total_seconds()
        too_idle = now - last > settings.AGENT_IDLE.total_seconds()
        if too_long or too_idle:
            logout(request)
            return
        # One write a minute is enough, and keeps reading pages free of writes.
        gesture = not request.path.endswith(self.NOT_A_GESTURE)
        if gesture and (self.LAST_GESTURE not in session or now - last > 60):
            session[self.LAST_GESTURE] = now
            session.set_expiry(settings.AGENT_IDLE)


class FormationBanner:
    """Says on every HTML page, Django admin included, that this copy is for training and its people are invented."""

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        if settings.GRC_MODE == FORMATION and is_page:
            response.content = self.with_banner(response.content.decode(response.charset)).encode(response.charset)
        return response

    def with_banner(self, page: str) -> str:
        start = page.find("<body")
        end = page.find(">", start)
        if start == -1 or end == -1:  # a fragment goes into a page that already says it
            return page
        return page[: end + 1] + render_to_string("components/formation_banner.html") + page[end + 1 :]
