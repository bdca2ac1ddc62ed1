"""Short words of the agents' pages: moments, counts, icons of channels."""

from __future__ import annotations

import datetime as dt
import re

from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from core.enums import Channel
from core.templatetags.grc_dates import heure, jour_court

MANY = 1000
CHANNEL_ICONS = {
    Channel.WEB: "globe",
    Channel.PHONE: "phone",
    Channel.COUNTER: "store",
    Channel.POST: "mailbox",
    Channel.EMAIL: "mail",
    Channel.API: "server",
}


def icon_of(channel: str) -> str:
    return CHANNEL_ICONS[Channel(channel)]


def moment(instant: dt.datetime) -> str:
    """« ce matin, 8 h 12 », « hier, 16 h 20 », « 16 nov., 9 h 40 »."""
    local, now = timezone.localtime(instant), timezone.localtime()
    days = (now.date() - local.date()).days
    if days == 0:
        day = _("ce matin") if local.hour < 12 else _("aujourd’hui")
    elif days == 1:
        day = _("hier")
    else:
        day = jour_court(local).partition(" ")[2]
    return f"{day}, {heure(local)}"


def full_moment(instant: dt.datetime) -> str:
    """« lun. 16 nov., 9 h 12 », for a story."""
    local = timezone.localtime(instant)
    return f"{jour_court(local)}, {heure(local)}"


def count(number: int, *, more: bool = False) -> str:
    """A figure for the eye; past a thousand the exact one says nothing more. ``more``: nobody counted the rest."""
    if number > MANY:
        return _("plus de 1 000")
    return _("plus de %d") % number if more else str(number)


def short_count(number: int) -> str:
    return "1 000+" if number > MANY else str(number)


def requests(number: int, *, more: bool = False) -> str:
    """« 47 demandes »."""
    return ngettext("%(n)s demande", "%(n)s demandes", number) % {"n": count(number, more=more)}


def size(octets: int) -> str:
    """« 2,1 Mo », « 84 ko »."""
    if octets >= 1_000_000:
        return _("%s Mo") % f"{octets / 1_000_000:.1f}".replace(".", ",").replace(",0", "")
    return _("%s ko") % max(1, round(octets / 1000))


def phone(number: str) -> str:
    """« 06 39 98 41 27 »; a number from elsewhere stays as it was given."""
    digits = re.sub(r"[^0-9+]", "", number)
    digits = re.sub(r"^(\+33|0033)", "0", digits)
    return " ".join(re.findall("..", digits)) if re.fullmatch(r"0\d{9}", digits) else number
