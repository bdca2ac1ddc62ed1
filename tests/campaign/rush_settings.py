"""The settings of a town in a hurry: the leases of production, each visitor with an address of its own."""

from grc.settings.base import GRC_OUTBOX
from tests.campaign.settings import *  # noqa: F403
from tests.campaign.settings import GRC_MESSAGING

GRC_OUTBOX = {**GRC_OUTBOX, "max_delay_seconds": 30}
GRC_MESSAGING = {**GRC_MESSAGING, "preparing_lease": 60, "sending_lease": 60}
