import os
import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from core.actor import Actor
from core.errors import Forbidden
from files import conf, storage
from files.models import StoredFile
from files.operations import make_preview, purge_orphans, remove, remove_of
from tests.files import documents


def _on_disk() -> int:
    return sum(path.is_file() for path in conf.root().rglob("*"))


def _aged(days=2):
    StoredFile.objects.update(stored_at=timezone.now() - timedelta(days=days))


def _disk_aged():
    old = time.time() - 2 * 86400
    for path in conf.root().rglob("*"):
        os.utime(path, (old, old))


def test_a_file_removed_leaves_no_row_no_byte_no_preview(scanned, agent, readers, django_capture_on_commit_callbacks):
    stored = scanned(documents.jpeg(), "photo.jpg")
    make_preview(stored.pk)
    assert _on_disk() == 2
    with django_capture_on_commit_callbacks(execute=True):
        remove(stored.pk, agent)
    assert not StoredFile.objects.exists()
    assert _on_disk() == 0


def test_removing_twice_is_removing_once(keep, agent, readers):
    stored = keep()
    remove(stored.pk, agent)
    remove(stored.pk, agent)


def test_whoever_may_not_read_may_not_remove(keep, readers):
    stored = keep()
    with pytest.raises(Forbidden):
        remove(stored.pk, Actor.agent(8))
    assert StoredFile.objects.filter(pk=stored.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_a_rollback_loses_no_byte(keep, agent, readers):
    stored = keep()
    with pytest.raises(ValueError, match="later"), transaction.atomic():
        remove(stored.pk, agent)
        raise ValueError("later")
    assert storage.read(stored.path)
    with transaction.atomic():
        remove(stored.pk, agent)
    assert _on_disk() == 0


def test_the_files_of_expired_drafts_go_together(keep):
    gone, kept = keep(owner_kind="draft", owner_id=5), keep(owner_kind="draft", owner_id=6)
    assert remove_of("draft", [5], by=Actor.system("sweep")) == 1
    assert list(StoredFile.objects.all()) == [kept]
    assert not StoredFile.objects.filter(pk=gone.pk).exists()


def test_a_file_nobody_owned_for_a_day_is_purged(keep):
    keep(owner_kind="message", owner_id=None)
    owned = keep()
    assert purge_orphans() == 0, "less than a day"
    _aged()
    assert purge_orphans() == 1
    assert purge_orphans() == 0
    assert list(StoredFile.objects.all()) == [owned]


def test_bytes_that_no_row_names_are_swept_after_a_day_and_the_others_stay(keep):
    stored = keep()
    storage.write(storage.new_path(stored.commune_id), b"from a transaction that was rolled back")
    purge_orphans()
    assert _on_disk() == 2, "less than a day"
    _disk_aged()
    purge_orphans()
    assert _on_disk() == 1
    assert storage.read(stored.path)
