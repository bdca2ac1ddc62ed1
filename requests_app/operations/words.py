"""What people type, made storable: no empty text, no null byte, a told limit."""

from django.utils.translation import gettext as _

from core.errors import Refused

LONGEST = 20_000


def clean(text: str) -> str:
    """Trimmed, with one kind of line end; PostgreSQL refuses null bytes, so they go."""
    return (text or "").replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def required(text: str, missing: str) -> str:
    """The cleaned text; raises Refused with ``missing`` when empty, or with the limit when too long."""
    words = clean(text)
    if not words:
        raise Refused(missing)
    return limited(words)


def limited(text: str) -> str:
    words = clean(text)
    if len(words) > LONGEST:
        raise Refused(
            _("Ce texte est trop long : %(length)d caractères, pour %(limit)d au plus.")
            % {"length": len(words), "limit": LONGEST}
        )
    return words
