"""What is said of personal data beside a form: short, from the published version (GDPR, art. 13)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _, ngettext

from procedures.form_engine import say
from procedures.models import ProcedureVersion


@dataclass(frozen=True)
class ShortNotice:
    """`short` is two or three sentences; the whole notice is on the page of personal data."""

    short: str
    mandatory: str


def notice_of(version: ProcedureVersion) -> ShortNotice:
    given: dict[str, Any] = version.definition.get("privacy", {})
    readers = ", ".join(_inside(say(one)) for one in given.get("recipients", ()))
    sentences = [
        _("Vos réponses servent à %(purpose)s, et à rien d’autre") % {"purpose": _inside(say(given.get("purpose")))},
        _("Elles sont lues par %(readers)s") % {"readers": readers} if readers else "",
        _kept(given.get("retention", {})),
        _("Responsable : %(who)s") % {"who": version.procedure.legal_entity.name},
    ]
    return ShortNotice(" ".join(f"{one.rstrip('.')}." for one in sentences if one), say(given.get("mandatory")))


def _inside(text: str) -> str:
    """A sentence of the catalogue made part of another one."""
    return text[:1].lower() + text[1:].rstrip(".") if text else ""


def _kept(retention: dict[str, Any]) -> str:
    period = retention.get("active")
    if not period:
        return ""
    count = period["count"]
    length = {
        "year": ngettext("%(n)d an", "%(n)d ans", count),
        "month": ngettext("%(n)d mois", "%(n)d mois", count),
        "week": ngettext("%(n)d semaine", "%(n)d semaines", count),
        "day": ngettext("%(n)d jour", "%(n)d jours", count),
    }[period["unit"]] % {"n": count}
    if retention.get("fate") == "destroy":
        return _("Elles sont effacées %(length)s après la fin de la demande") % {"length": length}
    return _("Elles sont gardées %(length)s après la fin de la demande, puis archivées") % {"length": length}
