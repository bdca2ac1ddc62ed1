"""What one can keep of a request: the acknowledgement and the cover sheet, then every file of either side."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.errors import Refused
from core.models import Commune
from core.templatetags.grc_text import octets
from documents.letters import render_letter
from files.enums import OwnerKind, ScanState
from files.models import StoredFile
from files.reading import state_sentence
from requests_app import policies
from requests_app.enums import AcknowledgementKind
from requests_app.models import Acknowledgement, ServiceRequest
from requests_app.reading import documents


@dataclass(frozen=True)
class Paper:
    """`file` is None while it is being prepared; `why` says why it does not open; `drawn`: made when asked for."""

    title: str
    file: StoredFile | None = None
    why: str = ""
    drawn: bool = False

    @property
    def detail(self) -> str:
        if self.file is None:
            return ""
        kind = "PDF" if self.file.content_type == "application/pdf" else self.file.name.rpartition(".")[2].upper()
        return f"{kind}, {octets(self.file.size)}"

    @property
    def ready(self) -> bool:
        return self.drawn or (self.file is not None and not self.why)


def acknowledgement_of(service_request: ServiceRequest) -> Acknowledgement | None:
    return service_request.acknowledgements.filter(kind=AcknowledgementKind.ARE).select_related("dispatch").first()


def papers_of(service_request: ServiceRequest) -> list[Paper]:
    """The acknowledgement and what goes with it, each ready or still being prepared."""
    acknowledgement = acknowledgement_of(service_request)
    if acknowledgement is None:
        awaited = service_request.ar_due or service_request.reply_email or service_request.reply_postal
        return [Paper(_("Accusé de réception"))] if awaited else []
    if acknowledgement.dispatch is None:
        return [Paper(_("Accusé de réception"), drawn=True)]
    sent = StoredFile.objects.of(OwnerKind.DISPATCH, acknowledgement.dispatch.pk).order_by("pk")
    files = {stored.name: stored for stored in sent}
    return [Paper(one["title"], files.get(one["name"])) for one in acknowledgement.dispatch.attachments_plan]


def draw_acknowledgement(service_request: ServiceRequest) -> bytes:
    """The PDF of an acknowledgement that was sent nowhere (no address given), from its frozen mentions."""
    acknowledgement = acknowledgement_of(service_request)
    if acknowledgement is None:
        raise Refused(_("L’accusé de réception est en préparation. Revenez dans quelques minutes."))
    data = {**acknowledgement.mentions, "issued_on": acknowledgement.issued_at.date().isoformat()}
    title = _("Accusé de réception")
    return render_letter("acknowledgement.html", data, commune=service_request.commune, title=title)


def blocked(stored: StoredFile, commune: Commune) -> str:
    """Why a file does not open, told to the person; empty when it does. `commune` spares a query a file."""
    if stored.scan_state == ScanState.INFECTED:
        return _("Ce fichier contenait un virus : il a été détruit. Envoyez-en une copie saine.")
    if stored.broken:
        return _("Cette photo est abîmée : elle ne s’ouvre pas. Reprenez-la, puis envoyez-la à nouveau.")
    if stored.scan_state == ScanState.REFUSED:
        return _("L’antivirus n’a pas pu lire ce fichier : il reste bloqué. Envoyez-en une autre version.")
    stored.commune = commune
    return state_sentence(stored)


def files_of(service_request: ServiceRequest) -> list[Paper]:
    """Files of the request, of the messages and of the decisions, oldest first; a record that is not put online is
    not among them."""
    shown = documents(service_request)
    if policies.record_withheld(service_request):
        shown = [stored for stored in shown if stored.owner_kind != OwnerKind.DECISION]
    return [Paper(stored.name, stored, blocked(stored, service_request.commune)) for stored in shown]
