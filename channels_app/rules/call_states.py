"""The state of a call follows from its instants, in whatever order they became known. Pure."""

from __future__ import annotations

import datetime as dt

from channels_app.enums import CallState


def state_of(answered_at: dt.datetime | None, ended_at: dt.datetime | None) -> CallState:
    """Hung up before any answer: lost."""
    if ended_at is None:
        return CallState.RINGING if answered_at is None else CallState.ANSWERED
    return CallState.LOST if answered_at is None else CallState.ENDED
