"""How long, from when, and what becomes of the data afterwards, as one sentence."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy as lazy, ngettext

from procedures.appeals import spell_period

STARTS = {
    "closed_on": lazy("après la clôture de la demande"),
    "decided_on": lazy("après la décision"),
    "received_on": lazy("après la réception de la demande"),
}
FATES = {
    "destroy": lazy("Elles sont ensuite détruites, avec l’accord des archives départementales."),
    "keep": lazy("Elles sont ensuite versées aux archives."),
    "sample": lazy("Un échantillon est ensuite versé aux archives, le reste est détruit."),
}


def retention_sentence(retention: Mapping[str, Any]) -> str:
    """« 1 an après la clôture de la demande. Elles sont ensuite détruites… »"""
    first = f"{spell_period(retention['active'])} {STARTS[retention['from']]}"
    if retention.get("archive"):
        first += _(", puis %(period)s en archive à accès restreint") % {"period": spell_period(retention["archive"])}
    return f"{first}. {FATES[retention['fate']]}"


def spell_delta(keep: timedelta | None) -> str:
    """A duration of the code (`Holding.keep`) in the largest whole unit."""
    if keep is None:
        return _("la durée de la demande à laquelle elles sont liées")
    days = keep.days
    if days >= 365 and days % 365 == 0:
        return ngettext("%(n)s an", "%(n)s ans", days // 365) % {"n": days // 365}
    if days >= 30 and days % 30 == 0:
        return _("%(n)s mois") % {"n": days // 30}
    return ngettext("%(n)s jour", "%(n)s jours", days) % {"n": days}
