"""What can be done with an envelope, one verb a file."""

from messaging.operations.check_sending_domains import check_sending_domain, check_sending_domains
from messaging.operations.claim import claim
from messaging.operations.ensure_templates import ensure_templates
from messaging.operations.mark_address import clear_address
from messaging.operations.post import post
from messaging.operations.prepare import prepare, prepare_due
from messaging.operations.record_bounce import record_bounce
from messaging.operations.requeue_stuck import requeue_stuck
from messaging.operations.retry import retry
from messaging.operations.settle import settle

__all__ = [
    "check_sending_domain",
    "check_sending_domains",
    "claim",
    "clear_address",
    "ensure_templates",
    "post",
    "prepare",
    "prepare_due",
    "record_bounce",
    "requeue_stuck",
    "retry",
    "settle",
]
