from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from requests_app import diagram


class Command(BaseCommand):
    help = "Écrit docs/vie-d-une-demande.md à partir de la table des mouvements."

    def handle(self, *args: Any, **options: Any) -> None:
        (settings.ROOT / diagram.PAGE).write_text(diagram.page(), encoding="utf-8")
