"""A photo that no worker could draw again: told where it was joined, and followed, in other words than a virus."""

import pytest

from files.enums import REDRAW, ScanState
from files.models import StoredFile
from files.operations import store
from requests_app.draft_files import row_of
from tests.builders import holder, make_request
from tests.files import documents
from tests.portal.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def broken():
    made = make_request()
    photo = store(
        documents.jpeg(),
        name="trou.jpg",
        commune_id=made.commune_id,
        owner_kind="request",
        owner_id=made.pk,
        by=holder(made),
    )
    StoredFile.objects.filter(pk=photo.pk).update(scan_state=ScanState.REFUSED, metadata={REDRAW: 3})
    return made, StoredFile.objects.get(pk=photo.pk)


def test_the_row_of_the_form_says_to_join_it_again(broken):
    _made, photo = broken
    row = row_of(photo)
    assert (row.state, row.removable) == ("refused", True)
    assert "abîmé" in row.detail and "antivirus" not in row.detail


def test_the_follow_up_page_says_to_send_another(client, broken):
    made, _photo = broken
    page = words(client.get(f"/suivi/{made.link_token}/"))
    assert "Cette photo est abîmée" in page
    assert "antivirus" not in page
