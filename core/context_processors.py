"""What every page says of the town. A page of error must stand even without a town: `commune` is then None."""

from django.http import HttpRequest

from core.models import Commune
from core.theme import version


def town(request: HttpRequest) -> dict[str, object]:
    """`commune`, read once a request, and the version of its theme (an address that changes with its colours)."""
    commune = getattr(request, "commune", None)
    if commune is None:
        commune = Commune.objects.order_by("pk").first()
        request.commune = commune  # type: ignore[attr-defined]
    return {"commune": commune, "theme_version": version(commune) if commune else "0"}
