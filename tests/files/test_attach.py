import pytest
from django.db import transaction

from core.errors import Refused
from files.models import StoredFile
from files.operations import attach


def test_sending_a_draft_gives_its_files_to_the_request(keep):
    files = [keep(owner_kind="draft", owner_id=5).pk, keep(owner_kind="draft", owner_id=5).pk]
    attach(files, "request", 12, from_owner=("draft", 5))
    assert list(StoredFile.objects.of("request", 12).values_list("pk", flat=True)) == files


def test_a_second_sending_changes_nothing(keep):
    stored = keep(owner_kind="draft", owner_id=5)
    for _time in range(2):
        assert [found.pk for found in attach([stored.pk, stored.pk], "request", 12, from_owner=("draft", 5))] == [
            stored.pk
        ]


def test_a_file_without_owner_may_be_taken(keep):
    stored = keep(owner_kind="message", owner_id=None)
    attach([stored.pk], "message", 3)
    stored.refresh_from_db()
    assert (stored.owner_kind, stored.owner_id) == ("message", 3)


@pytest.mark.parametrize("owner", [("draft", 6), ("request", 5), ("message", 12)])
def test_the_file_of_somebody_else_is_never_taken_and_the_others_stay(owner, keep):
    mine = keep(owner_kind="draft", owner_id=5)
    theirs = keep(owner_kind=owner[0], owner_id=owner[1])
    with pytest.raises(Refused, match="n’est plus disponible"):
        attach([mine.pk, theirs.pk], "request", 12, from_owner=("draft", 5))
    assert not StoredFile.objects.of("request", 12).exists()


def test_a_file_that_is_gone_is_told(keep):
    with pytest.raises(Refused):
        attach([404], "request", 12)


def test_no_file_at_all_is_fine(db):
    assert attach([], "request", 12) == []


def test_a_rollback_of_the_caller_gives_nothing(keep):
    stored = keep(owner_kind="draft", owner_id=5)
    with pytest.raises(ValueError, match="later"), transaction.atomic():
        attach([stored.pk], "request", 12, from_owner=("draft", 5))
        raise ValueError("later")
    stored.refresh_from_db()
    assert stored.owner_kind == "draft"
