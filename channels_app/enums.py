"""States of a mail that came in, and how a mailbox is reached."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Security(TextChoices):
    """How the line to the IMAP server is protected."""

    SSL = "ssl", _("TLS dès l’ouverture (port 993)")
    STARTTLS = "starttls", _("STARTTLS (port 143)")
    NONE = "none", _("Aucune (même machine seulement)")


class Auth(TextChoices):
    PASSWORD = "password", _("Mot de passe")
    XOAUTH2 = "xoauth2", _("Jeton OAuth 2 (XOAUTH2)")


class InboundState(TextChoices):
    """What became of a mail. ``duplicate`` is said of a delivery, never stored: the first copy has the row."""

    KEPT = "kept", _("conservé, à traiter")
    REQUEST = "request", _("nouvelle demande")
    MESSAGE = "message", _("message d’une demande")
    SET_ASIDE = "set_aside", _("écarté")
    QUARANTINED = "quarantined", _("en quarantaine")
    DUPLICATE = "duplicate", _("déjà reçu")


class PackState(TextChoices):
    """A pack of blank forms: asked, then printed into one PDF."""

    ASKED = "asked", _("en préparation")
    READY = "ready", _("prêt à imprimer")
    FAILED = "failed", _("à refaire")


# Nothing more is to be done.
SETTLED = frozenset({InboundState.REQUEST, InboundState.MESSAGE, InboundState.SET_ASIDE})


class CallState(TextChoices):
    """``lost``: hung up before anybody answered."""

    RINGING = "ringing", _("sonne")
    ANSWERED = "answered", _("en ligne")
    ENDED = "ended", _("terminé")
    LOST = "lost", _("perdu")


class CallEvent(TextChoices):
    """What a switchboard tells, in the words of the hook."""

    NEW_CALL = "newCall", _("appel entrant")
    ANSWER = "answer", _("décroché")
    HANGUP = "hangup", _("raccroché")


class ContactDirection(TextChoices):
    IN = "in", _("reçu")
    OUT = "out", _("émis")


class ContactOutcome(TextChoices):
    """What became of a call or a visit that opened no request."""

    ANSWERED = "answered", _("renseignement donné")
    DIRECTED = "directed", _("orienté vers un autre service")
    REQUEST = "request", _("suite d’une demande")
    CALL_BACK = "call_back", _("à rappeler")
    NOTHING = "nothing", _("sans suite")


# Nobody has hung up, as far as the switchboard said.
LIVE = frozenset({CallState.RINGING, CallState.ANSWERED})
