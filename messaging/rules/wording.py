"""Filling a text: `{{ nom }}` is replaced, a paragraph whose variables are all empty is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from messaging.variables import variables_of

_VARIABLE = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}")
_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}")
_PARAGRAPHS = re.compile(r"\n\s*\n")
_HOST = r"(?:[a-z0-9-]+\.)+"
_LINK = re.compile(
    rf"\b(?:[a-z][a-z0-9+.-]*://\S*|www\.\S*|{_HOST}[a-z]{{2,}}/\S*|(?<!@){_HOST}(?:com|net|org|edu|gov|int|mil|fr|eu)\b)",
    re.IGNORECASE,
)


class MissingVariable(ValueError):
    """A text names what nobody gave; the message is a French sentence."""


def names_in(text: str) -> list[str]:
    return list(dict.fromkeys(_VARIABLE.findall(text)))


def check(text: str, variable_set: str) -> str:
    """The French sentence of what is wrong, or nothing."""
    known = variables_of(variable_set)
    unknown = [name for name in names_in(text) if name not in known]
    if unknown:
        return _("Variable inconnue : %(unknown)s. Variables possibles : %(known)s.") % {
            "unknown": ", ".join(unknown),
            "known": ", ".join(known) or _("aucune"),
        }
    if _BRACES.search(_VARIABLE.sub("", text)):
        return _("Une accolade est de trop ou manque. Une variable s’écrit {{ numero }}.")
    return ""


def fill(text: str, variables: Mapping[str, object]) -> str:
    """The text with its variables. Raises MissingVariable rather than leave a hole."""
    paragraphs = _PARAGRAPHS.split(text.replace("\r\n", "\n").strip())
    filled = [_fill_paragraph(paragraph, variables) for paragraph in paragraphs]
    return "\n\n".join(paragraph for paragraph in filled if paragraph)


def fill_line(text: str, variables: Mapping[str, object]) -> str:
    """For a subject: one line, whatever the variables hold (a line break would forge a header)."""
    return " ".join(fill(text, variables).split())


def without_links(text: str) -> str:
    """Words typed by a stranger, in a mail that bears the town’s name: a link among them would be taken for ours."""
    return _LINK.sub("(…)", text)


def _fill_paragraph(paragraph: str, variables: Mapping[str, object]) -> str:
    names = names_in(paragraph)
    missing = [name for name in names if name not in variables]
    if missing:
        raise MissingVariable(_("Le modèle demande « %(name)s », qui n’a pas été fourni.") % {"name": missing[0]})
    values = {name: str(variables[name] if variables[name] is not None else "").strip() for name in names}
    if names and not any(values.values()):
        return ""
    return _VARIABLE.sub(lambda found: values[found.group(1)], paragraph).strip()
