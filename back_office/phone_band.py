"""What an agent’s telephone is doing, on every page: « Poste 214, disponible », or the call on the line."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

import phonenumbers
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from accounts.models import User
from channels_app import reading
from channels_app.call_policies import sees_the_log
from channels_app.enums import CallState
from channels_app.models import PhoneCall
from core.actor import Actor
from core.templatetags.grc_dates import heure
from requests_app import policies

from . import words


@dataclass(frozen=True)
class Band:
    """``seen`` is what the browser sends back: as long as nothing changes, nothing is drawn again."""

    extension: str
    status: str
    seen: str
    title: str = ""
    number: str = ""
    line: str = ""
    since: dt.datetime | None = None
    since_words: str = ""
    answered: bool = False
    url: str = ""
    here: bool = False
    waiting: str = ""


def of(user: User, page: str = "") -> Band | None:
    """Nothing for who has no telephone: no query then. ``page`` is the address of the page that shows it."""
    if not user.phone_extension:
        return None
    by = Actor.agent(user.pk)
    line = reading.phone_line(user, sees_waiting=sees_the_log(by))
    call, extension = line.call, user.phone_extension
    waiting = _waiting(line)
    if call is None:
        return Band(
            extension=extension,
            status=_("Poste %s, disponible") % extension,
            seen=f"libre-{line.waiting}",
            waiting=waiting,
        )
    answered = call.state == CallState.ANSWERED
    since = (call.answered_at if answered else None) or call.started_at
    return Band(
        extension=extension,
        status=_("Poste %s, en ligne") % extension if answered else _("Poste %s, on vous appelle") % extension,
        seen=f"{call.public_id}-{call.state}-{line.waiting}",
        title=_("Appel en cours") if answered else _("On vous appelle"),
        number=caller_words(call),
        line=_("ligne %s") % words.phone(call.line) if call.line else "",
        since=since,
        since_words=_("depuis %s") % heure(timezone.localtime(since)),
        answered=answered,
        url=desk_url(call, by),
        here=str(call.public_id) in page,
        waiting=waiting,
    )


def _waiting(line: reading.PhoneLine) -> str:
    if not line.waiting:
        return ""
    since = heure(timezone.localtime(line.since))
    sentence = ngettext(
        "%(n)d appel attend, depuis %(since)s", "%(n)d appels attendent, depuis %(since)s", line.waiting
    )
    return sentence % {"n": line.waiting, "since": since}


def caller_words(call: PhoneCall) -> str:
    """As it is read aloud. The number shown proves nothing of who calls."""
    if call.is_internal:
        return _("Poste %s") % call.caller
    if call.caller:
        return words.phone(call.caller) if call.caller.startswith("+33") else _abroad(call.caller)
    return _("Numéro masqué") if call.caller_hidden else _("Numéro illisible")


def _abroad(number: str) -> str:
    """« +32 2 555 01 20 », as its country writes it."""
    try:
        found = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def desk_url(call: PhoneCall, by: Actor) -> str:
    """The single counter, opened on this caller; empty for who may not use it."""
    if policies.can_use_desk(by) is not True:
        return ""
    try:
        address = reverse("back_office:desk")
    except NoReverseMatch:
        return ""
    known = {"telephone": call.caller, "appel": str(call.public_id)}
    return f"{address}?{urlencode({name: value for name, value in known.items() if value})}"
