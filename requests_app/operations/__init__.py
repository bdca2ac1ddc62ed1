"""What can be done to a request: one verb a file."""

from requests_app.operations.acknowledge import (
    issue_acknowledgement,
    note_dispatch_failed,
    note_dispatch_sent,
    record_acknowledgement_sent,
)
from requests_app.operations.answer import receive_answer
from requests_app.operations.ask import ask
from requests_app.operations.assign import assign
from requests_app.operations.close import close
from requests_app.operations.decide import decide
from requests_app.operations.draft import find_draft, purge_drafts, save_draft, start_draft
from requests_app.operations.note import write_note
from requests_app.operations.notify import notify_decision, notify_message, notify_service
from requests_app.operations.reading_marks import mark_decisions_read
from requests_app.operations.register import Reply, register_request
from requests_app.operations.reopen import reopen
from requests_app.operations.reply import reply
from requests_app.operations.reroute import reroute
from requests_app.operations.sweep import sweep_deadlines
from requests_app.operations.take import take
from requests_app.operations.withdraw import withdraw

__all__ = [
    "Reply",
    "ask",
    "assign",
    "close",
    "decide",
    "find_draft",
    "issue_acknowledgement",
    "mark_decisions_read",
    "note_dispatch_failed",
    "note_dispatch_sent",
    "notify_decision",
    "notify_message",
    "notify_service",
    "purge_drafts",
    "receive_answer",
    "record_acknowledgement_sent",
    "register_request",
    "reopen",
    "reply",
    "reroute",
    "save_draft",
    "start_draft",
    "sweep_deadlines",
    "take",
    "withdraw",
    "write_note",
]
