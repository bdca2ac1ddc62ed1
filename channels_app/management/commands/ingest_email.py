"""The pipe of a mail server: each mail is kept, taken in, and told in one line of JSON."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from channels_app.operations.ingest import NOT_STORED, ingest

logger = logging.getLogger(__name__)

# sysexits.h EX_TEMPFAIL: the mail server keeps the mail and tries again.
TEMPFAIL = 75


class Command(BaseCommand):
    help = "Prend des courriels tels qu’un serveur de messagerie les remet (« - » : entrée standard)."
    # The mail server waits, and the database may be away: nothing is checked first.
    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        """A call that is badly written, or breaks, keeps nothing: with any other status the mail goes back."""
        try:
            super().run_from_argv(argv)
        except SystemExit as stopped:
            _leave(TEMPFAIL if stopped.code else 0)
        except Exception as error:  # noqa: BLE001 - whatever it is, the mail server keeps the mail
            logger.error("ingest_email stopped: %s", type(error).__name__)
            _leave(TEMPFAIL)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help=_("un fichier par courriel, ou « - »"))
        parser.add_argument("--mailbox", default="", help=_("adresse de la boîte ; la principale si absente"))

    def handle(self, *args: Any, **options: Any) -> None:
        everything_stored = True
        for name in options["files"]:
            told = ingest(name, _reader(name), mailbox=options["mailbox"])
            everything_stored &= told["outcome"] != NOT_STORED
            self._tell(told)
        if not everything_stored:
            _leave(TEMPFAIL)

    def _tell(self, told: dict[str, Any]) -> None:
        """Nobody listens any more: what is kept is kept, and the next ones are too."""
        if sys.stdout is None:  # closed: its number may be that of the line to the database by now
            return
        try:
            # ASCII: the same bytes whatever the encoding of the terminal.
            self.stdout.write(json.dumps(told, ensure_ascii=True))
            self.stdout.flush()
        except BrokenPipeError:
            with open(os.devnull, "w") as nowhere:
                os.dup2(nowhere.fileno(), sys.stdout.fileno())
        except OSError as error:
            logger.error("ingest_email cannot tell: %s", type(error).__name__)


def _reader(name: str) -> Callable[[], bytes]:
    return _standard_input if name == "-" else Path(name).read_bytes


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise OSError("closed")
    return sys.stdin.buffer.read()


def _leave(code: int) -> NoReturn:
    raise SystemExit(code)
