"""Writes the separator sheet as a PDF, to print once and lay between letters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from channels_app.post.separator import separator_pdf
from core.models import Commune


class Command(BaseCommand):
    help = "Écrit la feuille de séparation (PDF) à poser entre deux lettres avant de numériser."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("fichier", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        options["fichier"].write_bytes(separator_pdf(Commune.objects.current()))
        self.stdout.write(str(options["fichier"]))
