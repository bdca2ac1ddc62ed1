from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from core import reindexing


class Command(BaseCommand):
    help = _("Réécrit les entrées de recherche de tout, par lots, pendant que le service continue.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", choices=reindexing.kinds(), help=_("une seule sorte de choses"))
        parser.add_argument("--after", type=int, default=0, help=_("reprendre après cette clé (avec --kind)"))
        parser.add_argument("--batch", type=int, default=reindexing.BATCH, help=_("combien de choses par lot"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Each line says where to start again if it is interrupted."""
        chosen = [options["kind"]] if options["kind"] else reindexing.kinds()
        for kind in chosen:
            done, after = 0, options["after"] if options["kind"] else 0
            for count, last in reindexing.rebuild(kind, after=after, batch=max(options["batch"], 1)):
                done += count
                self.stdout.write(f"{kind} : {done} (reprise : --kind {kind} --after {last})")
            self.stdout.write(_("%(kind)s : terminé, %(n)d au total.") % {"kind": kind, "n": done})
