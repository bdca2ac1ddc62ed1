"""What a person is told when their data are collected (GDPR art. 13), generated from the published procedure."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gdpr.durations import retention_sentence
from gdpr.enums import LegalBasis
from organisation.models import LegalEntity
from procedures.form_engine import say
from procedures.models import ProcedureVersion

CNIL = "CNIL, 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07, www.cnil.fr"


@dataclass(frozen=True)
class Item:
    title: str
    text: str


@dataclass(frozen=True)
class Notice:
    """`version` is stored with the request: it says which words the person read. `short` fits a card."""

    version: str
    procedure: str
    controller: str
    short: str
    items: tuple[Item, ...]

    @property
    def text(self) -> str:
        """All of it in one paragraph, for letters."""
        return " ".join(f"{item.title} : {_stopped(item.text)}" for item in self.items)


def notice_for(version: ProcedureVersion) -> Notice:
    """The ten mentions of article 13, in the order a person asks for them."""
    procedure = version.procedure
    entity = procedure.legal_entity
    privacy = version.definition["privacy"]
    basis = LegalBasis(privacy["legal_basis"])
    recipients = ", ".join(say(one) for one in privacy["recipients"])
    kept = retention_sentence(privacy["retention"])
    items = (
        Item(_("Responsable"), f"{entity.name}, {entity.postal_address}"),
        Item(_("But"), say(privacy["purpose"])),
        Item(_("Base légale"), f"{basis.label} ({privacy['legal_text']})"),
        Item(_("Réponses obligatoires ou non"), say(privacy["mandatory"])),
        Item(_("Destinataires"), recipients),
        Item(_("Durée de conservation"), kept),
        Item(_("Transfert hors de l’Union européenne"), _("aucun")),
        Item(_("Vos droits"), rights_sentence(basis)),
        Item(_("Délégué à la protection des données"), dpo_contact(entity)),
        Item(_("Réclamation"), CNIL),
    )
    return Notice(
        version=version.notice_version,
        procedure=procedure.title,
        controller=entity.name,
        short=_short(entity, say(privacy["purpose"]), recipients, kept),
        items=items,
    )


def _stopped(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _short(entity: LegalEntity, purpose: str, recipients: str, kept: str) -> str:
    return _("%(who)s – but : %(purpose)s Destinataires : %(recipients)s. Conservation : %(kept)s.") % {
        "who": entity.name,
        "purpose": _stopped(purpose[:1].lower() + purpose[1:]),
        "recipients": recipients[:1].lower() + recipients[1:],
        "kept": kept.partition(".")[0],
    }


def rights_sentence(basis: LegalBasis) -> str:
    """Art. 15–22: which rights stand depends on the basis (17(3)(b), 20(1), 21(1))."""
    always = _("Vous pouvez consulter vos données, les faire corriger et en faire limiter l’usage.")
    more = {
        LegalBasis.PUBLIC_TASK: _("Vous pouvez vous opposer à leur usage, pour une raison propre à votre situation."),
        LegalBasis.LEGAL_OBLIGATION: _("La loi impose ce traitement : il n’est pas possible de s’y opposer."),
        LegalBasis.CONSENT: _("Vous pouvez retirer votre accord à tout moment, les faire effacer ou les emporter."),
        LegalBasis.CONTRACT: _("Vous pouvez aussi les faire effacer ou les emporter."),
    }.get(basis, _("Vous pouvez aussi les faire effacer."))
    return f"{always} {more}"


def dpo_contact(entity: LegalEntity) -> str:
    """Name and addresses; the controller's own when no officer is named yet."""
    parts = (entity.dpo_name, entity.dpo_email or entity.email, entity.dpo_address or entity.postal_address)
    return ", ".join(part for part in parts if part)
