"""A whole filing, from the page of the procedure to its confirmation: what each exchange asks of the database."""

import re

import pytest
from django.db import connection
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext

from files.models import StoredFile
from grc.bench import stories
from grc.bench.inside_client import InsideBrowser
from requests_app.models import ServiceRequest
from tests.builders import procedure
from tests.files import documents

pytestmark = pytest.mark.django_db
FRAME = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
MOST_A_PAGE, MOST_SENDING = 6, 27
SENDING = "POST /brouillon/…/resume/"
UNGUESSABLE = re.compile(r"[0-9a-f-]{36}|(?<=/envoyee/)[^/]+")


@pytest.fixture
def exchanges(monkeypatch):
    """(« POST /brouillon/…/resume/ », the statements) of each exchange with the site, redirections included."""
    seen = []
    answer = ClientHandler.get_response

    def counted(handler, request):
        with CaptureQueriesContext(connection) as captured:
            response = answer(handler, request)
        asked = [query["sql"] for query in captured if not query["sql"].startswith(FRAME)]
        seen.append((f"{request.method} {UNGUESSABLE.sub('…', request.path)}", asked))
        return response

    monkeypatch.setattr(ClientHandler, "get_response", counted)
    return seen


@pytest.fixture
def filed(client, exchanges, monkeypatch):
    """A street report with its photo, filed a second time: what is kept for good is kept."""
    procedure("signalement-voirie")
    stories.form_of.cache_clear()
    monkeypatch.setattr(stories, "photo", lambda: documents.phone_photo())
    browser = InsideBrowser(client)
    stories.file_one(browser, stories.REPORT)
    exchanges.clear()
    number = stories.file_one(browser, stories.REPORT)
    yield ServiceRequest.objects.get(number=number)
    stories.form_of.cache_clear()


def test_each_exchange_asks_little_of_the_database(filed, exchanges):
    most = {SENDING: MOST_SENDING}
    dear = {name: asked for name, asked in exchanges if len(asked) > most.get(name, MOST_A_PAGE)}
    assert dear == {}
    assert len(exchanges) == 11


def test_the_town_is_read_at_most_once_an_exchange(filed, exchanges):
    for name, asked in exchanges:
        if name != SENDING:
            assert sum('"core_commune"."postcode"' in sql for sql in asked) == 1, name


def test_a_visitor_has_no_session(filed, exchanges, client):
    assert not [sql for _name, asked in exchanges for sql in asked if "django_session" in sql]
    assert "sessionid" not in client.cookies


def test_the_photo_is_with_its_request(filed):
    kept = StoredFile.objects.get(owner_kind="request", owner_id=filed.pk)
    assert kept.location_removed and kept.to_redraw
