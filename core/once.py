"""A form sent twice does its work once: two clicks, a page sent again by « Retour », a network that hesitates."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.http import QueryDict

from core import calendar
from core.actor import Actor
from core.models import SentForm

# The hidden input that every such form carries: one value a page drawn.
FIELD = "_une_fois"
KEPT = timedelta(days=7)
_UNSAID = frozenset({"csrfmiddlewaretoken"})


def new_token() -> str:
    return uuid.uuid4().hex


def do_once(data: QueryDict, what: str, by: Actor, work: Callable[[], dict[str, str]]) -> dict[str, str]:
    """The outcome of ``work``, done now or by the sending before. A refusal leaves no trace: one may try again.

    The second of two sendings waits for the first. Changed words are another form: « Retour », corrected, is sent.
    A form without its token (a program, a test) is always done.
    """
    with transaction.atomic():
        key = _key(data, what, by)
        if not key:
            return work()
        # The row is written before the work: the unique key is what makes the second sending wait.
        seen, first = SentForm.objects.get_or_create(key=key, defaults={"sent_at": calendar.now()})
        if first:
            seen.outcome = work()
            seen.save(update_fields=["outcome"])
        return dict(seen.outcome)


def forget() -> int:
    """Returns how many forms were forgotten."""
    return SentForm.objects.filter(sent_at__lt=calendar.now() - KEPT).delete()[0]


def _key(data: QueryDict, what: str, by: Actor) -> str:
    try:
        token = uuid.UUID(data.get(FIELD, "")).hex
    except ValueError:
        return ""
    said = sorted((name, values) for name, values in data.lists() if name not in _UNSAID)
    whole = json.dumps([token, what, by.kind, by.ref, said])
    return hashlib.sha256(whole.encode()).hexdigest()
