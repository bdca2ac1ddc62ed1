"""Who stands in for whom, pure: chains are followed, rings lead to nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Away:
    """One agent who is absent today; ``until_on`` is the last day."""

    user_id: int
    name: str
    until_on: dt.date
    replacement_id: int | None = None


Absents = Mapping[int, Away]


def _anybody(user_id: int) -> bool:
    return True


def stand_in(user_id: int, away: Absents, can: Callable[[int], bool] = _anybody) -> int | None:
    """The first one present along the chain, the agent in person when there; None for a ring or a chain that ends.

    ``can`` says who may do it: a replacement whose rights were taken back meanwhile is nobody.
    """
    met: set[int] = set()
    here: int | None = user_id
    while here is not None and here in away:
        if here in met:
            return None
        met.add(here)
        here = away[here].replacement_id
    return here if here is not None and can(here) else None


def stood_for(user_id: int, away: Absents) -> dict[int, Away]:
    """The absent agents whose work comes to this one, through any number of links."""
    if user_id in away:
        return {}
    return {absent: found for absent, found in away.items() if stand_in(absent, away) == user_id}


def makes_a_ring(user_id: int, replacement_id: int, replacements: Mapping[int, int | None]) -> bool:
    """Whether ``replacement_id``, followed along those who stand in, comes back to ``user_id``."""
    met: set[int] = set()
    here: int | None = replacement_id
    while here is not None and here not in met:
        if here == user_id:
            return True
        met.add(here)
        here = replacements.get(here)
    return False
