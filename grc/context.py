"""What every template may know of the installation."""

from django.conf import settings
from django.http import HttpRequest


def installation(request: HttpRequest) -> dict[str, object]:
    return {
        "grc_mode": settings.GRC_MODE,
        "is_demonstration": settings.GRC_MODE == "demonstration",
        "is_formation": settings.GRC_MODE == "formation",
    }
