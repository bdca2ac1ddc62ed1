"""The page of blank forms: choosing, refusals that keep what was typed, the PDF, the code that leads to the desk."""

import pytest
from django.urls import reverse

from channels_app.models import FormPack, ReservedCode
from channels_app.operations import make_form_pack
from organisation.enums import Role
from tests.builders import make_agent, make_town

pytestmark = pytest.mark.django_db
PAGE = reverse("back_office:continuity")


@pytest.fixture
def page(client):
    make_town()
    client.force_login(make_agent("accueil", Role.COUNTER))
    return client


def test_a_pack_is_asked_made_and_downloaded(page):
    assert b"Aucun lot" in page.get(PAGE).content
    assert page.post(PAGE, {"copies-signalement-voirie": "1"}).status_code == 302
    pack = FormPack.objects.get()
    make_form_pack(pack.pk)
    assert b"PDF" in page.get(PAGE).content
    answer = page.get(reverse("back_office:continuity_pack", args=[pack.public_id]), follow=True)
    assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize("typed", ["", "beaucoup", "-3", "999"])
def test_what_cannot_be_is_refused_and_what_was_typed_is_kept(page, typed):
    answer = page.post(PAGE, {"copies-signalement-voirie": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode()
    assert not FormPack.objects.exists()


def test_a_code_leads_to_the_desk_and_another_says_what_is_wrong(page):
    page.post(PAGE, {"copies-signalement-voirie": "1"})
    code = ReservedCode.objects.get().code
    assert page.post(reverse("back_office:continuity_enter"), {"code": code.lower()}).url.endswith(f"?code={code}")
    assert (
        "n’existe pas"
        in page.post(reverse("back_office:continuity_enter"), {"code": "x"}, follow=True).content.decode()
    )


def test_whoever_handles_nothing_has_no_such_page(client):
    client.force_login(make_agent(None, commune=make_town()))
    assert client.get(PAGE).status_code == 403
