"""Admiville, its agents, its procedures and its requests: run again, it adds only what is missing."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from channels_app.operations import open_mailboxes
from grc.environment import PRODUCTION
from grc.seeding.calls import play_the_telephone
from grc.seeding.letters import lay_the_letters
from grc.seeding.people import settle_people
from grc.seeding.presence import note_who_is_there
from grc.seeding.requests import tell_the_stories
from grc.seeding.town import BY, lay_down_the_town
from messaging.operations import ensure_templates
from procedures.operations import import_procedures


class Command(BaseCommand):
    help = "Installe la ville inventée d’Admiville : agents, démarches, demandes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sans-demandes", action="store_true", help=_("la ville et ses démarches seulement"))

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.GRC_MODE == PRODUCTION:
            raise CommandError(_("Refusé en production : ces comptes ont des mots de passe connus de tous."))
        started = time.monotonic()
        commune = lay_down_the_town()
        ensure_templates(commune.pk)
        import_procedures(commune.pk, by=BY)
        open_mailboxes(commune.pk)
        told = 0 if options["sans_demandes"] else tell_the_stories(commune)
        if not options["sans_demandes"]:
            play_the_telephone(commune)
            settle_people(commune)
            lay_the_letters(commune)
            note_who_is_there(commune)
        sentence = _("%(town)s : %(count)d demandes ajoutées en %(seconds).0f s.")
        elapsed = time.monotonic() - started
        self.stdout.write(sentence % {"town": commune.name, "count": told, "seconds": elapsed})
