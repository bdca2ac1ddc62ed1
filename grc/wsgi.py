"""The web door of Django (gunicorn)."""

import os

from django.core.wsgi import get_wsgi_application

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
