"""What goes out, and what became of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DispatchKind(TextChoices):
    RECEIPT = "receipt", _("accusé d’enregistrement")
    ACKNOWLEDGEMENT = "acknowledgement", _("accusé de réception")
    SERVICE_NOTICE = "service_notice", _("avis au service")
    MESSAGE = "message", _("message")
    DECISION = "decision", _("décision")
    NOTICE = "notice", _("avis")
    CODE = "code", _("code")


class DispatchState(TextChoices):
    PREPARING = "preparing", _("en préparation")
    QUEUED = "queued", _("prêt à partir")
    SENDING = "sending", _("en cours d’envoi")
    SENT = "sent", _("parti")
    RETRY = "retry", _("nouvel essai prévu")
    FAILED = "failed", _("échec")
    BOUNCED = "bounced", _("revenu")
    HELD = "held", _("à imprimer")


# Never made to wait by the ceiling of notices: the act of an agent, and what a service must learn at once. A busy
# service gets more than ten requests an hour; no loop can start there, since nothing answers an automatic mail.
NEVER_CAPPED = frozenset({DispatchKind.MESSAGE, DispatchKind.DECISION, DispatchKind.SERVICE_NOTICE})
# Made to wait, these still leave before the end of their working day.
WITHIN_THE_DAY = frozenset({DispatchKind.RECEIPT, DispatchKind.ACKNOWLEDGEMENT})

# All that a text message may be: it cannot hold the mentions of an acknowledgement, nor the grounds of a decision.
AS_TEXT = frozenset({DispatchKind.NOTICE, DispatchKind.CODE})

# What a transport may take.
DUE = frozenset({DispatchState.QUEUED, DispatchState.RETRY})
# What an agent is shown and may try again.
BROKEN = frozenset({DispatchState.FAILED, DispatchState.BOUNCED})


class Outcome(TextChoices):
    """What a transport says of one hand-over."""

    SENT = "sent", _("remis")
    RETRY = "retry", _("à essayer de nouveau")
    FAILED = "failed", _("refusé pour toujours")


class ReplyKind(TextChoices):
    """What the answer to an envelope becomes."""

    PUBLIC = "public", _("message de l’échange")
    INTERNAL = "internal", _("note interne")


class AddressFault(TextChoices):
    """How an address let us know that it takes no mail."""

    REFUSED = "refused", _("refusée à l’envoi")
    BOUNCED = "bounced", _("message revenu")
    RETURNED = "returned", _("courrier revenu")


class DomainVerdict(TextChoices):
    """Unchecked is never passed."""

    UNCHECKED = "unchecked", _("pas encore vérifié")
    PASSED = "passed", _("en règle")
    FAILED = "failed", _("à corriger")


class BatchState(TextChoices):
    """A batch of letters, from the request for it to the post office."""

    PREPARING = "preparing", _("en préparation")
    READY = "ready", _("prêt à imprimer")
    PRINTED = "printed", _("imprimé, à poster")
    POSTED = "posted", _("posté")
    FAILED = "failed", _("échec")


class ReturnReason(TextChoices):
    """What the postman writes on a letter that comes back."""

    UNKNOWN = "unknown", _("inconnu à l’adresse (NPAI)")
    ACCESS = "access", _("défaut d’accès ou d’adressage")
    UNCLAIMED = "unclaimed", _("avisé et non réclamé")
    REFUSED = "refused", _("refusé par le destinataire")
    OTHER = "other", _("autre motif")


# The address itself is wrong; the others say nothing against it.
BLAMES_THE_ADDRESS = frozenset({ReturnReason.UNKNOWN, ReturnReason.ACCESS})
