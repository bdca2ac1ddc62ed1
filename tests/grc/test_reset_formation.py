"""The reset of a copy of training: everything invented comes back, and it is refused everywhere else."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from grc.management.commands import reset_formation


@pytest.mark.parametrize("mode", ["production", "demonstration"])
def test_only_a_copy_of_training_is_reset(settings, mode):
    settings.GRC_MODE = mode
    with pytest.raises(CommandError, match="formation"):
        call_command("reset_formation", "--oui")


def test_without_a_yes_nothing_is_emptied(settings, monkeypatch):
    settings.GRC_MODE = "formation"
    monkeypatch.setattr("builtins.input", lambda _question: "non")
    monkeypatch.setattr(reset_formation.Command, "empty", lambda self: pytest.fail("vidé sans accord"))
    with pytest.raises(CommandError, match="Rien n’a été effacé"):
        call_command("reset_formation")


@pytest.mark.django_db
def test_tables_files_and_mails_are_emptied(settings):
    settings.GRC_MODE = "formation"
    for folder in (settings.FILES_ROOT, settings.MAILS_ROOT):
        folder.mkdir(parents=True)
        (folder / "x").write_text("x")
    reset_formation.Command().empty()
    assert connection.introspection.table_names() == []
    assert not settings.FILES_ROOT.exists()
    assert list(settings.MAILS_ROOT.iterdir()) == []
