"""Streets, map and theme: small answers the pages ask for, the same for everyone."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from core.errors import RateLimited
from core.theme import stylesheet
from organisation.queries import suggest_streets
from portal.limits import hit
from portal.town import town_of

DAY = 24 * 3600
FAVICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 44 44"><rect fill="{colour}" width="44" height="44" rx="10"/>'
    '<g fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"><path d="M12 26V19a10 10 0 0 1 20 0v7'
    'M18 26v-5.5a4 4 0 0 1 8 0V26"/><path d="M8.5 32.5c2.25-2 4.5-2 6.75 0s4.5 2 6.75 0 4.5-2 6.75 0 4.5 2 6.75 0"/>'
    "</g></svg>"
)


@require_safe
def streets(request: HttpRequest) -> JsonResponse:
    """At most eight addresses that begin so; none when one asks too often: free text always stands."""
    typed = request.GET.get("q", "").replace("\x00", "")[:200]
    try:
        hit(request, "adresses")
    except RateLimited:
        return JsonResponse({"results": []}, status=429)
    response = JsonResponse({"results": suggest_streets(town_of(request), typed)})
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def map_layer(request: HttpRequest) -> JsonResponse:
    """The town's own plan, GeoJSON. 404 when it has none: the page then keeps to words."""
    layer = town_of(request).map_layer
    if not layer:
        raise Http404
    response = JsonResponse(layer, json_dumps_params={"separators": (",", ":"), "ensure_ascii": False})
    patch_cache_control(response, public=True, max_age=DAY)
    return response


@require_safe
def theme(request: HttpRequest) -> HttpResponse:
    """The two colours of the commune as a stylesheet; its address holds the version."""
    response = HttpResponse(stylesheet(town_of(request)), content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=30 * DAY)
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The mark of the town in its own colour."""
    commune = town_of(request)
    response = HttpResponse(FAVICON.format(colour=commune.primary_colour), content_type="image/svg+xml")
    patch_cache_control(response, public=True, max_age=30 * DAY)
    return response
