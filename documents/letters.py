"""From the frozen mentions of a request to the letter a person holds: absent keys are filled, nothing is invented.

The dictionaries come from above, already decided (who, what, which dates); here only the reading of them is fixed.
"""

from __future__ import annotations

import re
from typing import Any

from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

from core.calendar import today
from core.models import Commune
from core.templatetags.grc_dates import date_simple
from documents.rendering import render_pdf

Data = dict[str, Any]

_PERSON: Data = {"name": "", "civility": "", "address_lines": [], "email": "", "phone": ""}
_SERVICE: Data = {"name": "", "address": "", "phone": "", "email": "", "hours": ""}
_ENTITY: Data = {"name": "", "address": "", "address_lines": []}
_APPEAL: Data = {"intro": "", "ways": [], "reasons": False}
_AUTHOR: Data = {"first_name": "", "last_name": "", "quality": "", "service": ""}

_EMPTY: Data = {
    "number": "", "title": "", "procedure_title": "", "received_on": "", "channel_label": "", "issued_on": "",
    "spoken_code": "", "deposit_code": "", "follow_url": "", "follow_page": "", "handled_by": None,
    "silence": "none", "decision_due_on": "", "target_on": "", "legal_text": "", "conditional": False,
    "confirmed": True, "certificate": False, "alternatives": [], "documents": [], "answers": [],
    "decision_number": "", "outcome": "", "outcome_label": "", "decided_on": "", "text": "", "grounds_law": "",
    "grounds_fact": "", "phase_label": "", "story": [], "printed_on": "", "printed_by": "", "wanted": [],
    "enclosures": [], "answering": False, "by_counter": False, "by_post": False, "received_at": "",
}  # fmt: skip
_BLOCKS: Data = {
    "person": _PERSON,
    "service": _SERVICE,
    "entity": _ENTITY,
    "appeal": _APPEAL,
    "notice": {"text": ""},
    "author": _AUTHOR,
}

# A postal address has six lines at most (AFNOR NF Z 10-011): a seventh would leave the window.
POSTAL_LINES = 6


def render_letter(template: str, data: Data, *, commune: Commune, title: str) -> bytes:
    """`template` is a file of templates/letters; `data` the mentions of CONTRACT, in whole or in part."""
    name = template if template.startswith("letters/") else f"letters/{template}"
    return render_pdf(name, letter_context(data, commune), title=title)


def render_dispatch_list(rows: list[Data], *, number: str, made_on: str, commune: Commune) -> bytes:
    """`rows`: {rank, name, town, number, registered, reprinted, posted_on}, in the order of the letters."""
    context = {
        "rows": rows,
        "number": number,
        "made_on": made_on,
        "registered": sum(bool(row["registered"]) for row in rows),
        "town": _town(commune, _ENTITY),
        "colour": commune.primary_colour,
        "logo": _logo(commune.logo_svg_name),
    }
    return render_pdf("letters/dispatch_list.html", context, title=_("Bordereau d’envoi %s") % number)


def letter_context(data: Data, commune: Commune) -> Data:
    """Every name that a letter reads, with its value or an empty one."""
    context = {**_EMPTY, **data}
    for name, blank in _BLOCKS.items():
        context[name] = {**blank, **(data.get(name) or {})}
    context["service"]["hours"] = hours_in_words(context["service"]["hours"])
    context["legal_text"] = context["legal_text"].rstrip(" .")
    context["notice"] = {"text": context["notice"]["text"].removeprefix(_("Vos données.")).strip()}
    context["town"] = _town(commune, context["entity"])
    context["colour"] = commune.primary_colour
    context["logo"] = _logo(commune.logo_svg_name)
    context["recipient_lines"] = recipient_lines(context["person"])
    context["salutation"] = salutation(context["person"]["civility"])
    context["place"] = commune.name
    context["today"] = context["issued_on"] or date_simple(today(commune))
    return context


def recipient_lines(person: Data) -> list[str]:
    """The name, then the address: what stands in the window."""
    lines = [person["name"], *person["address_lines"]]
    return [line for line in lines if line][:POSTAL_LINES]


def hours_in_words(hours: str | list[dict[str, str]]) -> str:
    """« lundi au vendredi, 8 h 30 – 17 h ; samedi, 9 h – 12 h » from the rows an administrator fills."""
    if isinstance(hours, str):
        return hours
    rows = [(row.get("days", ""), row.get("hours", "")) for row in hours]
    return " ; ".join(
        ", ".join(part for part in (days[:1].lower() + days[1:], opening) if part) for days, opening in rows
    )


def salutation(civility: str) -> str:
    known = {"mme": _("Madame"), "madame": _("Madame"), "m": _("Monsieur"), "monsieur": _("Monsieur")}
    return known.get((civility or "").strip().rstrip(".").lower(), _("Madame, Monsieur"))


def _town(commune: Commune, entity: Data) -> Data:
    name = entity["name"] or commune.title
    address = (
        ", ".join(entity["address_lines"])
        or entity["address"]
        or f"{commune.address}, {commune.postcode} {commune.name}"
    )
    return {"name": name, "address": address, "phone": commune.phone, "website": commune.website}


def _today(commune: Commune) -> Any:
    from core.calendar import today

    return today(commune)


def _logo(name: str) -> str:
    """A drawing that is not on this server leaves its place to the neutral mark: a letter is worth more than a logo."""
    path = f"logos/{name}"
    is_plain = re.fullmatch(r"[\w-]+\.svg", name or "") is not None
    return f"asset:{path}" if is_plain and finders.find(path) else ""
