"""Demonstration and formation as `make run` makes them: plain http on this machine, invented people, mails trapped."""

from grc import environment
from grc.settings.base import *  # noqa: F403
from grc.settings.base import ALLOWED_HOSTS, SECRET_KEY

# Before the first `make run` there is no key to remember; the tools that only read the settings need none.
SECRET_KEY = SECRET_KEY or "outils-sans-installation-" + "0123456789abcdef" * 2
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "127.0.0.1", "localhost", "[::1]"]
EMAIL_HOST = environment.remembered().get("environment", {}).get("EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = int(environment.remembered().get("environment", {}).get("EMAIL_PORT", "1"))
EMAIL_HOST_USER = EMAIL_HOST_PASSWORD = ""
EMAIL_USE_TLS = EMAIL_USE_SSL = False
