"""`manage.py generate_volume`: a believable town of any size, to measure with. Never beside real people."""

from __future__ import annotations

import datetime as dt
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core import calendar
from core.models import Commune
from grc.environment import PRODUCTION
from grc.volume.generating import Order, generate
from requests_app.models import ServiceRequest


class Command(BaseCommand):
    help = "Invente cinq ans de demandes et leurs habitants. Même graine, même date, même ville : mêmes données."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--requests", type=int, default=10_000, help=_("combien de demandes"))
        parser.add_argument("--citizens", type=int, help=_("combien de personnes ; trois pour dix demandes sinon"))
        parser.add_argument("--seed", type=int, default=1, help=_("la graine du tirage"))
        parser.add_argument(
            "--until", type=dt.date.fromisoformat, help=_("dernier jour, non compris ; aujourd’hui sinon")
        )
        parser.add_argument("--add", action="store_true", help=_("ajouter aux demandes qui existent"))
        parser.add_argument("--processes", type=int, default=2, help=_("combien de processus tirent ensemble"))
        parser.add_argument("--production", action="store_true", help=_("accepter une installation de production"))

    def handle(self, *args: Any, **options: Any) -> None:
        self._refuse(options)
        until = options["until"] or calendar.today(Commune.objects.current())
        citizens = options["citizens"] or max(options["requests"] * 3 // 10, 30)
        order = Order(options["requests"], citizens, options["seed"], until, options["processes"])
        self.stdout.write(
            _("%(requests)d demandes de %(citizens)d personnes, graine %(seed)d, jusqu’au %(until)s.")
            % {"requests": order.requests, "citizens": order.citizens, "seed": order.seed, "until": until}
        )
        started = time.monotonic()
        written = generate(order, self.stdout.write)
        for table, rows in sorted(written.items()):
            self.stdout.write(f"  {table:<36} {rows:>12}")
        self.stdout.write(
            _("%(rows)d lignes en %(seconds)d s.")
            % {"rows": sum(written.values()), "seconds": time.monotonic() - started}
        )

    def _refuse(self, options: dict[str, Any]) -> None:
        if settings.GRC_MODE == PRODUCTION and not options["production"]:
            raise CommandError(_("Refusé en production : ces demandes sont inventées."))
        if options["requests"] < 1 or (options["citizens"] or 30) < 30 or options["processes"] < 1:
            raise CommandError(_("Au moins une demande, trente personnes et un processus."))
        if ServiceRequest.objects.exists() and not options["add"]:
            raise CommandError(_("Cette ville a déjà des demandes : ajoutez --add pour les garder et en ajouter."))
