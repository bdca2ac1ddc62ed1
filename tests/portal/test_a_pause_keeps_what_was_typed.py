"""The database stops, or waits for too long, under a form that somebody posts: nothing is lost, nothing is doubled."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from channels_app.operations import file_from_web
from grc.runner.processes import free_port
from portal.views import drafts as draft_views, sending
from requests_app.models import Acknowledgement, Draft, ServiceRequest
from requests_app.operations import save_draft
from tests.builders import make_agent, make_draft
from tests.portal.pages import soup, words

pytestmark = pytest.mark.django_db(transaction=True)

Closed = Callable[[], AbstractContextManager[None]]
TYPED = "Faut-il un justificatif de <domicile> ?\nMerci."


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.fixture
def closed() -> Iterator[Closed]:
    """Nobody listens where the database was: connections are refused, those open are cut."""
    port = connection.settings_dict["PORT"]

    @contextmanager
    def shut() -> Iterator[None]:
        connection.close()
        connection.settings_dict["PORT"] = free_port()
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["PORT"] = port

    yield shut
    connection.settings_dict["PORT"] = port


def fields_of(page: HttpResponse, action: str) -> dict[str, str]:
    """What the button of the page would send; empty without such a form."""
    form = soup(page).find("form", action=action, method="post")
    found = form.find_all(["input", "textarea"]) if form else []
    return {one["name"]: one.get_text() if one.name == "textarea" else one.get("value", "") for one in found}


def token(visitor: Client, address: str) -> str:
    return soup(visitor.get(address)).find("input", attrs={"name": "csrfmiddlewaretoken"})["value"]


def assert_kept(page: HttpResponse, *typed: str) -> None:
    assert page.status_code == 503
    assert int(page["Retry-After"]) > 0
    assert "momentanément arrêté" in words(page)
    for one in typed:
        assert " ".join(one.split()) in words(page)


def test_a_page_posted_while_nothing_answers_is_offered_again_by_one_button(visitor, closed):
    draft = make_draft()
    here = f"/brouillon/{draft.public_id}/acte/"
    typed = {"page": "acte", "nature": "deces", "acte_nom": TYPED, "csrfmiddlewaretoken": token(visitor, here)}
    with closed():
        page = visitor.post(here, typed)
    assert_kept(page, TYPED)
    again = fields_of(page, here)
    # The newline of a form is CRLF on its way, and either inside a page.
    assert again["acte_nom"].split() == TYPED.split()
    assert visitor.post(here, again).status_code == 302
    assert Draft.objects.get().answers["nature"] == "deces"


def test_a_form_of_another_site_has_no_button_even_when_nothing_answers(visitor, closed):
    """Of somebody signed in the session is read first: nothing has looked at the token yet when the database fails."""
    here = f"/brouillon/{make_draft().public_id}/acte/"
    visitor.force_login(make_agent())
    with closed():
        page = visitor.post(here, {"page": "acte", "acte_nom": "piège"}, headers={"Origin": "https://ailleurs.example"})
    assert_kept(page, "piège")
    assert fields_of(page, here) == {}


def test_files_chosen_are_asked_for_again(visitor, closed, tmp_path):
    here = f"/brouillon/{make_draft().public_id}/acte/"
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"peu importe")
    typed = {"page": "acte", "acte_nom": "Morel", "csrfmiddlewaretoken": token(visitor, here)}
    with closed(), photo.open("rb") as opened:
        page = visitor.post(here, {**typed, "pieces": opened})
    assert_kept(page, "Morel")
    assert "à joindre de nouveau" in words(page)


def test_a_filing_cut_before_it_is_done_is_done_by_the_next_try(visitor, closed, monkeypatch):
    address = f"/brouillon/{make_draft().public_id}/resume/"

    def cut(*args, **options):
        with closed():
            return file_from_web(*args, **options)

    given = token(visitor, address)
    monkeypatch.setattr(sending, "file_from_web", cut)
    page = visitor.post(address, {"csrfmiddlewaretoken": given})
    monkeypatch.undo()
    assert page.status_code == 503
    assert not ServiceRequest.objects.exists()
    confirmed = visitor.post(address, fields_of(page, address), follow=True)
    assert ServiceRequest.objects.get().number in words(confirmed)


def test_a_page_only_read_has_nothing_to_send_again(visitor, closed):
    here = f"/brouillon/{make_draft().public_id}/acte/"
    with closed():
        page = visitor.get(here)
    assert_kept(page)
    assert not soup(page).find("form", method="post")


def test_a_filing_done_whose_answer_was_lost_is_not_done_again(visitor, closed, monkeypatch):
    address = f"/brouillon/{make_draft().public_id}/resume/"
    given = token(visitor, address)

    def done_then_cut(*args, **options):
        file_from_web(*args, **options)
        with closed():
            ServiceRequest.objects.exists()

    monkeypatch.setattr(sending, "file_from_web", done_then_cut)
    assert visitor.post(address, {"csrfmiddlewaretoken": given}).status_code == 503
    monkeypatch.undo()
    confirmed = visitor.post(address, {"csrfmiddlewaretoken": given}, follow=True)
    assert ServiceRequest.objects.get().number in words(confirmed)
    assert Acknowledgement.objects.filter(kind="AEE").count() <= 1


def test_a_statement_that_waits_for_too_long_gives_the_page_back(visitor, monkeypatch):
    draft = make_draft()
    here = f"/brouillon/{draft.public_id}/acte/"

    def slow(*args, **named):
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = '50ms'")
            try:
                cursor.execute("SELECT pg_sleep(5)")
            finally:
                cursor.execute("RESET statement_timeout")
        return save_draft(*args, **named)

    monkeypatch.setattr(draft_views, "save_draft", slow)
    typed = {"page": "acte", "nature": "deces", "acte_nom": TYPED, "csrfmiddlewaretoken": token(visitor, here)}
    page = visitor.post(here, typed)
    assert_kept(page, TYPED)
    assert soup(page).find("footer"), "the database answers: the page is dressed as the others"
    monkeypatch.undo()
    assert visitor.post(here, fields_of(page, here)).status_code == 302
