"""The pipe of a mail server: each mail is kept, taken in, and told in one line of JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from channels_app.operations.ingest import NOT_STORED, ingest

# sysexits.h EX_TEMPFAIL: the mail server keeps the mail and tries again.
TEMPFAIL = 75


class Command(BaseCommand):
    help = "Prend des courriels tels qu’un serveur de messagerie les remet (« - » : entrée standard)."
    # The mail server waits, and the database may be away: nothing is checked first.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help=_("un fichier par courriel, ou « - »"))
        parser.add_argument("--mailbox", default="", help=_("adresse de la boîte ; la principale si absente"))

    def handle(self, *args: Any, **options: Any) -> None:
        everything_stored = True
        for name in options["files"]:
            told = ingest(name, _reader(name), mailbox=options["mailbox"])
            everything_stored &= told["outcome"] != NOT_STORED
            # ASCII: the same bytes whatever the encoding of the terminal.
            self.stdout.write(json.dumps(told, ensure_ascii=True))
            self.stdout.flush()
        if not everything_stored:
            _leave(TEMPFAIL)


def _reader(name: str) -> Any:
    return sys.stdin.buffer.read if name == "-" else Path(name).read_bytes


def _leave(code: int) -> NoReturn:
    raise SystemExit(code)
