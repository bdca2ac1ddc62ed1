"""What every page of every face needs: the true address of the client, the banner of formation."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

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
