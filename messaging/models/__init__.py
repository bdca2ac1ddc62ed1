"""What goes out and its fate: the envelope, the batch of letters, the texts an administrator may change."""

from messaging.models.dispatch import AddressState, Dispatch
from messaging.models.print_batch import PrintBatch, PrintBatchCounter
from messaging.models.sending_domain import SendingDomain
from messaging.models.template import MessageTemplate

__all__ = ["AddressState", "Dispatch", "MessageTemplate", "PrintBatch", "PrintBatchCounter", "SendingDomain"]
