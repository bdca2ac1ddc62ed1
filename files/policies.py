"""Who may read a file: whoever may read what it belongs to. The rooms above register one function a kind of owner."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from core.actor import Actor, ActorKind
from files.enums import OwnerKind

if TYPE_CHECKING:
    from files.models import StoredFile

CanRead = Callable[[Actor, "StoredFile"], bool]
_readers: dict[str, CanRead] = {}


def register(owner_kind: str, can_read: CanRead) -> None:
    """One policy a kind of owner; the last one registered wins."""
    _readers[str(owner_kind)] = can_read


def can_read(actor: Actor, stored: "StoredFile") -> bool:
    """The town's own machines read everything (they render, send, scan) and are named in the trail; nobody else
    reads a file whose owner has no policy or no owner."""
    if actor.kind == ActorKind.SYSTEM:
        return True
    policy = _readers.get(stored.owner_kind)
    return bool(policy and stored.owner_id is not None and policy(actor, stored))


def _can_read_preview(actor: Actor, stored: "StoredFile") -> bool:
    from files.models import StoredFile

    original = StoredFile.objects.filter(pk=stored.owner_id or 0).exclude(owner_kind=OwnerKind.PREVIEW).first()
    return original is not None and can_read(actor, original)


register(OwnerKind.PREVIEW, _can_read_preview)
