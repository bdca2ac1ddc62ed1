"""A telephone rings in the demonstration: signs and posts what a switchboard would."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
import uuid
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from api.signatures import HEADER, sign
from channels_app.enums import CallEvent
from core import calendar
from grc.environment import PRODUCTION


class Command(BaseCommand):
    help = "Fait sonner un poste : signe un événement d’appel et l’envoie au serveur de démonstration."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="caller", default="0639982760", help=_("numéro de l’appelant"))
        parser.add_argument("--to", dest="line", default="0199004100", help=_("ligne appelée"))
        parser.add_argument("--extension", default="", help=_("poste qui sonne ou qui répond"))
        parser.add_argument("--event", choices=CallEvent.values, default=CallEvent.NEW_CALL.value)
        parser.add_argument("--call", default="", help=_("identifiant de l’appel, pour answer et hangup"))
        parser.add_argument("--url", default=settings.PUBLIC_URL, help=_("adresse du serveur"))

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.GRC_MODE == PRODUCTION:
            raise CommandError(_("Refusé en production : seuls les vrais appels y sonnent."))
        if not settings.GRC_CTI_SECRET:
            raise CommandError(_("GRC_CTI_SECRET est absent : relancez « make run », qui en tire un."))
        call_id = options["call"] or f"essai-{uuid.uuid4().hex[:8]}"
        event = {"event": options["event"], "callId": call_id, "from": options["caller"], "to": options["line"]}
        if options["extension"]:
            event["extension"] = options["extension"]
        body = json.dumps(event).encode()
        self.stdout.write(f"{call_id} {_post(options['url'].rstrip('/') + '/cti/appels/', body)}")


def _post(url: str, body: bytes) -> str:
    signature = sign(body, secret=settings.GRC_CTI_SECRET, at=calendar.now())
    if not url.startswith(("http://", "https://")):
        raise CommandError(_("L’adresse commence par http:// ou https://."))
    request = urllib.request.Request(url, body, {"Content-Type": "application/json", HEADER: signature})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - the scheme was checked
            return str(json.loads(answer.read())["status"])
    except urllib.error.HTTPError as refused:
        with refused:
            raise CommandError(_("Le serveur refuse (%s).") % refused.code) from refused
    except OSError as error:
        raise CommandError(_("Le serveur ne répond pas à %s : lancez « make run ».") % url) from error
