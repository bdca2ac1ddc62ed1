"""The web door: what it bounds, and the workers do not."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from grc.environment import ROOT

ASK = """
from {door} import {name}
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SHOW statement_timeout")
    print("said", cursor.fetchone()[0])
"""


@pytest.mark.parametrize(
    ("door", "name", "bound"), [("grc.wsgi", "application", "20s"), ("grc.celery", "app", "0")], ids=["web", "worker"]
)
@pytest.mark.django_db
def test_a_page_does_not_wait_for_ever_for_the_database(door, name, bound):
    database = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{connection.settings_dict['NAME']}"
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "grc.settings.test", "DATABASE_URL": database}
    command = [sys.executable, "-c", ASK.format(door=door, name=name)]
    ended = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
    assert f"said {bound}\n" in ended.stdout, ended.stderr
