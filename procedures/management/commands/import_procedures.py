from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from core.errors import Refused
from core.models import Commune
from procedures.operations import import_procedures


class Command(BaseCommand):
    help = "Importe des démarches (fichiers YAML, format 1) ; sans fichier, le catalogue fourni."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FICHIER")

    def handle(self, *args: Any, files: list[str], **options: Any) -> None:
        try:
            done = import_procedures(Commune.objects.current().pk, files)
        except Refused as refusal:
            raise CommandError(_("Rien n’a été importé.") + "\n" + refusal.sentence) from None
        for one in done:
            state = _("publiée") if one.changed else _("inchangée")
            self.stdout.write(
                _("%(code)s : version %(n)s %(state)s") % {"code": one.code, "n": one.number, "state": state}
            )
