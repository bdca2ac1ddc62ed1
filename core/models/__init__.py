"""What every room shares and no room owns."""

from core.models.commune import Commune
from core.models.heartbeat import Heartbeat
from core.models.outbox import OutboxDelivery, OutboxEvent
from core.models.search import SearchEntry
from core.models.sent_form import SentForm
from core.models.trail import AccessTrailEntry

__all__ = ["AccessTrailEntry", "Commune", "Heartbeat", "OutboxDelivery", "OutboxEvent", "SearchEntry", "SentForm"]
