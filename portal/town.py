"""The commune of this web request, read once."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from core.models import Commune


def town_of(request: HttpRequest) -> Commune:
    """Raises Http404 while nobody has entered the commune: there is nothing to show yet."""
    commune = getattr(request, "commune", None) or Commune.objects.order_by("pk").first()
    if commune is None:
        raise Http404(_("La commune n’est pas encore configurée."))
    return known(request, commune)


def known(request: HttpRequest, commune: Commune) -> Commune:
    """Read with what the page shows: nothing reads it again."""
    request.commune = commune  # type: ignore[attr-defined]
    return commune
