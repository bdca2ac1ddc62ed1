"""Takes what the scanner left in its folder, once: for a scheduler outside, or to see why nothing comes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _, ngettext

from channels_app.operations.postal import watch_scan_folder
from channels_app.post import conf


class Command(BaseCommand):
    help = "Reprend les numérisations du dossier du scanner (GRC_SCAN_FOLDER)."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = conf.watch_folder()
        if folder is None:
            raise CommandError(_("GRC_SCAN_FOLDER n’est pas réglé : aucun dossier à surveiller."))
        if not folder.is_dir():
            raise CommandError(_("Le dossier %s n’existe pas ou n’est pas lisible.") % folder)
        taken = watch_scan_folder(folder)
        told = ngettext("%(count)d numérisation reprise.", "%(count)d numérisations reprises.", taken)
        self.stdout.write(told % {"count": taken})
