"""A letter that asks for nothing: advertising, a page scanned twice. Its pages are kept."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from channels_app.models import PostalItem
from channels_app.operations.postal import handling
from channels_app.operations.storable import storable
from channels_app.post import indexing
from channels_app.post.enums import ItemState
from core.actor import Actor
from core.errors import Refused


@transaction.atomic
def set_aside_item(item_id: int, reason: str, *, by: Actor, revision: int | None = None) -> PostalItem:
    """With the agent’s reason; no arrival number. Raises Refused, Forbidden, Stale, IllegalMove."""
    item = handling.to_do(item_id, by=by, revision=revision)
    said = storable(reason).strip()
    if not said:
        raise Refused(_("Dites pourquoi ce pli est mis de côté."))
    item.state, item.reason = ItemState.SET_ASIDE, said[:500]
    item.revision += 1
    item.save(update_fields=["state", "reason", "revision"])
    indexing.index(item)
    return item
