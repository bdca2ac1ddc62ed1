"""Who asks, and how to reach them, read from the answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from procedures.form_engine.definition import Field
from procedures.form_engine.form import Form


@dataclass(frozen=True)
class Requester:
    identity: Mapping[str, str] | None = None
    email: str = ""
    phone: str = ""
    postal: str = ""


def requester(form: Form, answers: Mapping[str, Any]) -> Requester:
    """Identity: the block marked `prefill: profile.identity`, else the first (one who asks for oneself).

    Contacts: the fields marked likewise, first answered."""
    kept = form.relevant(answers)
    answered = [field for field in form.fields if field.key in kept]
    marked = _marked(answered, kept, "profile.identity")
    own = marked if isinstance(marked, Mapping) else _first(answered, kept, "identity")
    return Requester(
        identity=own if isinstance(own, Mapping) else None,
        email=str(_marked(answered, kept, "profile.email") or _first(answered, kept, "email") or ""),
        phone=str(_marked(answered, kept, "profile.phone") or _first(answered, kept, "phone") or ""),
        postal=str(_marked(answered, kept, "profile.address") or ""),
    )


def _marked(answered: list[Field], kept: Mapping[str, Any], prefill: str) -> Any:
    return next((kept[field.key] for field in answered if field.prefill == prefill), None)


def _first(answered: list[Field], kept: Mapping[str, Any], kind: str) -> Any:
    return next((kept[field.key] for field in answered if field.kind == kind), None)
