"""What comes in by each door."""

from channels_app.operations.call_back import call_back
from channels_app.operations.fetch_mailbox import fetch_mailbox
from channels_app.operations.file_from_desk import file_from_desk
from channels_app.operations.file_from_web import file_from_web
from channels_app.operations.keep import keep
from channels_app.operations.open_desk_draft import open_desk_draft
from channels_app.operations.open_mailboxes import open_mailboxes
from channels_app.operations.prepare_from_desk import Prepared, prepare_from_desk
from channels_app.operations.purge_calls import purge_calls
from channels_app.operations.purge_contacts import purge_contacts
from channels_app.operations.purge_mails import purge_mails
from channels_app.operations.record_contact import record_contact
from channels_app.operations.replay import replay
from channels_app.operations.reserve_forms import make_due_packs, make_form_pack, reserve_forms, retry_form_pack
from channels_app.operations.reserved import find_code
from channels_app.operations.set_aside import set_aside
from channels_app.operations.take_call_event import Taken, take_call_event
from channels_app.operations.take_desk_draft import take_desk_draft
from channels_app.operations.take_in import take_in, take_in_due

__all__ = [
    "Prepared",
    "Taken",
    "call_back",
    "fetch_mailbox",
    "file_from_desk",
    "file_from_web",
    "find_code",
    "keep",
    "make_due_packs",
    "make_form_pack",
    "open_desk_draft",
    "open_mailboxes",
    "prepare_from_desk",
    "purge_calls",
    "purge_contacts",
    "purge_mails",
    "record_contact",
    "replay",
    "reserve_forms",
    "retry_form_pack",
    "set_aside",
    "take_call_event",
    "take_desk_draft",
    "take_in",
    "take_in_due",
]
