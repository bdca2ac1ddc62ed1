import uuid

import pytest

from core import ratelimit
from core.errors import RateLimited


def test_past_the_limit_a_sentence_tells_how_long_to_wait():
    key = f"test:{uuid.uuid4()}"
    for _try in range(3):
        ratelimit.hit(key, limit=3, per_seconds=120)
    with pytest.raises(RateLimited, match="Attendez 2 min") as refusal:
        ratelimit.hit(key, limit=3, per_seconds=120)
    assert refusal.value.retry_after == 120


def test_others_are_not_held_back():
    ratelimit.hit(f"test:{uuid.uuid4()}", limit=1, per_seconds=60)
    ratelimit.hit(f"test:{uuid.uuid4()}", limit=1, per_seconds=60)
