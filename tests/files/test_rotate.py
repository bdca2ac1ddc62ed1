import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from core.actor import Actor
from files import reading, storage, vault
from files.operations import rotate_key

OLD, NEW = "vieille-clef-" + "0123456789abcdef" * 2, "neuve-clef-" + "fedcba9876543210" * 2


@pytest.fixture
def old_file(scanned, settings):
    settings.GRC_FILES_KEY = OLD
    stored = scanned()
    settings.GRC_FILES_KEY = NEW
    return stored


def test_an_old_key_still_opens_files_until_they_are_rotated(old_file, settings):
    settings.GRC_FILES_OLD_KEYS = [OLD]
    assert reading.open_file(old_file.pk, by=Actor.system("test")).content.startswith(b"%PDF")


def test_rotation_changes_the_wrapping_not_the_content(old_file, settings, capsys):
    settings.GRC_FILES_OLD_KEYS = [OLD]
    before = storage.read(old_file.path)
    call_command("rotate_files_key")
    assert "1 clé" in capsys.readouterr().out
    settings.GRC_FILES_OLD_KEYS = []
    old_file.refresh_from_db()
    assert storage.read(old_file.path) == before
    assert reading.open_file(old_file.pk, by=Actor.system("test")).size == old_file.size
    assert rotate_key() == 0


def test_a_missing_old_key_is_told_and_loses_nothing(old_file, settings):
    settings.GRC_FILES_OLD_KEYS = []
    with pytest.raises(CommandError, match="GRC_FILES_OLD_KEYS"):
        call_command("rotate_files_key")
    settings.GRC_FILES_KEY = OLD
    assert reading.open_file(old_file.pk, by=Actor.system("test"))


def test_a_weak_master_key_is_refused(settings):
    settings.GRC_FILES_KEY = "court"
    with pytest.raises(ImproperlyConfigured):
        vault.seal(b"x", "a")


def test_a_data_key_is_bound_to_its_file():
    sealed, wrapped = vault.seal(b"content", "one")
    assert vault.unseal(sealed, wrapped, "one") == b"content"
    with pytest.raises(vault.Unreadable):
        vault.unseal(sealed, wrapped, "other")
    with pytest.raises(vault.Unreadable):
        vault.unseal(sealed, "", "one")
