"""The views of the inbox: what each shows, in the order of the rail. No model, no writing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _

from core.templatetags.grc_dates import jour_court
from organisation import presence
from organisation.rules.replacing import Absents, stood_for
from requests_app.enums import OPEN, TO_DO, Phase
from requests_app.querysets import SOON


@dataclass(frozen=True)
class Seen:
    """Who looks, which day it is in the town, and which agents are absent that day."""

    user_id: int
    today: dt.date
    away: Absents = field(default_factory=dict)

    @property
    def mine(self) -> set[int]:
        """The agents whose work is mine today: myself, and those I stand in for."""
        return {self.user_id, *stood_for(self.user_id, self.away)}

    def stands(self, agent_id: int | None) -> str:
        """« absent jusqu’au lundi 4 janvier »; « pour Paul Lenoir, absent… » for who stands in. Else nothing."""
        absent = self.away.get(agent_id or 0)
        if absent is None:
            return ""
        if agent_id in self.mine and agent_id != self.user_id:
            return gettext("pour %(name)s, %(until)s") % {"name": absent.name, "until": presence.until_words(absent)}
        return presence.until_words(absent)

    def until(self, agent_id: int | None) -> str:
        """The same in the width of a column: « abs. jusqu’au 4 déc. »."""
        absent = self.away.get(agent_id or 0)
        return gettext("abs. jusqu’au %s") % jour_court(absent.until_on).partition(" ")[2] if absent else ""


@dataclass(frozen=True)
class ListView:
    """One view: ``narrow`` is the condition it adds to what the agent may see."""

    slug: str
    label: str | Promise
    icon: str
    narrow: Callable[[Seen], Q]
    counted: bool = True
    late: bool = False


def _open(seen: Seen) -> Q:
    return Q(phase__in=OPEN)


LISTS = (
    ListView("a-traiter", _("À traiter"), "inbox", lambda seen: Q(phase__in=TO_DO)),
    ListView("les-miennes", _("Les miennes"), "user-check", lambda seen: _open(seen) & Q(assigned_to_id__in=seen.mine)),
    ListView(
        "sans-affectation", _("Sans affectation"), "user-x", lambda seen: _open(seen) & Q(assigned_to__isnull=True)
    ),
    ListView(
        "echeance-proche",
        _("Échéance proche"),
        "hourglass",
        lambda seen: _open(seen) & Q(next_due_on__range=(seen.today, seen.today + SOON)),
    ),
    ListView(
        "en-retard", _("En retard"), "alarm-clock", lambda seen: _open(seen) & Q(next_due_on__lt=seen.today), late=True
    ),
    ListView("attente-usager", _("En attente de l’usager"), "pause", lambda seen: Q(phase=Phase.WAITING_PERSON)),
    ListView(
        "a-qualifier", _("À qualifier"), "circle-question-mark", lambda seen: _open(seen) & Q(procedure__is_system=True)
    ),
    ListView("toutes", _("Toutes les demandes"), "layers", lambda seen: Q(), counted=False),
)
BY_SLUG = {view.slug: view for view in LISTS}
FIRST = LISTS[0]

# How the rail groups them.
RAIL = (
    (_("Mon travail"), ("a-traiter", "les-miennes", "sans-affectation")),
    (_("Échéances"), ("echeance-proche", "en-retard", "attente-usager")),
    (_("Arrivées"), ("a-qualifier", "toutes")),
)
