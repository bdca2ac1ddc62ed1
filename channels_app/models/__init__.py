"""What the doors keep of their own: the mailboxes of the town, and every mail that came in."""

from channels_app.models.continuity import FormPack, ReservedCode
from channels_app.models.inbound_email import InboundEmail
from channels_app.models.mailbox import Mailbox
from channels_app.models.postal import PostalCounter, PostalItem, ScanBatch, ScanPage

__all__ = [
    "FormPack",
    "InboundEmail",
    "Mailbox",
    "PostalCounter",
    "PostalItem",
    "ReservedCode",
    "ScanBatch",
    "ScanPage",
]
