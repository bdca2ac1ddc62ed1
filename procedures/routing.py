"""Where a request goes: ordered rules over answers, place and channel; the first that holds wins, and says why.

Rules read answers by field key, and `place.ward` (code), `place.street`, `place.known` (bool), `channel`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from procedures.form_engine import Form, holds, say
from procedures.form_engine.display import PLACEHOLDER, brief
from procedures.published import form_of

DEFAULT_PRIORITY = "normal"
PLACE_KINDS = ("point", "address")


@dataclass(frozen=True)
class Route:
    service_code: str
    team: str
    priority: str
    reason: str


def route(version: Any, answers: Mapping[str, Any], location: Any = None, channel: str = "web") -> Route:
    """`version`: a ProcedureVersion, or its definition. `location`: what `organisation.operations.locate` found."""
    definition = version if isinstance(version, Mapping) else version.definition
    form = Form.from_definition(definition) if isinstance(version, Mapping) else form_of(version)
    kept = form.relevant(answers)
    facts = {**kept, "place": _place(location), "channel": str(channel)}
    for rule in definition.get("routing", ()):
        if holds(rule.get("when"), facts):
            return Route(
                service_code=rule.get("service") or definition["service"],
                team=say(rule.get("team")),
                priority=rule.get("priority") or DEFAULT_PRIORITY,
                reason=_reason(definition, form, say(rule.get("reason")), kept, location),
            )
    return Route(
        service_code=definition["service"],
        team="",
        priority=DEFAULT_PRIORITY,
        reason=_reason(definition, form, _("service de la démarche"), kept, location),
    )


def _place(location: Any) -> dict[str, Any]:
    ward, street = getattr(location, "ward", None), getattr(location, "street", None)
    return {
        "ward": getattr(ward, "code", None),
        "street": getattr(street, "name", None),
        "known": ward is not None,
    }


def _reason(definition: Mapping[str, Any], form: Form, words: str, kept: Mapping[str, Any], location: Any) -> str:
    """« catégorie Éclairage public, quartier Nord »; of a place that was not found, the reason says so.

    A confidential procedure keeps its answers out of the reason, which lists and journals show."""
    if definition.get("confidential"):
        return PLACEHOLDER.sub("", words).strip() or _("service de la démarche")

    def word(match: Any) -> str:
        field = form.field(match.group(1))
        return brief(field, kept.get(field.key)) if field else ""

    reason = PLACEHOLDER.sub(word, words)
    if not any(field.kind in PLACE_KINDS and field.key in kept for field in form.fields) or not _by_place(definition):
        return reason
    ward = getattr(location, "ward", None)
    if ward is not None:
        return _("%(reason)s, quartier %(ward)s") % {"reason": reason, "ward": ward.name}
    why = getattr(location, "reason", "") or _("adresse non reconnue")
    return _("%(reason)s ; lieu non situé (%(why)s) : service de la catégorie") % {"reason": reason, "why": why}


def _by_place(definition: Mapping[str, Any]) -> bool:
    return bool(definition.get("located"))
