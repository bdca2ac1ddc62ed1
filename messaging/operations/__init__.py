"""What can be done with an envelope, one verb a file."""

from messaging.operations.check_sending_domains import check_sending_domain, check_sending_domains
from messaging.operations.claim import claim
from messaging.operations.ensure_templates import ensure_templates
from messaging.operations.hand_over import hand_over
from messaging.operations.letters import mark_posted, mark_printed, mark_returned, note_registered, resume_batch
from messaging.operations.make_print_batch import make_print_batch
from messaging.operations.mark_address import clear_address
from messaging.operations.post import post
from messaging.operations.prepare import prepare, prepare_due
from messaging.operations.prepare_batches import prepare_batches
from messaging.operations.record_bounce import record_bounce
from messaging.operations.record_text_receipt import record_text_receipt
from messaging.operations.requeue_stuck import requeue_stuck
from messaging.operations.retry import retry
from messaging.operations.send_again import send_again
from messaging.operations.send_reset_link import send_reset_link
from messaging.operations.settle import settle

__all__ = [
    "check_sending_domain",
    "check_sending_domains",
    "claim",
    "clear_address",
    "ensure_templates",
    "hand_over",
    "make_print_batch",
    "mark_posted",
    "mark_printed",
    "mark_returned",
    "note_registered",
    "post",
    "prepare",
    "prepare_batches",
    "prepare_due",
    "record_bounce",
    "record_text_receipt",
    "requeue_stuck",
    "resume_batch",
    "retry",
    "send_again",
    "send_reset_link",
    "settle",
]
