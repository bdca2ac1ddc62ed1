"""Ways and time-limits of appeal, as sentences: data of the procedure, printed under a refusal (CRPA R112-5)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _, ngettext

from procedures.form_engine.texts import say
from procedures.models import ProcedureVersion

Way = dict[str, str]


def appeal_mentions(version: ProcedureVersion) -> dict[str, Any]:
    """`{"intro", "ways": [{"title", "text"}], "reasons", "text", "confirmed"}`; empty when no appeal is named.

    `reasons`: the grounds of an implied rejection can be asked for (CRPA L232-4)."""
    appeal = version.definition.get("appeal") or {}
    entity = version.procedure.legal_entity
    ways = [
        way for way in (_prior(appeal.get("mandatory_prior")), _gracious(appeal, entity), _court(appeal, entity)) if way
    ]
    if not ways:
        return {}
    return {
        "intro": _("Si vous contestez la décision, vous pouvez :"),
        "ways": ways,
        "reasons": version.silence == "rejection",
        "text": appeal.get("text", ""),
        "confirmed": bool(appeal.get("confirmed")),
    }


def _prior(prior: Mapping[str, Any] | None) -> Way | None:
    if not prior:
        return None
    text = _("avant tout procès, vous devez saisir %(body)s, dans un délai de %(period)s.") % {
        "body": ", ".join(part for part in (say(prior["body"]), say(prior.get("address"))) if part),
        "period": spell_period(prior["period"]),
    }
    return {"title": _("Recours préalable obligatoire"), "text": text}


def _gracious(appeal: Mapping[str, Any], entity: Any) -> Way | None:
    gracious = appeal.get("gracious")
    if not gracious:
        return None
    text = _("écrire à l’auteur de la décision (%(to)s, %(address)s), dans un délai de %(period)s.") % {
        "to": say(gracious["to"]),
        "address": entity.postal_address,
        "period": spell_period(gracious["period"]),
    }
    return {"title": _("Recours gracieux"), "text": text}


def _court(appeal: Mapping[str, Any], entity: Any) -> Way | None:
    court = appeal.get("court")
    if not court:
        return None
    period = _(", dans un délai de %s") % spell_period(court["period"]) if court.get("period") else ""
    if court["kind"] == "judicial":
        return {
            "title": _("Recours devant le juge judiciaire"),
            "text": _("saisir %(to)s%(period)s.") % {"to": say(court.get("to")), "period": period},
        }
    where = ", ".join(part for part in (entity.court_name, entity.court_address) if part)
    text = _("saisir %(court)s%(period)s.") % {"court": where or _("le tribunal administratif"), "period": period}
    if entity.telerecours:
        text += " " + _("Par internet : www.telerecours.fr.")
    return {"title": _("Recours contentieux"), "text": text}


def spell_period(period: Mapping[str, Any]) -> str:
    """« 2 mois », « 1 an », « 15 jours »."""
    count = period["count"]
    words = {
        "month": _("%(n)s mois"),
        "year": ngettext("%(n)s an", "%(n)s ans", count),
        "week": ngettext("%(n)s semaine", "%(n)s semaines", count),
        "day": ngettext("%(n)s jour", "%(n)s jours", count),
        "working_day": ngettext("%(n)s jour ouvré", "%(n)s jours ouvrés", count),
    }
    return words[period["unit"]] % {"n": count}
