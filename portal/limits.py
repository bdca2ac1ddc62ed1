"""How often one address may post or try codes. Past it: a French sentence, and what was typed is offered again."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase
from redis.exceptions import RedisError

from core import ratelimit
from core.errors import RateLimited
from portal.views.errors import too_many

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

# (tries, seconds) for one address; a library or a town hall may have a hundred people behind one.
LIMITS = {
    "formulaire": (300, 60),
    "commencer": (60, 600),
    "fichier": (60, 300),
    "reprendre": (10, 600),
    "lien": (20, 3600),
    "message": (20, 600),
    "adresses": (120, 60),
}


def hit(request: HttpRequest, what: str) -> None:
    """Counts one try; raises RateLimited. A broker that is down stops nobody from writing to their town."""
    tries, seconds = LIMITS[what]
    try:
        ratelimit.hit(f"portal:{what}:{request.META.get('REMOTE_ADDR', '')}", tries, seconds)
    except RedisError:
        return


def limited(what: str) -> Callable[[View[P]], View[P]]:
    """Counts the posts of a view."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def counted(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            try:
                if request.method == "POST":
                    hit(request, what)
                return view(request, *args, **kwargs)
            except RateLimited as refusal:
                return too_many(request, refusal)

        return counted

    return decorate
