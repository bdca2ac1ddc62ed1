"""What programs and people put before a subject."""

import re

_PREFIX = re.compile(
    r"^\s*(?:(?P<word>re|ré|rép|aw|sv|antw|res|tr|fw|fwd|wg|trans|transf|transfert|transféré)"
    r"\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{0,2})\s*[:：]"
    r"|\[\s*(?P<tag>externe?|external|ext|spam|\*+spam\*+|fwd|tr|re|list|newsletter)\s*\]|\*{2,}spam\*{2,})\s*",
    re.IGNORECASE,
)
FORWARDS = {"tr", "fw", "fwd", "wg", "trans", "transf", "transfert", "transféré"}


def topic(subject: str) -> str:
    """« Re: TR : [EXTERNE] Cantine » → « Cantine ». A subject that is only prefixes becomes empty."""
    for _ in range(20):
        found = _PREFIX.match(subject)
        if not found or not found.end():
            break
        subject = subject[found.end() :]
    return subject.strip()


def is_forward(subject: str) -> bool:
    """Whether the outermost word says that somebody else's mail is passed on."""
    for _ in range(20):
        found = _PREFIX.match(subject)
        if not found:
            return False
        word = (found.group("word") or found.group("tag") or "").lower()
        if found.group("word") or word in {"fwd", "tr", "re"}:
            return word in FORWARDS
        subject = subject[found.end() :]
    return False
