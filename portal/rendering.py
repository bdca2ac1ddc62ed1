"""How a citizen page is answered: its template, the menu entry it belongs to, and what a browser may keep of it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from core.models import Commune

P = ParamSpec("P")
Answer = TypeVar("Answer", bound=HttpResponseBase)
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, current: str = "", status: int = 200
) -> HttpResponse:
    """`current` is the entry of the main menu: demarches, suivi, joindre, or none."""
    return render(request, template, {"current": current, **(context or {})}, status=status)


def seal(response: Answer) -> Answer:
    """Nothing of a personal page stays in a cache, an index or the address sent to another site.

    `same-origin` and not `no-referrer`: the latter makes browsers post with `Origin: null`, which CSRF refuses.
    """
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def personal(view: View[P]) -> View[P]:
    """Marks a view whose every answer, errors and redirections included, is about one person."""

    @wraps(view)
    def sealed(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return seal(view(request, *args, **kwargs))

    return sealed


def with_tiles(response: Answer, commune: Commune) -> Answer:
    """A page with a map may ask the commune's tile server for pictures, and nobody else for anything."""
    site = urlsplit(commune.map_tile_url.replace("{s}", "*"))
    if not site.netloc:
        return response
    opened = csp_update({"img-src": [f"{site.scheme}://{site.netloc}"]})(lambda _request: response)
    return cast(Answer, opened(HttpRequest()))
