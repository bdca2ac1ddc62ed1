"""Kinds and roles of the organisation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EntityKind(TextChoices):
    """In whose name a decision is taken; each is a controller of its own (GDPR art. 4)."""

    COMMUNE = "commune", _("Commune")
    CCAS = "ccas", _("Centre communal d’action sociale")
    CAISSE = "caisse", _("Caisse des écoles")


class Role(TextChoices):
    """What an agent does in one service. Values are codenames of permissions on ``organisation.Service``."""

    COUNTER = "accueil", _("Accueil")
    HANDLER = "instructeur", _("Instructeur")
    MANAGER = "responsable", _("Responsable")
    TECHNICIAN = "technicien", _("Technicien")
    DPO = "dpo", _("Délégué à la protection des données")
    ARCHIVIST = "archiviste", _("Archiviste")
    ELECTED = "elu", _("Élu")
    CONFIDENTIAL = "confidentiel", _("Accès aux demandes confidentielles")


# Roles that open the requests of their service. The others open none by themselves: an elected member reads figures,
# a DPO and an archivist have their own console, « confidentiel » only lifts the veil for who already handles.
HANDLING_ROLES = frozenset({Role.COUNTER, Role.HANDLER, Role.MANAGER, Role.TECHNICIAN})


class PlaceKind(TextChoices):
    TOWN_HALL = "town_hall", _("Mairie")
    ANNEX = "annex", _("Mairie de quartier")
    COUNTER = "counter", _("Guichet")
    WORKSHOP = "workshop", _("Centre technique")
    SOCIAL = "social", _("Action sociale")
    OTHER = "other", _("Autre lieu")
