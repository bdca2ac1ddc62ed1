"""What a mail carries so that its answer comes back to the right place."""

from __future__ import annotations

import re

from core.batch import remembered
from messaging.enums import ReplyKind
from messaging.models import AddressState, Dispatch
from messaging.rules.addresses import address_key, sender_address
from messaging.threading import reply_address, supports_subaddress

# Somebody else's Message-ID goes back into a header of ours: one word in brackets, or nothing.
_FOREIGN_ID = re.compile(r"<[!-;=?-~]{1,290}>")


def address_mail(dispatch: Dispatch, in_reply_to: str = "") -> None:
    """Fills the fields of an envelope that is about to be written; reads the database, writes nothing."""
    dispatch.address_key = address_key(dispatch.to_address)
    dispatch.to_faulty_address = AddressState.objects.filter(
        commune_id=dispatch.commune_id, address=dispatch.address_key
    ).exists()
    dispatch.reply_to = _reply_to(dispatch)
    answered = in_reply_to.strip() if _FOREIGN_ID.fullmatch(in_reply_to.strip()) else ""
    dispatch.references = _references(dispatch, answered)
    dispatch.in_reply_to = answered or (dispatch.references[-1] if dispatch.references else "")


def _reply_to(dispatch: Dispatch) -> str:
    """A signed address where the mailbox takes it; else nothing: the answer goes to the sender's own address."""
    if dispatch.subject_kind != "request" or not dispatch.subject_ref.isdigit():
        return ""
    mailbox = sender_address(dispatch.commune, dispatch.from_service)
    if not remembered(("subaddress", mailbox), lambda: supports_subaddress(mailbox)):
        return ""
    return reply_address(
        mailbox,
        request_ref=int(dispatch.subject_ref),
        kind=ReplyKind(dispatch.reply_kind),
        agent_ref=dispatch.reply_agent_ref,
    )


def _references(dispatch: Dispatch, answered: str) -> list[str]:
    """The root of the thread, our last mail of it, the mail that is answered: programs cut long lists in the middle.

    One thread an address: what the town wrote to others is nobody else's business.
    """
    if not dispatch.subject_ref:
        return [answered] if answered else []
    thread = Dispatch.objects.of_thread(
        dispatch.subject_kind, dispatch.subject_ref, dispatch.address_key, dispatch.reply_kind
    )
    mails = list(thread.values_list("references", "message_id"))
    ours = [*mails[0][0][:1], mails[0][1], mails[-1][1]] if mails else []
    return list(dict.fromkeys([*ours, *([answered] if answered else [])]))
