from django.db import models
from django.utils.translation import gettext_lazy as _


class Silence(models.TextChoices):
    """What silence means at the end of the period (CRPA L231-1, L231-4)."""

    REJECTION = "rejection", _("Rejet")
    ACCEPTANCE = "acceptance", _("Accord")
    NONE = "none", _("Aucune décision implicite")


class ChannelMeaning(models.TextChoices):
    """What a door does for one procedure (CRPA L112-9: e-mail may not seize the town)."""

    FILES = "files", _("Dépose la demande")
    PREPARES = "prepares", _("Prépare la demande")
    CONTACT = "contact", _("Simple contact")
    CLOSED = "closed", _("N’est pas proposé")


class FieldKind(models.TextChoices):
    TEXT = "text", _("Texte court")
    LONG_TEXT = "long_text", _("Texte long")
    EMAIL = "email", _("Adresse électronique")
    PHONE = "phone", _("Téléphone")
    NUMBER = "number", _("Nombre")
    DATE = "date", _("Date")
    CHOICE = "choice", _("Choix unique")
    CHOICES = "choices", _("Plusieurs choix")
    YES_NO = "yes_no", _("Oui ou non")
    IDENTITY = "identity", _("Identité")
    ADDRESS = "address", _("Adresse")
    POINT = "point", _("Lieu")
    FILE = "file", _("Fichier")
    EXPLANATION = "explanation", _("Explication")
    ATTESTATION = "attestation", _("Attestation")
