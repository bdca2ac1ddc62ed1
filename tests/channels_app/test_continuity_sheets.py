"""What a printer gives of a pack: each form alone, numbered by itself, its receipt beside its signature."""

import io
import re

import pypdf
import pytest

from channels_app import continuity
from channels_app.operations import reserve_forms
from organisation.enums import Role
from tests.builders import actor, make_agent, make_town

pytestmark = pytest.mark.django_db


def test_each_form_has_its_own_pages_and_its_receipt_is_never_alone():
    desk = actor(make_agent("accueil", Role.COUNTER))
    pack = reserve_forms({"aide-ccas": 1, "encombrants": 1}, commune_id=make_town().pk, by=desk)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(continuity.render_pack(pack))).pages]
    said = [re.search(r"Page (\d+) sur (\d+)", text) for text in pages]
    numbers = [tuple(map(int, one.groups())) if one else None for one in said]
    forms = [one for one in numbers if one is not None]
    assert [one for one in forms if one[0] == 1] == [(1, last) for first, last in forms if first == last]
    assert len([one for one in forms if one[0] == 1]) == 2
    assert len(pages) % 2 == 0
    assert all(rank % 2 == 0 for rank, one in enumerate(numbers) if one and one[0] == 1)
    receipts = [text for text in pages if "À détacher et à remettre" in text]
    assert len(receipts) == 2
    assert all("Signature" in text for text in receipts)
