"""Refusals that a person reads: each carries one French sentence, never a code."""


class Refused(Exception):
    """The town's rules do not allow this; ``sentence`` says why, in French, without jargon."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class IllegalMove(Refused):
    """The lifecycle has no such move from the present phase."""


class Forbidden(Refused):
    """This actor may not do this to this object (403, or 404 where existence itself is confidential)."""


class Stale(Refused):
    """Somebody changed the object since the page was shown; what was typed must be kept and shown again."""


class RateLimited(Refused):
    """Too many tries; ``retry_after`` is in seconds."""

    def __init__(self, sentence: str, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
