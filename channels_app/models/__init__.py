"""What the doors keep of their own: the mailboxes of the town, and every mail that came in."""

from channels_app.models.contact import Contact
from channels_app.models.continuity import FormPack, ReservedCode
from channels_app.models.inbound_email import InboundEmail
from channels_app.models.mailbox import Mailbox
from channels_app.models.phone_call import PhoneCall, PhoneEvent
from channels_app.models.postal import PostalCounter, PostalItem, ScanBatch, ScanPage

__all__ = [
    "Contact",
    "FormPack",
    "InboundEmail",
    "Mailbox",
    "PhoneCall",
    "PhoneEvent",
    "PostalCounter",
    "PostalItem",
    "ReservedCode",
    "ScanBatch",
    "ScanPage",
]
