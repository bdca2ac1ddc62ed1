"""Which addresses may carry a signed word (`accueil+r.…@ville.example`): those of mailboxes that we read."""

from channels_app.models import Mailbox


def are_read_at(address: str) -> bool:
    """Whether `address+anything` reaches an active mailbox of ours."""
    return Mailbox.objects.filter(address=address, is_active=True, supports_subaddress=True).exists()
