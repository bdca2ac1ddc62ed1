"""The sheet laid between two letters before they go through the scanner: printed once, used again."""

from __future__ import annotations

from django.utils.translation import gettext as _

from channels_app.post.codes import SEPARATOR
from core.models import Commune
from documents.rendering import render_pdf


def separator_pdf(commune: Commune) -> bytes:
    """One A4 page, with the fixed code upright and upside down: it works whichever way it is laid."""
    context = {"town": commune.title, "code": SEPARATOR, "colour": commune.primary_colour}
    return render_pdf("letters/separator.html", context, title=_("Feuille de séparation"))
