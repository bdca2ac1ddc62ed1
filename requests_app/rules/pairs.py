"""Filters over the rows that tie two requests. Pure."""

from __future__ import annotations

from django.db.models import Q


def same_pair(one: int, other: int) -> Q:
    """The link between these two, whichever is first."""
    return Q(first_id=one, second_id=other) | Q(first_id=other, second_id=one)


def touching(pk: int) -> Q:
    return Q(first_id=pk) | Q(second_id=pk)
