from collections.abc import Mapping
from typing import Any

from django.db import transaction

from procedures.circuits import DEFAULT
from procedures.models import CircuitVersion


@transaction.atomic
def ensure_circuit(definition: Mapping[str, Any] | None = None) -> CircuitVersion:
    """The version of this circuit that says exactly this; a new number when it says something new."""
    wanted = dict(definition or DEFAULT)
    latest = CircuitVersion.objects.filter(code=wanted["code"]).order_by("-number").first()
    if latest and latest.definition == wanted:
        return latest
    number = latest.number + 1 if latest else 1
    return CircuitVersion.objects.create(code=wanted["code"], number=number, definition=wanted)
