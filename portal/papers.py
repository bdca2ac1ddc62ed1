"""What one can keep of a request: the acknowledgement and the cover sheet, then every file of either side."""

from dataclasses import dataclass

from core.templatetags.grc_text import octets
from files.enums import OwnerKind
from files.models import StoredFile
from files.reading import state_sentence
from requests_app.enums import AcknowledgementKind
from requests_app.models import Acknowledgement, ServiceRequest
from requests_app.reading import documents


@dataclass(frozen=True)
class Paper:
    """`file` is None while it is being prepared; `why` says why a file does not open."""

    title: str
    file: StoredFile | None = None
    why: str = ""

    @property
    def detail(self) -> str:
        if self.file is None:
            return ""
        kind = "PDF" if self.file.content_type == "application/pdf" else self.file.name.rpartition(".")[2].upper()
        return f"{kind}, {octets(self.file.size)}"

    @property
    def ready(self) -> bool:
        return self.file is not None and not self.why


def acknowledgement_of(service_request: ServiceRequest) -> Acknowledgement | None:
    return (
        service_request.acknowledgements.filter(kind=AcknowledgementKind.ARE).select_related("dispatch").first()
    )


def papers_of(service_request: ServiceRequest) -> list[Paper]:
    """The acknowledgement and what goes with it, each ready or still being prepared."""
    acknowledgement = acknowledgement_of(service_request)
    dispatch = acknowledgement.dispatch if acknowledgement else None
    if dispatch is None:
        return []
    files = {stored.name: stored for stored in StoredFile.objects.of(OwnerKind.DISPATCH, dispatch.pk).order_by("pk")}
    return [Paper(one["title"], files.get(one["name"])) for one in dispatch.attachments_plan]


def files_of(service_request: ServiceRequest) -> list[Paper]:
    """Files of the request, of the messages and of the decisions, oldest first."""
    return [Paper(stored.name, stored, state_sentence(stored)) for stored in documents(service_request)]
