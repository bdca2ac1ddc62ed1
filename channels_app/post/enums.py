"""States of a scan, of its pages and of a letter."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MailboxPurpose(TextChoices):
    """What becomes of the mails of a mailbox."""

    LETTERS = "letters", _("les courriels des usagers")
    SCANNER = "scanner", _("les numérisations du scanner")


class ScanSource(TextChoices):
    """How a scan came to us."""

    UPLOAD = "upload", _("ajouté par un agent")
    FOLDER = "folder", _("dossier du scanner")
    MAILBOX = "mailbox", _("courriel du scanner")


class BatchState(TextChoices):
    """How far a scan was read. ``failed`` keeps it whole, with the sentence that says why."""

    WAITING = "waiting", _("à lire")
    READING = "reading", _("lecture en cours")
    READ = "read", _("lu")
    FAILED = "failed", _("lecture arrêtée")


class PageKind(TextChoices):
    WAITING = "waiting", _("à lire")
    TEXT = "text", _("page lue")
    BLANK = "blank", _("page blanche")
    SEPARATOR = "separator", _("feuille de séparation")
    UNREADABLE = "unreadable", _("page illisible")


class Boundary(TextChoices):
    """Why a letter begins at its first page."""

    START = "start", _("Début du lot")
    SEPARATOR = "separator", _("Séparation")
    BLANK = "blank", _("Page blanche, retirée")
    CODE = "code", _("Code de dépôt")
    HAND = "hand", _("Séparé à la main")


class ItemState(TextChoices):
    """What became of a letter."""

    PROPOSED = "proposed", _("À relire")
    UNREADABLE = "unreadable", _("Illisible")
    BY_HAND = "by_hand", _("À traiter à la main")
    RESERVED = "reserved", _("Formulaire à saisir")
    REGISTERED = "registered", _("Enregistré")
    JOINED = "joined", _("Rattaché")
    FILED = "filed", _("Demande créée")
    SET_ASIDE = "set_aside", _("Mis de côté")


# An agent still has something to do.
ITEMS_TO_DO = frozenset({ItemState.PROPOSED, ItemState.UNREADABLE, ItemState.BY_HAND, ItemState.RESERVED})


class Unopened(TextChoices):
    """Mail registered by its envelope only, and handed over closed."""

    SOCIAL = "social", _("adressé au CCAS")
    DPO = "dpo", _("adressé au délégué à la protection des données")
    SEALED = "sealed", _("pli fermé, confidentiel")
    PERSONAL = "personal", _("adressé à une personne, à titre personnel")
