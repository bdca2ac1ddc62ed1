"""The demonstration's settings with short leases, so that a campaign sees several of them expire."""

import os

from grc.settings.dev import *  # noqa: F403

GRC_OUTBOX = {"lease_seconds": 4, "max_attempts": 30, "first_delay_seconds": 1, "max_delay_seconds": 3}
GRC_MESSAGING = {
    "preparing_tries": 30,
    "sending_tries": 30,
    "first_pause": 1,
    "longest_pause": 3,
    "preparing_lease": 10,
    "sending_lease": 10,
    "notices_an_hour": 0,  # every request of a campaign goes to the same few services, within minutes
}
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["EMAIL_PORT"])
TRUSTED_PROXIES = 1  # each visitor of the campaign has its own address
