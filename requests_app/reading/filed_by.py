"""Who filed for whom, under which mandate, and which agent typed it: one sentence, the same wherever it is read."""

from __future__ import annotations

from django.utils.translation import gettext as _, gettext_lazy as lazy

from accounts.models import User
from citizens.models import Citizen
from core.enums import Channel
from core.templatetags.grc_dates import date_simple
from requests_app.models import ServiceRequest

_AT = {
    Channel.PHONE: lazy("au téléphone"),
    Channel.COUNTER: lazy("au guichet"),
    Channel.POST: lazy("d’après un courrier"),
}


def for_agents(service_request: ServiceRequest, typist: User | None = None) -> str:
    """« déposée par Solène Morvan pour Josette Ferrand (mandat jusqu’au …), saisie par Claire Lemoine au guichet »."""
    parts = [_for_another(service_request, whole=True)]
    if typist is not None:
        said = {"agent": typist.display_name, "where": _where(service_request)}
        parts.append((_("saisie par %(agent)s %(where)s") % said).strip())
    return ", ".join(part for part in parts if part)


def for_person(service_request: ServiceRequest) -> str:
    """« Déposée par Solène M. pour Josette F. (mandat jusqu’au …), saisie par un agent au guichet. » No agent is named.

    Empty where the person filed alone, on the site.
    """
    parts = [_for_another(service_request, whole=False)]
    if service_request.entered_by:
        parts.append((_("saisie par un agent %s") % _where(service_request)).strip())
    said = ", ".join(part for part in parts if part)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def typist_id(service_request: ServiceRequest) -> int | None:
    """Primary key of the agent who typed it at the desk."""
    return int(service_request.entered_by) if service_request.entered_by.isdigit() else None


def _where(service_request: ServiceRequest) -> str:
    return str(_AT.get(Channel(service_request.channel), ""))


def _for_another(service_request: ServiceRequest, *, whole: bool) -> str:
    """A name known only through confidential matters is not told on a request that is not."""
    came, asker = service_request.filed_by, service_request.citizen if service_request.filed_by_id else None
    if came is None or asker is None:
        return ""
    mandate = service_request.mandate
    hidden = came.veiled and not service_request.confidential
    said = {
        "who": _("un mandataire") if hidden else _name(came, whole),
        "whom": _name(asker, whole),
        "day": date_simple(mandate.until_on) if mandate else "",
    }
    if mandate is None:
        return _("déposée par %(who)s pour %(whom)s") % said
    return _("déposée par %(who)s pour %(whom)s (mandat jusqu’au %(day)s)") % said


def _name(person: Citizen, whole: bool) -> str:
    """Whole for agents; on a page that a link opens, first name and initial."""
    first = person.first_names.split(" ")[0]
    if whole or person.is_organisation or not first or not person.last_name:
        return person.display_name
    return f"{first} {person.last_name[:1]}."
