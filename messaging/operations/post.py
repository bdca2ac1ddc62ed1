"""Writing an envelope: the database only, once a cause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.batch import dress
from core.enums import Channel
from core.errors import Refused
from messaging.enums import DispatchKind, ReplyKind
from messaging.models import Dispatch
from messaging.operations.addressing import address_mail
from messaging.operations.waking import wake_preparation
from messaging.rules.addresses import address_key, message_id
from messaging.rules.texting import TEXT_PREFIX, as_text
from messaging.rules.wording import without_links

# An agreement between the rooms: {"template", "name", "title"} and, when it is not « mentions », "data".
Attachment = Mapping[str, str]


def post(
    *,
    key: str,
    commune_id: int,
    kind: DispatchKind | str,
    template: str,
    to_address: str,
    to_name: str = "",
    variables: Mapping[str, object],
    attachments: Iterable[Attachment] = (),
    from_service_id: int | None = None,
    service_id_ref: int | None = None,
    subject_kind: str = "",
    subject_ref: str | int = "",
    confidential: bool = False,
    channel: Channel | str = Channel.EMAIL,
    in_reply_to: str = "",
    reply_kind: ReplyKind | str = "",
    reply_agent_ref: int | None = None,
) -> Dispatch:
    """Returns the one envelope of this cause; a second call, even at the same instant, finds the first.

    `variables` are frozen here: what is sent is what was true when the cause happened. `in_reply_to` is the
    Message-ID of the mail it answers. `reply_kind` internal: the answer of the agent `reply_agent_ref` is a note,
    as is any answer to a notice to a service.
    """
    known = Dispatch.objects.filter(key=key).first()
    if known:
        return known
    if not to_address.strip():
        raise Refused(_("Il n’y a pas d’adresse où envoyer ce message."))
    if channel == Channel.SMS or template.startswith(TEXT_PREFIX):
        to_address = as_text(to_address, kind=kind, template=template, channel=channel, confidential=confidential)
    dispatch = Dispatch(
        commune_id=commune_id,
        key=key,
        kind=kind,
        channel=channel,
        to_address=to_address.strip(),
        to_name=without_links(" ".join(to_name.split()))[:200],
        from_service_id=from_service_id,
        service_id_ref=service_id_ref if service_id_ref is not None else from_service_id,
        template_code=template,
        variables=dict(variables),
        attachments_plan=[dict(attachment) for attachment in attachments],
        due_at=timezone.now(),
        subject_kind=subject_kind,
        subject_ref=str(subject_ref),
        confidential=confidential,
    )
    internal = kind == DispatchKind.SERVICE_NOTICE
    dispatch.reply_kind = reply_kind or (ReplyKind.INTERNAL if internal else ReplyKind.PUBLIC)
    dispatch.reply_agent_ref = reply_agent_ref
    dress(dispatch, "commune", "from_service")
    dispatch.message_id = message_id(dispatch.public_id, dispatch.commune)
    if channel == Channel.EMAIL:
        address_mail(dispatch, in_reply_to)
    else:
        dispatch.address_key = address_key(dispatch.to_address)
    return _insert_once(dispatch)


def _insert_once(dispatch: Dispatch) -> Dispatch:
    """The unique key decides a race: the loser's savepoint is undone and it reads the winner's row."""
    try:
        with transaction.atomic():
            dispatch.save(force_insert=True)
    except IntegrityError:
        return Dispatch.objects.get(key=dispatch.key)
    transaction.on_commit(wake_preparation, robust=True)
    return dispatch
