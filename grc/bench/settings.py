"""The settings of the bench: those of production in what costs time; plain http and mails trapped, on one machine."""

import os

from grc.settings.dev import *  # noqa: F403

TRUSTED_PROXIES = 1  # each visitor of the bench has an address of its own
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ.get("GRC_BENCH_SMTP", "1"))
LOG_LEVEL = "ERROR"
