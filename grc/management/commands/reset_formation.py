"""`manage.py reset_formation`: the copy of training starts again from its invented people. Nowhere else."""

import shutil

from django.conf import settings
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from django.utils.translation import gettext as _

from grc.environment import FORMATION


class Command(BaseCommand):
    help = "Efface la copie de formation et la remet dans son état de départ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--oui", action="store_true", help="ne pas demander de confirmation")

    def handle(self, *args: object, **options: object) -> None:
        if settings.GRC_MODE != FORMATION:
            raise CommandError(_("Refusé : seule une copie de formation (GRC_MODE=formation) se remet à zéro."))
        if not options["oui"] and input(_("Tout effacer et recommencer ? Écrire « oui » : ")).strip() != "oui":
            raise CommandError(_("Rien n’a été effacé."))
        self.empty()
        call_command("migrate", verbosity=0)
        call_command("seed_demonstration")
        self.stdout.write(_("La copie de formation est dans son état de départ."))

    def empty(self) -> None:
        """The whole schema: the trails refuse to be emptied row by row, and must."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        for folder in (settings.FILES_ROOT, settings.MAILS_ROOT):
            shutil.rmtree(folder, ignore_errors=True)
        settings.MAILS_ROOT.mkdir(mode=0o700, parents=True)  # the sink goes on writing there
        cache.clear()
