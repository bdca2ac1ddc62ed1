"""« Recevoir le lien pour reprendre »: by e-mail, from the card of the draft, losing nothing of the page."""

import pytest

from messaging.models import Dispatch
from messaging.operations import ensure_templates, prepare
from requests_app.models import Draft
from tests.builders import make_draft
from tests.portal.pages import soup, words

pytestmark = pytest.mark.django_db


def ask(client, draft: Draft, email: str, **typed: str):
    return client.post(f"/brouillon/{draft.public_id}/lien/", {"_courriel_reprise": email, **typed}, follow=True)


def first_page(draft: Draft) -> str:
    return draft.procedure_version.definition["form"]["pages"][0]["key"]


def test_the_mail_holds_the_way_back_and_nothing_that_was_typed(client):
    draft = make_draft()
    ensure_templates(draft.commune_id)
    told = words(ask(client, draft, "c.morel@courriel.example"))
    assert "Le lien part à c.morel@courriel.example" in told
    sent = prepare(Dispatch.objects.get().pk)
    assert f"/brouillon/{draft.public_id}/" in sent.body_text
    assert draft.resume_code in sent.body_text
    assert "Benhaddou" not in sent.body_text + sent.subject


def test_what_stands_on_the_page_is_kept_when_the_link_is_asked(client):
    draft = make_draft("question", {})
    ask(client, draft, "c.morel@courriel.example", page=first_page(draft), message="Où est la piscine ?")
    kept = Draft.objects.get(pk=draft.pk)
    assert "Où est la piscine ?" in {**kept.raw, **kept.answers}.values()


@pytest.mark.parametrize(
    "typed", ["", "claire", "a@b", "x" * 290 + "@courriel.example", "deux@a.example, trois@a.example"]
)
def test_a_wrong_address_is_told_beside_it_and_sends_nothing(client, typed):
    page = ask(client, make_draft(), typed)
    assert soup(page).find(id="courriel-reprise-erreur").get_text()
    assert page.status_code == 200
    assert not Dispatch.objects.exists()


def test_asked_twice_it_leaves_once(client):
    draft = make_draft()
    for _again in range(2):
        ask(client, draft, "c.morel@courriel.example")
    assert Dispatch.objects.count() == 1


def test_nobody_floods_an_address(client):
    draft = make_draft()
    answers = [ask(client, draft, f"a{n}@courriel.example").status_code for n in range(22)]
    assert answers[-1] == 429
    assert Dispatch.objects.count() <= 20


def test_a_confidential_procedure_is_not_named(client):
    draft = make_draft("aide-ccas", {})
    ensure_templates(draft.commune_id)
    ask(client, draft, "c.morel@courriel.example")
    sent = prepare(Dispatch.objects.get().pk)
    assert draft.procedure_version.procedure.title not in sent.body_text + sent.subject


def test_the_link_opens_the_page_where_one_stopped(client):
    draft = make_draft("question", {})
    opened = client.get(f"/brouillon/{draft.public_id}/")
    assert opened.url == f"/brouillon/{draft.public_id}/{first_page(draft)}/"


def test_an_error_made_up_in_the_address_is_never_shown(client):
    draft = make_draft()
    page = client.get(f"/brouillon/{draft.public_id}/resume/?lien=Appelez%20le%200899")
    assert "0899" not in page.content.decode()
