"""Letters that wait for the printer, each of a real request, with a page of its own: quick to bind."""

from __future__ import annotations

import io

import pikepdf

from accounts.models import User
from core.enums import Channel
from files.operations import store_own
from messaging import operations as messaging
from messaging.models import Dispatch
from requests_app.models import ServiceRequest
from requests_app.operations import Arrival, Reply
from tests import builders


def a_pdf(pages: int = 1) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.new() as made:
        for _page in range(pages):
            made.add_blank_page(page_size=(595, 842))
        made.save(buffer)
    return buffer.getvalue()


def filed(
    name: str = "Josette Ferrand",
    address: str = "3 impasse du Puits\n99000 Admiville",
    *,
    confidential: bool = False,
    **fields: object,
) -> ServiceRequest:
    reply = Reply(channel=Channel.POST, name=name, postal=address)
    known = {"channel": Channel.COUNTER, "reply": reply, "arrival": Arrival(confidential=confidential)}
    return builders.make_request(**{**known, **fields})


def letter(
    made: ServiceRequest | None = None, *, pages: int = 1, kind: str = "acknowledgement", **fields: object
) -> Dispatch:
    """HELD, its PDF stored, without rendering anything."""
    made = made or filed(**fields)
    dispatch = messaging.post(
        key=f"letter:{made.pk}:{kind}:{Dispatch.objects.count()}",
        commune_id=made.commune_id,
        kind=kind,
        template="accuse-d-enregistrement",
        channel=Channel.POST,
        to_address=made.reply_postal,
        to_name=made.reply_name,
        variables=dict.fromkeys(("numero", "code_suivi", "lien_suivi", "signature"), "")
        | {"service_telephone": "", "service_courriel": ""},
        from_service_id=made.service_id,
        subject_kind="request",
        subject_ref=made.pk,
        confidential=made.confidential,
    )
    done = messaging.prepare(dispatch.pk)
    store_own(
        a_pdf(pages), name="lettre.pdf", content_type="application/pdf", commune_id=made.commune_id,
        owner_kind="dispatch", owner_id=done.pk, by=builders.SYSTEM,
    )  # fmt: skip
    return done


def clerk(*roles: str, of: str = "etat-civil") -> User:
    return builders.make_agent(of, *(roles or ("instructeur",)))
