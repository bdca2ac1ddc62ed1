"""Both are told: whoever gave a mandate, and whoever received it (code civil, art. 1984)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from citizens.enums import ContactKind, MandateScope
from citizens.models import Citizen, ContactPoint, Mandate
from core import calendar
from core.actor import Actor
from core.enums import Channel
from core.templatetags.grc_dates import date_simple
from messaging.enums import DispatchKind
from messaging.operations import post
from messaging.rules.wording import without_links
from organisation.enums import HANDLING_ROLES
from organisation.models import Service, ServiceUserObjectPermission
from procedures.models import Family, Procedure
from requests_app import acknowledging
from requests_app.enums import TaskKind
from requests_app.models import Task
from requests_app.operations.open_task import open_task

SUBJECT = "mandate"
GIVEN, REVOKED = "given", "revoked"
SIDES = ("principal", "mandatary")
TEMPLATES = {GIVEN: "mandat-donne", REVOKED: "mandat-revoque"}
LETTER = {"template": "letters/mandate.html", "name": "mandat.pdf", "title": "Mandat"}
_BY = Actor.system("requests_app.tell_mandate")


@dataclass(frozen=True)
class _Way:
    channel: str
    address: str


@transaction.atomic
def tell_mandate(mandate_id: int, fact: str) -> None:
    """An e-mail or a letter to each, once; a call-back where the town knows neither address of somebody."""
    links = ("principal__commune", "mandatary", "entered_by")
    mandate = Mandate.objects.select_for_update(of=("self",)).select_related(*links).get(pk=mandate_id)
    procedure = _procedure(mandate)
    service = procedure.service if procedure else _service(mandate)
    secret = mandate.principal.veiled or mandate.mandatary.veiled or bool(procedure and procedure.confidential)
    for side in SIDES:
        _tell(mandate, side, fact, service, secret=secret)


def _tell(mandate: Mandate, side: str, fact: str, service: Service, *, secret: bool) -> None:
    citizen: Citizen = getattr(mandate, side)
    citizen = citizen.canonical or citizen
    way = _way(citizen)
    if way is None:
        _ask_to_call(mandate, citizen, fact, service, secret=secret)
        return
    # A letter is in a closed envelope; an e-mail never names a confidential matter (house.md §6).
    text = _words(mandate, side, fact, service, masked=secret and way.channel == Channel.EMAIL)
    values = {
        "texte": text,
        "personne": without_links(citizen.display_name),
        "service": service.legal_entity.name if secret else service.name,
        "service_telephone": service.phone,
        "service_courriel": service.email,
        "ville": mandate.principal.commune.name,
    }
    letter = way.channel == Channel.POST
    post(
        key=f"mandate:{mandate.pk}:{fact}:{side}",
        commune_id=mandate.principal.commune_id,
        kind=DispatchKind.NOTICE,
        template=TEMPLATES[fact],
        channel=way.channel,
        to_address=way.address,
        to_name=citizen.letter_name if letter else citizen.display_name,
        variables={**values, "mentions": _mentions(mandate, citizen, way, service, text)} if letter else values,
        attachments=[LETTER] if letter else (),
        from_service_id=service.pk,
        subject_kind=SUBJECT,
        subject_ref=subject_ref(mandate.pk, side),
        confidential=secret,
    )


def subject_ref(mandate_id: int, side: str) -> str:
    return f"{mandate_id}-{side}"


def _way(citizen: Citizen) -> _Way | None:
    """The way the person likes, else e-mail, else a letter. What is known confidentially only comes last."""
    points = ContactPoint.objects.of_person(citizen).in_use().exclude(kind=ContactKind.PHONE)
    latest = {point.kind: point.value for point in points.order_by("-veiled", "pk")}
    email, postal = latest.get(ContactKind.EMAIL, ""), latest.get(ContactKind.POSTAL, "")
    if postal and (citizen.preferred_channel == Channel.POST or not email):
        return _Way(Channel.POST, "\n".join(part.strip() for part in postal.replace(",", "\n").splitlines()))
    return _Way(Channel.EMAIL, email) if email else None


def _ask_to_call(mandate: Mandate, citizen: Citizen, fact: str, service: Service, *, secret: bool) -> None:
    said = _("Prévenir du mandat donné le %s : ni courriel ni adresse")
    if fact == REVOKED:
        said = _("Prévenir de la fin du mandat donné le %s : ni courriel ni adresse")
    subject = said % date_simple(mandate.created_at)
    if Task.objects.filter(citizen=citizen, subject=subject, service=service).exists():
        return
    open_task(
        kind=TaskKind.CALL_BACK,
        service_id=service.pk,
        citizen_id=citizen.pk,
        subject=subject,
        confidential=secret,
        by=_BY,
    )


def _procedure(mandate: Mandate) -> Procedure | None:
    if mandate.scope != MandateScope.PROCEDURE:
        return None
    known = Procedure.objects.select_related("service__legal_entity")
    return known.filter(commune_id=mandate.principal.commune_id, code=mandate.procedure).first()


def _service(mandate: Mandate) -> Service:
    """Of the agent who entered it; else the first of the town."""
    services = Service.objects.filter(commune_id=mandate.principal.commune_id, is_active=True)
    services = services.select_related("legal_entity").order_by("order", "pk")
    granted = ServiceUserObjectPermission.objects.filter(
        user_id=mandate.entered_by_id or 0, permission__codename__in=sorted(HANDLING_ROLES)
    )
    own = services.filter(pk__in=granted.values("content_object_id")).first() if mandate.entered_by_id else None
    return own or services[0]


def _mentions(mandate: Mandate, citizen: Citizen, way: _Way, service: Service, text: str) -> acknowledging.Mentions:
    return {
        "number": f"MD-{mandate.public_id.hex[:8].upper()}",
        "person": {
            "name": citizen.letter_name,
            "civility": str(citizen.get_civility_display()) if citizen.civility else "",
            "address_lines": way.address.splitlines(),
        },
        "service": acknowledging.service_mentions(service),
        "entity": {"name": service.legal_entity.name},
        "issued_on": calendar.today(mandate.principal.commune).isoformat(),
        "text": text,
    }


# -- words -------------------------------------------------------------------------------------------------------------


def _words(mandate: Mandate, side: str, fact: str, service: Service, *, masked: bool) -> str:
    values = {
        "principal": without_links(mandate.principal.display_name),
        "mandatary": without_links(mandate.mandatary.display_name),
        "scope": _("une démarche") if masked else scope_words(mandate),
        "from": date_simple(mandate.from_on),
        "until": date_simple(mandate.until_on),
        "end": date_simple(mandate.revoked_on or mandate.until_on),
        "phone": service.phone,
    }
    return "\n\n".join(sentence % values for sentence in _sentences(side, fact))


def scope_words(mandate: Mandate) -> str:
    """« toutes les démarches », or the family or procedure by its name in the catalogue."""
    here = {"commune_id": mandate.principal.commune_id}
    if mandate.scope == MandateScope.FAMILY:
        name = Family.objects.filter(code=mandate.family, **here).values_list("name", flat=True).first()
        return _("les démarches « %s »") % (name or mandate.family)
    if mandate.scope == MandateScope.PROCEDURE:
        known = Procedure.objects.filter(code=mandate.procedure, **here).values_list("title", flat=True)
        return _("la démarche « %s »") % (known.first() or mandate.procedure)
    return _("toutes les démarches")


def _sentences(side: str, fact: str) -> list[str]:
    if fact == REVOKED and side == "principal":
        return [
            _("Le mandat que vous aviez donné à %(mandatary)s a pris fin le %(end)s."),
            _("Depuis ce jour, cette personne ne peut plus agir en votre nom auprès de la mairie."),
            _("Si vous n’avez pas demandé cela, appelez-nous au %(phone)s ou passez au guichet."),
        ]
    if fact == REVOKED:
        return [
            _("Le mandat que %(principal)s vous avait donné a pris fin le %(end)s."),
            _("Vous ne pouvez plus agir en son nom auprès de la mairie. Ce qui a été fait reste fait."),
        ]
    if side == "principal":
        return [
            _("%(mandatary)s peut agir en votre nom auprès de la mairie, du %(from)s au %(until)s, pour %(scope)s."),
            _("Chaque demande ainsi déposée porte son nom à côté du vôtre."),
            _("Vous pouvez retirer ce mandat quand vous voulez, au %(phone)s ou au guichet."),
            _("Si vous n’avez pas donné ce mandat, dites-le-nous sans attendre."),
        ]
    return [
        _("%(principal)s vous donne mandat pour agir en son nom auprès de la mairie."),
        _("Ce mandat vaut du %(from)s au %(until)s, pour %(scope)s."),
        _("Chaque demande que vous déposez pour cette personne porte votre nom à côté du sien."),
        _("Si vous n’acceptez pas ce mandat, dites-le-nous au %(phone)s ou au guichet."),
    ]
