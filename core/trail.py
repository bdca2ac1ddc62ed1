"""The access trail: one call at the one reading door of each aggregate, inside the transaction of the act."""

from core.actor import Actor
from core.models import AccessTrailEntry
from core.models.trail import Verb

__all__ = ["Verb", "record"]


def record(actor: Actor, verb: Verb, kind: str, ref: object, **detail: str | int | bool | None) -> None:
    """Adds one row. ``ref`` is a primary key; ``detail`` holds codes and ids, never words of a person."""
    AccessTrailEntry.objects.create(
        actor_kind=actor.kind, actor_ref=actor.ref, verb=verb, subject_kind=kind, subject_ref=str(ref), detail=detail
    )
