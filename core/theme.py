"""The commune's two colours, turned into the tokens of Designsystemet: a pure function, served as a stylesheet."""

import hashlib

from core.colours import COMPONENT_CONTRAST, contrast, mix, readable_on
from core.models import Commune

WHITE, BLACK = "#ffffff", "#000000"


def _base_contrast(colour: str) -> str:
    """White or black on the colour, whichever reads better."""
    return WHITE if contrast(colour, WHITE) >= contrast(colour, BLACK) else BLACK


def scale(colour: str) -> dict[str, str]:
    """The sixteen tokens of one colour. Text tokens are darkened until they read on the tinted surfaces."""
    tinted, surface = mix(colour, WHITE, 0.925), mix(colour, WHITE, 0.855)
    return {
        "background-default": WHITE,
        "background-tinted": tinted,
        "surface-default": WHITE,
        "surface-tinted": surface,
        "surface-hover": mix(colour, WHITE, 0.765),
        "surface-active": mix(colour, WHITE, 0.66),
        "border-subtle": mix(colour, WHITE, 0.565),
        "border-default": readable_on(tinted, mix(colour, WHITE, 0.1), at_least=COMPONENT_CONTRAST),
        "border-strong": readable_on(surface, mix(colour, BLACK, 0.13)),
        "text-subtle": readable_on(surface, mix(colour, BLACK, 0.13)),
        "text-default": readable_on(surface, mix(colour, BLACK, 0.59), at_least=7),
        "base-default": colour,
        "base-hover": mix(colour, BLACK, 0.18),
        "base-active": mix(colour, BLACK, 0.35),
        "base-contrast-subtle": mix(colour, _base_contrast(colour), 0.92),
        "base-contrast-default": _base_contrast(colour),
    }


def stylesheet(commune: Commune) -> str:
    """Outside any layer, so that it wins over the default theme whatever the order of the sheets."""
    names = {"accent": commune.primary_colour, "brand1": commune.primary_colour, "brand2": commune.accent_colour}
    lines = [
        f"  --ds-color-{name}-{token}: {value};"
        for name, colour in names.items()
        for token, value in scale(colour).items()
    ]
    return ":root {\n" + "\n".join(lines) + "\n}\n"


def version(commune: Commune) -> str:
    return hashlib.sha256(f"{commune.primary_colour}{commune.accent_colour}".encode()).hexdigest()[:10]
