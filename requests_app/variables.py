"""What a message about a request may say: names, French labels, sample values, and how each is filled."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _, gettext_lazy as lazy

from core.calendar import Period
from core.templatetags.grc_dates import date_simple, jour
from messaging.rules.wording import without_links
from messaging.variables import Variable, register as register_set
from procedures.enums import Silence
from requests_app.acknowledging import follow_url
from requests_app.enums import Phase
from requests_app.models import Draft, Message, ServiceRequest

SET = [
    Variable("numero", lazy("Numéro de la demande"), "2026-042317-K"),
    Variable("objet", lazy("Objet de la demande"), "Copie d’acte de naissance de Julien Morel"),
    Variable("demarche", lazy("Démarche"), "Copie d’un acte d’état civil"),
    Variable("personne", lazy("Nom de la personne"), "Solène Kervella"),
    Variable("service", lazy("Service chargé de la demande"), "État civil"),
    Variable("service_telephone", lazy("Téléphone du service"), "01 99 00 41 00"),
    Variable("service_courriel", lazy("Courriel du service"), "etat-civil@admiville.example"),
    Variable("ville", lazy("Nom de la ville"), "Admiville"),
    Variable("date_reception", lazy("Date de réception"), "12 novembre 2026"),
    Variable("phrase_delai", lazy("Phrase sur le délai"), "Sans réponse de notre part le mardi 12 janvier 2027…"),
    Variable("code_suivi", lazy("Code de suivi"), "KR7M-4TXP"),
    Variable("lien_suivi", lazy("Lien de suivi"), "https://demarches.admiville.example/suivi/…"),
    Variable("lien_agent", lazy("Lien de la demande pour les agents"), "https://demarches.admiville.example/agents/…"),
    Variable("texte", lazy("Texte écrit par l’agent"), "Bonjour, votre acte est parti ce matin."),
    Variable("signature", lazy("Signature de l’agent"), "Samira Marchand, officière d’état civil, État civil"),
    Variable("phrase_statut", lazy("Où en est la demande"), "Votre demande est en cours."),
]

DRAFT_SET = [
    Variable("demarche", lazy("Démarche"), "Copie d’un acte d’état civil"),
    Variable("lien_brouillon", lazy("Lien du brouillon"), "https://demarches.admiville.example/brouillon/…"),
    Variable("code_brouillon", lazy("Code du brouillon"), "KR7M-4TXP-92QD"),
    Variable("date_limite", lazy("Jour où le brouillon est effacé"), "12 décembre 2026"),
    Variable("ville", lazy("Nom de la ville"), "Ville d’Admiville"),
    Variable("telephone", lazy("Téléphone de la ville"), "01 99 00 40 00"),
]

MANDATE_SET = [
    Variable("texte", lazy("Ce que dit l’avis"), "Vous avez donné mandat à Solène Morvan…"),
    Variable("personne", lazy("Nom de la personne prévenue"), "Étienne Morvan"),
    Variable("service", lazy("Service qui a enregistré le mandat"), "Accueil"),
    Variable("service_telephone", lazy("Téléphone du service"), "01 99 00 41 00"),
    Variable("service_courriel", lazy("Courriel du service"), "accueil@admiville.example"),
    Variable("ville", lazy("Nom de la ville"), "Admiville"),
]

# What the person reads of each phase.
STATUS_SENTENCES = {
    Phase.RECEIVED: lazy("Votre demande est reçue. Le service ne l’a pas encore ouverte."),
    Phase.IN_PROGRESS: lazy("Votre demande est en cours."),
    Phase.WAITING_PERSON: lazy("Le service attend une réponse de votre part."),
    Phase.WAITING_THIRD_PARTY: lazy("Le service attend l’avis d’un autre service ou d’un partenaire."),
    Phase.DECIDED: lazy("Le service a pris sa décision."),
    Phase.CLOSED: lazy("Votre demande est terminée."),
    Phase.WITHDRAWN: lazy("Vous avez annulé cette demande."),
    Phase.TRANSMITTED: lazy("Votre demande est transmise à l’administration compétente."),
    Phase.MERGED: lazy("Votre demande est réunie à une autre, sur la même affaire."),
    Phase.SET_ASIDE: lazy("Votre demande est écartée."),
}


def register() -> None:
    register_set("request", SET)
    register_set("draft", DRAFT_SET)
    register_set("mandate", MANDATE_SET)


def of_draft(draft: Draft) -> dict[str, str]:
    """Nothing of what was typed; of a confidential procedure not even its name."""
    procedure = draft.procedure_version.procedure
    return {
        "demarche": _("votre démarche") if procedure.confidential else procedure.title,
        "lien_brouillon": f"{settings.PUBLIC_URL}/brouillon/{draft.public_id}/",
        "code_brouillon": draft.resume_code,
        "date_limite": date_simple(draft.expires_on),
        "ville": draft.commune.title,
        "telephone": draft.commune.phone,
    }


def of_request(
    service_request: ServiceRequest,
    message: Message | None = None,
    texte: str = "",
    signature: str = "",
    *,
    for_service: bool = False,
) -> dict[str, str]:
    """Every variable as a plain string; of a confidential request nothing is named but its number.

    What goes to the service holds neither the link nor the code of the person: they open the request.
    """
    service = service_request.service
    secret = service_request.confidential
    return {
        "numero": service_request.number,
        "objet": _("votre demande") if secret else without_links(service_request.title),
        "demarche": _("votre demande") if secret else service_request.procedure.title,
        "personne": "" if secret and for_service else without_links(service_request.reply_name),
        "service": service.legal_entity.name if secret else service.name,
        "service_telephone": service.phone,
        "service_courriel": service.email,
        "ville": service_request.commune.name,
        "date_reception": date_simple(service_request.received_on),
        "phrase_delai": delay_sentence(service_request),
        "code_suivi": "" if for_service else service_request.spoken_code,
        "lien_suivi": "" if for_service else follow_url(service_request),
        "lien_agent": f"{settings.PUBLIC_URL}/agents/demandes/{service_request.public_id}/" if for_service else "",
        "texte": texte,
        "signature": signature or _signature(service_request, message),
        "phrase_statut": status_sentence(service_request),
    }


def _signature(service_request: ServiceRequest, message: Message | None) -> str:
    if service_request.confidential:
        return service_request.service.legal_entity.name
    if message is None:
        return service_request.service.name
    return ", ".join(part for part in (message.author_name, message.author_detail) if part)


def status_sentence(service_request: ServiceRequest) -> str:
    """Where it stands, in one sentence."""
    return str(STATUS_SENTENCES[Phase(service_request.phase)])


def delay_sentence(service_request: ServiceRequest) -> str:
    """What silence means and when, or the service’s own target, or nothing."""
    if service_request.rejection_due:
        return _(
            "Nous devons vous répondre au plus tard le %(day)s (%(period)s). Sans réponse ce jour-là, la demande est "
            "considérée comme refusée, sous réserve qu’elle soit complète."
        ) % {"day": jour(service_request.rejection_due), "period": _period(service_request)}
    if service_request.acceptance_due:
        return _(
            "Nous devons vous répondre au plus tard le %(day)s (%(period)s). Sans réponse ce jour-là, la demande est "
            "considérée comme acceptée, sous réserve qu’elle soit complète."
        ) % {"day": jour(service_request.acceptance_due), "period": _period(service_request)}
    if service_request.target_on:
        return _("Le service prévoit de vous répondre au plus tard le %s.") % jour(service_request.target_on)
    return ""


def _period(service_request: ServiceRequest) -> str:
    period: Period | None = service_request.period
    return str(period) if period and service_request.silence != Silence.NONE else ""
