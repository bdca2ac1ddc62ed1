import datetime as dt

import pytest

from core.errors import Refused
from files.models import StoredFile
from files.operations import store
from requests_app import operations, policies
from requests_app.models import Draft, ServiceRequest
from tests.builders import PORTAL, make_draft, make_photo, make_request, make_town

pytestmark = pytest.mark.django_db


def expire(draft, days=1):
    Draft.objects.filter(pk=draft.pk).update(expires_on=dt.date.today() - dt.timedelta(days=days))


def test_what_is_typed_is_kept_even_when_it_is_wrong():
    draft = make_draft(answers={})
    operations.save_draft(draft.pk, "coordonnees", {"courriel": None}, {"courriel": "malika@"})
    draft.refresh_from_db()
    assert draft.raw == {"courriel": "malika@"}
    assert draft.page_key == "coordonnees"


def test_pages_add_up():
    draft = make_draft(answers={"nature": "naissance"})
    operations.save_draft(draft.pk, "personne", {"qualite": "moi"}, {"qualite": "moi"})
    draft.refresh_from_db()
    assert draft.answers == {"nature": "naissance", "qualite": "moi"}


def test_a_draft_is_found_again_by_its_code_however_it_is_typed():
    draft = make_draft()
    assert operations.find_draft(draft.resume_code.lower().replace("-", " ")) == draft
    for wrong in ("", "AAAA-AAAA", "' OR 1=1", draft.resume_code[:-1]):
        assert operations.find_draft(wrong) is None


def test_a_sent_draft_is_neither_changed_nor_found():
    draft, made = make_draft(), make_request()
    Draft.objects.filter(pk=draft.pk).update(request=made)
    assert operations.find_draft(draft.resume_code) is None
    with pytest.raises(Refused, match="déjà envoyée"):
        operations.save_draft(draft.pk, "acte", {"nature": "deces"})


def test_a_draft_lives_thirty_days_after_the_last_word():
    draft = make_draft()
    expire(draft, days=-2)
    saved = operations.save_draft(draft.pk, "acte", {})
    assert saved.expires_on >= dt.date.today() + dt.timedelta(days=29)


def test_an_expired_draft_goes_with_its_files():
    old, young = make_draft(), make_draft()
    for draft in (old, young):
        store(make_photo(), name="a.png", commune_id=make_town().pk, owner_kind="draft", owner_id=draft.pk, by=PORTAL)
    expire(old)
    assert operations.purge_drafts() == 1
    assert list(Draft.objects.all()) == [young]
    assert [file.owner_id for file in StoredFile.objects.filter(owner_kind="draft")] == [young.pk]


def test_the_copy_of_a_sent_draft_goes_and_the_request_stays():
    draft, made = make_draft(), make_request()
    Draft.objects.filter(pk=draft.pk).update(request=made)
    expire(draft)
    operations.purge_drafts()
    assert not Draft.objects.exists()
    assert ServiceRequest.objects.filter(pk=made.pk).exists()


def test_the_purge_goes_on_batch_after_batch():
    for _one in range(5):
        expire(make_draft())
    assert operations.purge_drafts(limit=2) == 5


def test_each_draft_has_its_own_holder():
    assert policies.draft_holder(make_draft()) != policies.draft_holder(make_draft())
