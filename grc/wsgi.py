"""The web door of Django (gunicorn)."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from grc.celery import app as celery
from grc.environment import settings_module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings_module())
application = get_wsgi_application()
# A broker that hangs costs a web request one second, not the twenty a worker may wait for its next task.
celery.conf.broker_transport_options = {
    **celery.conf.broker_transport_options,
    "socket_connect_timeout": 1,
    "socket_timeout": 1,
}
# Gunicorn's time-out never ends a page served by a thread: without this, a few pages waiting for a lock would hold the
# whole site. Past it the person has the page that keeps what was typed. The workers keep their long statements.
connections.databases["default"]["OPTIONS"].setdefault("options", "-c statement_timeout=20s")
