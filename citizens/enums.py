from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Civility(TextChoices):
    NONE = "", _("non précisée")
    MADAM = "madame", _("Madame")
    SIR = "monsieur", _("Monsieur")


class ContactKind(TextChoices):
    EMAIL = "email", _("adresse électronique")
    PHONE = "phone", _("téléphone")
    POSTAL = "postal", _("adresse postale")
