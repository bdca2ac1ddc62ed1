from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from files.operations import rotate_key
from files.vault import Unreadable


class Command(BaseCommand):
    help = _("Chiffre les clés des fichiers avec la clé maîtresse en vigueur (GRC_FILES_KEY).")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            total = rotate_key()
        except Unreadable as error:
            raise CommandError(_("Une ancienne clé manque dans GRC_FILES_OLD_KEYS : rien n’est perdu.")) from error
        self.stdout.write(_("%(total)s clé(s) de fichier renouvelée(s).") % {"total": total})
