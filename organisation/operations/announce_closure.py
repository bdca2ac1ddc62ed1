"""An exceptional closure is announced; administrators also do it in the administration."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from core.actor import Actor
from core.batch import forget_all
from core.errors import Refused
from organisation import policies
from organisation.models import Closure


@transaction.atomic
def announce_closure(
    commune_id: int,
    *,
    from_on: dt.date,
    to_on: dt.date,
    label: str,
    place_id: int | None = None,
    service_id: int | None = None,
    by: Actor,
) -> Closure:
    """Neither place nor service: the whole town. Raises Forbidden, Refused (days in the wrong order, both at once)."""
    policies.require_configuration(by)
    closure = Closure(
        commune_id=commune_id, from_on=from_on, to_on=to_on, label=label, place_id=place_id, service_id=service_id
    )
    try:
        closure.full_clean()
    except ValidationError as refused:
        raise Refused(" ".join(refused.messages)) from refused
    closure.save()
    forget_all()
    return closure
