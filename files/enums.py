from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ScanState(TextChoices):
    PENDING = "pending", _("en attente d’analyse")
    CLEAN = "clean", _("analysé, sain")
    INFECTED = "infected", _("infecté, bloqué")
    UNSCANNED = "unscanned", _("non analysé : site sans antivirus")
    REFUSED = "refused", _("refusé par l’antivirus")


class OwnerKind(TextChoices):
    DRAFT = "draft", _("brouillon")
    REQUEST = "request", _("demande")
    MESSAGE = "message", _("échange")
    DISPATCH = "dispatch", _("envoi")
    DECISION = "decision", _("décision")
    PREVIEW = "preview", _("aperçu")
    INBOUND_EMAIL = "inbound_email", _("courriel reçu")
    PRINT_BATCH = "print_batch", _("lot de lettres")
    FORM_PACK = "form_pack", _("formulaires vierges")
    SCAN = "scan", _("fichier du scanner")
    SCAN_PAGE = "scan_page", _("page numérisée")
    MANDATE = "mandate", _("mandat")


class PreviewState(TextChoices):
    NONE = "none", _("sans aperçu")
    WANTED = "wanted", _("à préparer")
    MADE = "made", _("prêt")
    FAILED = "failed", _("impossible")


# In the metadata of a photo kept before its points were drawn again: how many times that was begun.
REDRAW = "redraw"
SCAN_DUE = frozenset({ScanState.PENDING, ScanState.UNSCANNED})
QUARANTINE = frozenset({ScanState.PENDING, ScanState.INFECTED, ScanState.REFUSED})
