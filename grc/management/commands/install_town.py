"""A real town's first day: its entities and services from a file, the message templates, the starter catalogue."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.actor import Actor
from messaging.operations import ensure_templates
from organisation.operations import import_town
from procedures.operations import import_procedures


class Command(BaseCommand):
    help = "Installe une ville : town.yaml (modèle : organisation/seeds/admiville), messages et démarches de départ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DOSSIER")

    def handle(self, *args: Any, **options: Any) -> None:
        by = Actor.system("install_town")
        try:
            commune = import_town(options["folder"], by)
        except FileNotFoundError as error:
            raise CommandError(_("Ce dossier ne contient pas town.yaml : %s") % options["folder"]) from error
        except (KeyError, yaml.YAMLError) as error:
            raise CommandError(_("town.yaml est incomplet ou mal écrit : %s") % error) from error
        ensure_templates(commune.pk)
        import_procedures(commune.pk, by=by)
        self.stdout.write(_("%s est installée. Relancer cette commande n’ajoute que ce qui manque.") % commune.name)
