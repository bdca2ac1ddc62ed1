"""Phases, actions and kinds of a request, with their French labels and the named sets of them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Phase(TextChoices):
    """Fixed, the same for every procedure, so that figures and clocks compare."""

    RECEIVED = "received", _("Reçue")
    IN_PROGRESS = "in_progress", _("En cours")
    WAITING_PERSON = "waiting_person", _("En attente de l’usager")
    WAITING_THIRD_PARTY = "waiting_third_party", _("En attente d’un tiers")
    DECIDED = "decided", _("Décidée")
    CLOSED = "closed", _("Terminée")
    WITHDRAWN = "withdrawn", _("Retirée par l’usager")
    TRANSMITTED = "transmitted", _("Transmise à une autre administration")
    MERGED = "merged", _("Réunie à une autre demande")
    SET_ASIDE = "set_aside", _("Écartée")


class Action(TextChoices):
    """What someone can do to a request; the label is the button’s."""

    TAKE = "take", _("Prendre en charge")
    ASSIGN = "assign", _("Affecter")
    REROUTE = "reroute", _("Réorienter")
    NOTE = "note", _("Écrire une note interne")
    REPLY = "reply", _("Répondre")
    ASK = "ask", _("Demander une précision")
    ANSWER = "answer", _("Écrire au service")
    DECIDE = "decide", _("Décider")
    CLOSE = "close", _("Clore")
    REOPEN = "reopen", _("Rouvrir")
    WITHDRAW = "withdraw", _("Annuler la demande")
    QUALIFY = "qualify", _("Qualifier")
    SET_ASIDE = "set_aside", _("Écarter")
    RESTORE = "restore", _("Reprendre la demande écartée")
    REACHED = "reached", _("Personne jointe autrement")
    WAIT = "wait", _("Attendre un tiers")
    RESUME = "resume", _("Reprendre")
    LINK = "link", _("Lier")
    SPLIT = "split", _("Répartir")
    MERGE = "merge", _("Réunir")
    UNMERGE = "unmerge", _("Séparer")
    TRANSMIT = "transmit", _("Transmettre")


class LinkKind(TextChoices):
    """What one request is to another, said from the first to the second."""

    RELATED = "related", _("Liée")
    PARENT = "parent", _("Principale")
    POSSIBLY = "possibly", _("Peut-être liée")


class Outcome(TextChoices):
    """Sense of an express decision."""

    GRANTED = "granted", _("Accordée")
    REFUSED = "refused", _("Refusée")
    PARTLY = "partly", _("Accordée en partie")


class SetAsideCause(TextChoices):
    """Why nothing is owed to whoever wrote; an abusive request gets no acknowledgement (CRPA L112-3)."""

    ABUSIVE = "abusive", _("Abusive : répétée, malveillante ou sans objet sérieux")
    AUTOMATIC = "automatic", _("Automatique : publicité, lettre d’information, machine")


class AcknowledgementKind(TextChoices):
    """CRPA L112-11: the registration receipt, then the acknowledgement of receipt."""

    AEE = "AEE", _("accusé d’enregistrement électronique")
    ARE = "ARE", _("accusé de réception")


class IdentityMethod(TextChoices):
    """How an agent makes sure of a person; a caller’s number is never proof."""

    CODE = "code", _("Numéro de demande et code de suivi")
    FACTS = "facts", _("Faits vérifiés")
    CALL_BACK = "call_back", _("Rappel au numéro connu")
    SEEN = "seen", _("Pièce d’identité vue au guichet")


class FactKind(TextChoices):
    """What the town knows and relatives seldom do. Neither the name nor a phone: whoever calls has them."""

    BIRTH_DATE = "birth_date", _("Date de naissance")
    ADDRESS = "address", _("Adresse postale")
    EMAIL = "email", _("Adresse électronique")
    REQUEST = "request", _("Numéro d’une demande")


class Restriction(TextChoices):
    """Set by the data-protection console; ordinary agents see only ``none``."""

    NONE = "none", _("aucune")
    RESTRICTED = "restricted", _("traitement limité")
    ARCHIVED = "archived", _("archive intermédiaire")


class Direction(TextChoices):
    IN = "in", _("reçu")
    OUT = "out", _("envoyé")


class Kind(TextChoices):
    """Kinds of timeline entries, in the words an agent reads."""

    REGISTERED = "registered", _("Demande déposée")
    ROUTED = "routed", _("Orientée")
    ACK_REGISTERED = "ack_registered", _("Accusé d’enregistrement remis")
    ACK_ISSUED = "ack_issued", _("Accusé de réception établi")
    ACK_TO_PRINT = "ack_to_print", _("Accusé de réception à imprimer et à envoyer")
    ACK_SENT = "ack_sent", _("Accusé de réception envoyé")
    ACK_FAILED = "ack_failed", _("Accusé de réception non parti")
    SENDING_FAILED = "sending_failed", _("Envoi en échec")
    TAKEN = "taken", _("Prise en charge")
    ASSIGNED = "assigned", _("Affectée")
    REROUTED = "rerouted", _("Réorientée")
    NOTED = "noted", _("Note interne")
    REPLIED = "replied", _("Réponse du service")
    ASKED = "asked", _("Précision demandée")
    ANSWERED = "answered", _("Message de l’usager")
    DECIDED = "decided", _("Décision prise")
    QUALIFIED = "qualified", _("Qualifiée")
    SET_ASIDE = "set_aside", _("Demande écartée")
    RESTORED = "restored", _("Demande écartée reprise")
    BOUNCED = "bounced", _("L’adresse a refusé le message : joindre la personne autrement")
    REACHED = "reached", _("Personne jointe autrement")
    RETURNED = "returned", _("Une lettre est revenue : joindre la personne autrement")
    TASK_OPENED = "task_opened", _("Appel à passer")
    TASK_TRIED = "task_tried", _("Appel sans réponse")
    TASK_DONE = "task_done", _("Personne rappelée")
    TASK_DROPPED = "task_dropped", _("Appel abandonné")
    TASK_HANDED = "task_handed", _("Appel remis")
    NOTIFIED = "notified", _("Décision lue par l’usager")
    CLOSED = "closed", _("Demande close")
    REOPENED = "reopened", _("Demande rouverte")
    WITHDRAWN = "withdrawn", _("Demande retirée")
    LINKED = "linked", _("Liée à une autre demande")
    UNLINKED = "unlinked", _("Lien retiré")
    SPLIT = "split", _("Répartie en plusieurs demandes")
    SPLIT_FROM = "split_from", _("Issue d’un courrier réparti en plusieurs demandes")
    SPLIT_UNDONE = "split_undone", _("Répartition défaite")
    MERGED = "merged", _("Réunie à une autre demande")
    MERGED_IN = "merged_in", _("Une autre demande lui est réunie")
    UNMERGED = "unmerged", _("Séparée de la demande à laquelle elle était réunie")
    UNMERGED_FROM = "unmerged_from", _("La demande qui lui était réunie en est séparée")
    TRANSMITTED = "transmitted", _("Transmise à l’administration compétente")
    WAITING = "waiting", _("En attente d’un tiers")
    RESUMED = "resumed", _("Reprise")
    ALERT_QUALIFY = "alert_qualify", _("À qualifier : l’accusé de réception est dû dans trois jours au plus")
    ALERT_HALF = "alert_half", _("La moitié du délai légal est passée")
    ALERT_MOST = "alert_most", _("Il reste moins d’un cinquième du délai légal")
    ALERT_WEEK = "alert_week", _("Le délai légal finit dans sept jours")
    ALERT_TODAY = "alert_today", _("Le délai légal finit aujourd’hui")
    IMPLIED_REJECTION = "implied_rejection", _("Refus implicite né du silence")
    IMPLIED_ACCEPTANCE = "implied_acceptance", _("Accord implicite né du silence")


# Someone in the town still has something to do or to wait for.
OPEN = frozenset({Phase.RECEIVED, Phase.IN_PROGRESS, Phase.WAITING_PERSON, Phase.WAITING_THIRD_PARTY, Phase.DECIDED})
# It is the service's turn.
TO_DO = OPEN - {Phase.WAITING_PERSON}
# No express decision yet: the legal clocks run (a friendly question stops none of them).
UNDECIDED = OPEN - {Phase.DECIDED}
# Nobody works on it any more; ``closed_on`` says since when.
ENDED = frozenset(Phase) - OPEN
# A decision may be replaced by another, so a decided request can start again too.
REOPENABLE = frozenset({Phase.DECIDED, Phase.CLOSED, Phase.WITHDRAWN})

# A refusal, even in part, states its grounds (CRPA L211-2 to L211-6).
UNFAVOURABLE = frozenset({Outcome.REFUSED, Outcome.PARTLY})

# Written by the clock, once for each due date: the database holds it (see TimelineEntry).
CLOCK_KINDS = frozenset(
    {
        Kind.ALERT_QUALIFY,
        Kind.ALERT_HALF,
        Kind.ALERT_MOST,
        Kind.ALERT_WEEK,
        Kind.ALERT_TODAY,
        Kind.IMPLIED_REJECTION,
        Kind.IMPLIED_ACCEPTANCE,
    }
)
IMPLIED = frozenset({Kind.IMPLIED_REJECTION, Kind.IMPLIED_ACCEPTANCE})
# What the person sees of the story; everything else is the service's business.
TOLD_TO_THE_PERSON = frozenset(
    {
        Kind.REGISTERED,
        Kind.ACK_SENT,
        Kind.TAKEN,
        Kind.QUALIFIED,
        Kind.REPLIED,
        Kind.ASKED,
        Kind.ANSWERED,
        Kind.DECIDED,
        Kind.CLOSED,
        Kind.REOPENED,
        Kind.WITHDRAWN,
        Kind.SPLIT,
        Kind.SPLIT_FROM,
        Kind.SPLIT_UNDONE,
        Kind.MERGED,
        Kind.UNMERGED,
        Kind.TRANSMITTED,
        Kind.WAITING,
        Kind.RESUMED,
        Kind.IMPLIED_REJECTION,
        Kind.IMPLIED_ACCEPTANCE,
    }
)


class TaskKind(TextChoices):
    """A piece of work beside the request, or without any."""

    CALL_BACK = "call_back", _("Rappeler")
    REACH = "reach", _("Joindre autrement")
    WORK = "work", _("Intervention")


class TaskState(TextChoices):
    OPEN = "open", _("à faire")
    DONE = "done", _("faite")
    DROPPED = "dropped", _("abandonnée")


class TaskResult(TextChoices):
    """What a call gave."""

    REACHED = "reached", _("personne jointe")
    NO_ANSWER = "no_answer", _("pas de réponse")
    VOICEMAIL = "voicemail", _("message laissé")
    WRONG_NUMBER = "wrong_number", _("faux numéro")
    LATER = "later", _("reporté")


# Somebody dialled and the person was not reached: these count towards writing instead.
FRUITLESS = frozenset({TaskResult.NO_ANSWER, TaskResult.VOICEMAIL, TaskResult.WRONG_NUMBER})
# What the phone pages show; an intervention is the business of its service.
TO_CALL = frozenset({TaskKind.CALL_BACK, TaskKind.REACH})
