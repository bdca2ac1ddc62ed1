"""What can be done to a request: one verb a file."""

from requests_app.operations.acknowledge import (
    issue_acknowledgement,
    note_dispatch_failed,
    note_dispatch_sent,
    record_acknowledgement_sent,
    send_receipt,
)
from requests_app.operations.answer import receive_answer
from requests_app.operations.ask import ask
from requests_app.operations.assign import assign
from requests_app.operations.check_identity import check_identity
from requests_app.operations.close import close
from requests_app.operations.close_account import Shares, close_account
from requests_app.operations.complete_task import complete_task, drop_task
from requests_app.operations.decide import decide
from requests_app.operations.draft import find_draft, purge_drafts, save_draft, start_draft
from requests_app.operations.follow_new_address import follow_new_address
from requests_app.operations.follow_protection import follow_merge_of_people, follow_protection
from requests_app.operations.hand_over_task import hand_over_task
from requests_app.operations.hand_receipt import hand_receipt, record_handed_receipt
from requests_app.operations.link import link_requests, settle_possible_link, unlink_requests
from requests_app.operations.merge import merge_requests, undo_merge
from requests_app.operations.note import write_note
from requests_app.operations.notify import notify_decision, notify_message, notify_service, point_to_doors
from requests_app.operations.notify_colleague import notify_colleague
from requests_app.operations.open_task import open_task, tasks_follow
from requests_app.operations.qualify import qualify, seizes, unanswered
from requests_app.operations.reach import mark_reached, note_bounce, note_return
from requests_app.operations.reading_marks import mark_decisions_read
from requests_app.operations.record_attempt import record_attempt
from requests_app.operations.register import Arrival, Reply, register_request
from requests_app.operations.reopen import reopen
from requests_app.operations.reply import reply
from requests_app.operations.reroute import reroute
from requests_app.operations.send_draft_link import checked_address, draft_mentions, send_draft_letter, send_draft_link
from requests_app.operations.send_transmission import send_transmission
from requests_app.operations.set_aside import restore, set_aside
from requests_app.operations.split import split_request
from requests_app.operations.sweep import sweep_deadlines
from requests_app.operations.take import take
from requests_app.operations.take_task import take_task
from requests_app.operations.tell import (
    tell_merge,
    tell_split,
    tell_split_undone,
    tell_transmission,
    tell_undone_merge,
)
from requests_app.operations.tell_unattended import tell_unattended
from requests_app.operations.text_person import text_registered
from requests_app.operations.third_party import resume_request, wait_for_third_party
from requests_app.operations.transmit import transmit_request
from requests_app.operations.undo_split import undo_split
from requests_app.operations.withdraw import withdraw

__all__ = [
    "Arrival",
    "Reply",
    "Shares",
    "ask",
    "assign",
    "check_identity",
    "checked_address",
    "close",
    "close_account",
    "complete_task",
    "decide",
    "drop_task",
    "draft_mentions",
    "find_draft",
    "follow_merge_of_people",
    "follow_new_address",
    "follow_protection",
    "hand_over_task",
    "hand_receipt",
    "issue_acknowledgement",
    "link_requests",
    "mark_decisions_read",
    "mark_reached",
    "merge_requests",
    "note_bounce",
    "note_return",
    "note_dispatch_failed",
    "note_dispatch_sent",
    "notify_colleague",
    "notify_decision",
    "notify_message",
    "notify_service",
    "open_task",
    "point_to_doors",
    "purge_drafts",
    "qualify",
    "receive_answer",
    "record_acknowledgement_sent",
    "record_attempt",
    "record_handed_receipt",
    "register_request",
    "reopen",
    "reply",
    "reroute",
    "resume_request",
    "restore",
    "save_draft",
    "seizes",
    "send_draft_letter",
    "send_draft_link",
    "send_receipt",
    "send_transmission",
    "set_aside",
    "settle_possible_link",
    "split_request",
    "start_draft",
    "sweep_deadlines",
    "take",
    "take_task",
    "tasks_follow",
    "tell_merge",
    "tell_split",
    "tell_split_undone",
    "tell_transmission",
    "tell_unattended",
    "tell_undone_merge",
    "transmit_request",
    "unanswered",
    "undo_merge",
    "undo_split",
    "unlink_requests",
    "wait_for_third_party",
    "text_registered",
    "withdraw",
    "write_note",
]
