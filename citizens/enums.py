from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Civility(TextChoices):
    NONE = "", _("non précisée")
    MADAM = "madame", _("Madame")
    SIR = "monsieur", _("Monsieur")


class PartyKind(TextChoices):
    """Who may ask the town for something."""

    PERSON = "person", _("personne")
    ASSOCIATION = "association", _("association")
    FIRM = "firm", _("entreprise")


ORGANISATIONS = frozenset({PartyKind.ASSOCIATION, PartyKind.FIRM})


class ContactKind(TextChoices):
    EMAIL = "email", _("adresse électronique")
    PHONE = "phone", _("téléphone")
    POSTAL = "postal", _("adresse postale")


class Need(TextChoices):
    """What makes the town reachable for this person: never why (no health data)."""

    INTERPRETER = "interpreter", _("interprète")
    READING_HELP = "reading_help", _("aide à la lecture et à l’écriture")
    EASY_WORDS = "easy_words", _("mots simples")
    LARGE_PRINT = "large_print", _("gros caractères")
    HEARING = "hearing", _("boucle magnétique ou écrit")
    SIGN_LANGUAGE = "sign_language", _("langue des signes")
    MOBILITY = "mobility", _("accès sans marche")
    HOME_VISIT = "home_visit", _("visite à domicile")


class MandateScope(TextChoices):
    EVERYTHING = "everything", _("toutes les démarches")
    FAMILY = "family", _("une famille de démarches")
    PROCEDURE = "procedure", _("une démarche")


class AlertKind(TextChoices):
    """What a colleague must know before speaking: a closed list, so that no judgement is ever typed."""

    HOMONYM = "homonym", _("Homonyme : vérifier la date de naissance")
    IDENTITY = "identity", _("Usurpation d’identité signalée : vérifier la pièce")
    RETURNED_MAIL = "returned_mail", _("Courrier revenu : vérifier l’adresse")
    WRITE_ONLY = "write_only", _("Répondre par écrit seulement")
    REPRESENTED = "represented", _("Représentée par un tiers : s’adresser au mandataire")
    TWO_AGENTS = "two_agents", _("Recevoir à deux agents")
    DECEASED = "deceased", _("Décès signalé : ne plus écrire")


# ISO 639 codes the town meets most; any other code is kept and shown as it stands.
LANGUAGES = {
    "fr": _("français"),
    "en": _("anglais"),
    "ar": _("arabe"),
    "ber": _("berbère"),
    "de": _("allemand"),
    "es": _("espagnol"),
    "it": _("italien"),
    "pt": _("portugais"),
    "pl": _("polonais"),
    "ro": _("roumain"),
    "ru": _("russe"),
    "tr": _("turc"),
    "uk": _("ukrainien"),
    "zh": _("chinois"),
    "fsl": _("langue des signes française"),
}
