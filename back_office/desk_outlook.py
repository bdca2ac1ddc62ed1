"""« Ce qui va se passer » and « À dire avant de raccrocher »: service, reason, dates, before anything is filed.

Everything is computed by the same rules as the registration, on the answers of the moment.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core import calendar
from core.calendar import Period, PeriodUnit
from core.templatetags.grc_dates import jour, jour_court
from organisation import presence
from organisation.models import Service
from organisation.operations import locate
from procedures import routing
from procedures.doors import meaning
from procedures.enums import ChannelMeaning, Silence
from procedures.models import ProcedureVersion
from requests_app.rules.deadlines import legal_dates, target_date
from requests_app.rules.place import place_of

from .desk import COUNTER, POST
from .desk_form import DeskDraft
from .desk_reply import EMAIL_WAY, HAND_WAY, POST_WAY


@dataclass(frozen=True)
class Outlook:
    """``facts`` are the lines of the list; ``say`` is read out as it stands; ``button`` ends the work."""

    facts: list[tuple[str, str]]
    say: str
    button: str
    meaning: str
    service: Service


def of(desk: DeskDraft, situation: str, ack: str, received_on: dt.date | None = None) -> Outlook:
    version = desk.draft.procedure_version
    place = place_of(desk.form, desk.answers)
    location = locate(desk.draft.commune_id, lat=place.lat, lon=place.lon, address=place.words)
    route = routing.route(version, desk.answers, location, situation)
    service = _service(desk, route.service_code)
    day = received_on or calendar.today(desk.draft.commune)
    does = meaning(version, situation)
    target = target_date(version.definition, day, desk.draft.commune, presence.closed_on(service))
    silence = silence_words(version, day)
    files = does == ChannelMeaning.FILES
    facts = [(_("Service"), service.name), (_("Pourquoi"), route.reason)]
    if files:
        facts += [(_("Délai visé"), _target(version, target)), (_("Silence"), silence)]
    return Outlook(
        facts, _say(desk, does, service, situation, ack, target, silence if files else ""), button(does), does, service
    )


def button(does: str) -> str:
    """Named by what it does, for this procedure and this door."""
    return {
        ChannelMeaning.FILES: _("Enregistrer et accuser réception"),
        ChannelMeaning.PREPARES: _("Préparer et envoyer le lien"),
        ChannelMeaning.CONTACT: _("Noter le renseignement donné"),
        ChannelMeaning.CLOSED: _("Noter le renseignement donné"),
    }[ChannelMeaning(does)]


def _service(desk: DeskDraft, code: str) -> Service:
    found = Service.objects.filter(commune_id=desk.draft.commune_id, code=code, is_active=True).first()
    return found or desk.procedure.service


def _target(version: ProcedureVersion, target: dt.date | None) -> str:
    given = version.definition.get("target") or {}
    if target is None:
        return _("aucun n’est fixé")
    unit = _("j ouvrés") if given.get("unit") == "working_day" else ""
    return f"{jour_court(target)}, {given.get('count')} {unit}" if unit else jour_court(target)


def silence_words(version: ProcedureVersion, day: dt.date) -> str:
    """The legal date as the acknowledgement will print it (CRPA L231-1, L231-4)."""
    period = Period(version.period_count, PeriodUnit(version.period_unit)) if version.period_count else None
    dates = legal_dates(version.silence, period, day)
    if version.silence == Silence.REJECTION and dates.rejection_due:
        return _("vaut refus le %s") % jour(dates.rejection_due)
    if version.silence == Silence.ACCEPTANCE and dates.acceptance_due:
        return _("vaut accord le %s") % jour(dates.acceptance_due)
    return _("ne vaut ni accord ni refus")


def _say(
    desk: DeskDraft, does: str, service: Service, situation: str, ack: str, target: dt.date | None, silence: str
) -> str:
    if does == ChannelMeaning.PREPARES:
        return _(
            "Votre demande est préparée, pas encore déposée. Vous recevez un lien ou un code : relisez, complétez et "
            "envoyez-la vous-même. Le délai part ce jour-là."
        )
    if does != ChannelMeaning.FILES:
        return _("Cette démarche ne se dépose pas par cette voie. Je note votre appel et ce que je vous ai indiqué.")
    parts = [_("Votre demande part au service %s.") % _whom(desk, service), _acknowledged(ack, situation)]
    if target:
        parts.append(_("La réponse est prévue avant le %s.") % jour(target))
    if silence and "vaut " in silence and "ni " not in silence:
        parts.append(_("Sans réponse de la mairie, le silence %s.") % silence)
    return " ".join(parts)


def _whom(desk: DeskDraft, service: Service) -> str:
    """A confidential matter is not named aloud in a hall: the entity is."""
    return service.legal_entity.name if desk.procedure.confidential else service.name


def _acknowledged(ack: str, situation: str) -> str:
    if ack == EMAIL_WAY:
        return _("Vous recevez tout de suite un courriel avec son numéro et son code.")
    if ack == POST_WAY:
        return _("Vous recevez une lettre avec son numéro et son code.")
    if ack == HAND_WAY and situation in (COUNTER, POST):
        return _("Voici votre accusé de réception, avec son numéro et son code.")
    return _("Notez son numéro et son code : ils vous seront demandés.")
