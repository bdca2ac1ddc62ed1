"""Posting twice by the same page: one message, and none is told sent when it was not."""

import pytest
from django.core.cache import cache
from django.db import OperationalError

from portal import once as once_module
from portal.once import once
from portal.views import drafts as draft_views, story as story_views
from requests_app.models import Message, ServiceRequest
from requests_app.operations import save_draft
from tests.builders import make_draft, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache(monkeypatch):
    cache.clear()
    monkeypatch.setattr(once_module, "PATIENCE", 0.1)
    monkeypatch.setattr(once_module, "STEP", 0.05)


def test_a_message_cut_by_a_failure_can_be_posted_again_by_the_same_form(client, monkeypatch):
    made = make_request()
    typed = {"texte": "Voici ma réponse", "une_fois": "abc"}
    genuine = story_views.receive_answer

    def cut(*_args, **_kwargs):
        raise OperationalError("terminating connection")

    client.raise_request_exception = False
    monkeypatch.setattr(story_views, "receive_answer", cut)
    assert client.post(f"/suivi/{made.link_token}/", typed).status_code >= 500
    monkeypatch.setattr(story_views, "receive_answer", genuine)
    assert client.post(f"/suivi/{made.link_token}/", typed).url.endswith("fait=message")
    assert Message.objects.filter(text="Voici ma réponse").count() == 1


def test_what_a_dead_process_had_begun_is_done_by_the_next_try():
    cache.set("ticket", once_module.PENDING)
    with once("ticket") as first:
        assert first


def test_what_is_done_is_not_done_again():
    with once("ticket") as first:
        assert first
    with once("ticket") as first:
        assert not first


@pytest.mark.parametrize(("page", "status"), [("acte", 302), ("enregistrer", 204)])
def test_saving_a_page_while_another_tab_sends_leads_to_the_confirmation(client, monkeypatch, page, status):
    draft = make_draft()

    def sent_just_before(*args, **named):
        client.post(f"/brouillon/{draft.public_id}/resume/")
        return save_draft(*args, **named)

    monkeypatch.setattr(draft_views, "save_draft", sent_just_before)
    answer = client.post(f"/brouillon/{draft.public_id}/{page}/", {"page": "acte", "nature": "deces"})
    assert answer.status_code == status
    if status == 302:
        assert answer.url == f"/envoyee/{ServiceRequest.objects.get().link_token}/"
