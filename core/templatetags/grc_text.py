"""Telephone numbers, sizes and counts as one reads them in French."""

import re

from django import template

register = template.Library()


@register.filter
def tel(number: str) -> str:
    """What `href="tel:"` wants: « 04 65 71 12 00 » → « +33465711200 »."""
    digits = re.sub(r"[^\d+]", "", number or "")
    return f"+33{digits[1:]}" if re.fullmatch(r"0[1-9]\d{8}", digits) else digits


@register.filter
def telephone(number: str) -> str:
    """Ten digits two by two; anything else as it was written."""
    digits = re.sub(r"\D", "", number or "")
    if re.fullmatch(r"0[1-9]\d{8}", digits):
        return " ".join(digits[i : i + 2] for i in range(0, 10, 2))
    return number or ""


@register.filter
def octets(size: int | None) -> str:
    """« 620 Ko », « 1,8 Mo »."""
    if not size:
        return "0 Ko"
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} Ko"
    return f"{size / 1_000_000:.1f}".replace(".", ",").removesuffix(",0") + " Mo"


@register.simple_tag
def error_line(label: str, sentence: str) -> str:
    """One line of an error summary: « Date de naissance : écrivez l’année », « De quel acte ? Choisissez »."""
    said = sentence.rstrip(".")
    if not label or label.endswith("."):
        return said[:1].upper() + said[1:]
    return f"{label} {said[:1].upper()}{said[1:]}" if label.endswith("?") else f"{label} : {said[:1].lower()}{said[1:]}"
