"""What a switchboard posts about a call, read and checked. Pure."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from channels_app.enums import CallEvent

LONGEST_ID, LONGEST_NUMBER = 120, 200
# A hook kept by the provider and sent again later tells an old event; older than this, its clock is wrong.
OLDEST = dt.timedelta(days=1)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class BadEvent(Exception):
    """``sentence``: what is wrong, in French, for who installs the switchboard."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class ReceivedEvent:
    event: CallEvent
    call_id: str
    caller: str
    line: str
    extension: str
    at: dt.datetime


def read_event(body: bytes, *, signed_at: dt.datetime, now: dt.datetime, zone: dt.tzinfo) -> ReceivedEvent:
    """The sender’s clock may differ from ours: an event is as old here as it was there when it was signed."""
    known = _object(body)
    if known.get("event") not in CallEvent.values:
        raise BadEvent(_("« event » vaut newCall, answer ou hangup."))
    return ReceivedEvent(
        event=CallEvent(known["event"]),
        call_id=_text(known, "callId", LONGEST_ID, required=True),
        caller=_text(known, "from", LONGEST_NUMBER),
        line=_text(known, "to", LONGEST_NUMBER),
        extension=_extension(known),
        at=now - _age(known.get("at"), signed_at, zone),
    )


def _object(body: bytes) -> dict[str, Any]:
    try:
        known = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise BadEvent(_("Le corps doit être un objet JSON en UTF-8.")) from None
    if not isinstance(known, dict):
        raise BadEvent(_("Le corps doit être un objet JSON en UTF-8."))
    return known


def _text(known: dict[str, Any], name: str, longest: int, *, required: bool = False) -> str:
    value = known.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if abs(value) < 10**30 else None
    if value is None and not required and known.get(name) is None:
        return ""
    if not isinstance(value, str) or len(value) > longest or _CONTROL.search(value):
        raise BadEvent(_("« %(name)s » est un texte de %(longest)d caractères au plus.") % _about(name, longest))
    if required and not value.strip():
        raise BadEvent(_("« %s » manque.") % name)
    return value.strip()


def _about(name: str, longest: int) -> dict[str, object]:
    return {"name": name, "longest": longest}


def _extension(known: dict[str, Any]) -> str:
    found = _text(known, "extension", LONGEST_NUMBER)
    if found and not re.fullmatch(r"[0-9]{2,8}", found):
        raise BadEvent(_("« extension » est un poste de 2 à 8 chiffres."))
    return found


def _age(at: object, signed_at: dt.datetime, zone: dt.tzinfo) -> dt.timedelta:
    """How old the event was when it was signed; nothing for one without hour, from the future, or from too long ago."""
    if at is None or at == "":
        return dt.timedelta(0)
    instant = _instant(at, zone)
    if instant is None:
        raise BadEvent(_("« at » est une date et une heure ISO 8601, ou des secondes Unix."))
    age = signed_at - instant
    return age if dt.timedelta(0) <= age <= OLDEST else dt.timedelta(0)


def _instant(at: object, zone: dt.tzinfo) -> dt.datetime | None:
    try:
        if isinstance(at, int | float) and not isinstance(at, bool):
            return dt.datetime.fromtimestamp(at, dt.UTC)
        found = parse_datetime(at) if isinstance(at, str) else None
        if found is None:
            return None
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None
