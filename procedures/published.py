"""A published version never changes (a trigger of the database sees to it): its form is made once a process.

Nothing of anybody is kept here: no answer, no town, only what the version asks of everyone.
"""

from functools import lru_cache
from typing import Any

from procedures.form_engine import Form
from procedures.models import ProcedureVersion

_MOST = 256


class _Asked:
    """A version, compared by its key and its fingerprint alone; forgotten once its definition is read."""

    def __init__(self, version: ProcedureVersion) -> None:
        self.key = (version.pk, version.content_sha256)
        self.version: ProcedureVersion | None = version

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def read(self) -> dict[str, Any]:
        assert self.version is not None  # noqa: S101 - asked once, by the cache
        definition, self.version = self.version.definition, None
        return definition


def form_of(version: ProcedureVersion) -> Form:
    """What `Form.from_definition` makes of it, frozen: shared between requests. A definition left unread stays so."""
    return _made(_Asked(version)) if version.published_at else Form.from_definition(version.definition)


@lru_cache(maxsize=_MOST)
def _made(asked: _Asked) -> Form:
    return Form.from_definition(asked.read())
