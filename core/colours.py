"""Contrast of the commune's colours (WCAG 2.2, criteria 1.4.3 and 1.4.11): refused at save when unreadable."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

TEXT_CONTRAST = 4.5
COMPONENT_CONTRAST = 3.0
_HEX = re.compile(r"#[0-9a-fA-F]{6}")

Rgb = tuple[float, float, float]


def parse(colour: str) -> Rgb:
    """`#0f7b5f` → three values from 0 to 1. Raises ValidationError with a French sentence."""
    if not _HEX.fullmatch(colour):
        raise ValidationError(_("Écrivez la couleur sous la forme #1a2b3c (six chiffres ou lettres de a à f)."))
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))  # type: ignore[return-value]


def hexadecimal(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(max(0.0, min(1.0, part)) * 255):02x}" for part in rgb)


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parse(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """From 1 (same colour) to 21 (black on white)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(colour: str, other: str, share: float) -> str:
    """`share` of `other` in `colour`, from 0 to 1."""
    pairs = zip(parse(colour), parse(other), strict=True)
    return hexadecimal(tuple(a * (1 - share) + b * share for a, b in pairs))  # type: ignore[arg-type]


def readable_on(background: str, colour: str, *, at_least: float = TEXT_CONTRAST) -> str:
    """`colour`, darkened just enough to be read on `background`."""
    for step in range(0, 101, 2):
        candidate = mix(colour, "#000000", step / 100)
        if contrast(candidate, background) >= at_least:
            return candidate
    return "#000000"


def validate_text_colour(colour: str) -> None:
    """The main colour carries white text on buttons and is the colour of links."""
    if contrast(colour, "#ffffff") < TEXT_CONTRAST:
        raise ValidationError(
            _(
                "Cette couleur est trop claire : un texte blanc posé dessus ne serait pas lisible par tous. "
                "Choisissez une couleur plus foncée (contraste d’au moins 4,5)."
            )
        )


def validate_component_colour(colour: str) -> None:
    """The second colour draws borders and marks."""
    if contrast(colour, "#ffffff") < COMPONENT_CONTRAST:
        raise ValidationError(
            _("Cette couleur est trop claire pour un contour ou une icône (contraste d’au moins 3 avec le blanc).")
        )
