"""The day’s mail of the issue: twelve letters, skewed, noisy, grey, some upside down, three with our codes."""

import pytest

from channels_app.post.enums import ItemState
from tests.builders import make_request
from tests.channels_app.post import letters_on_paper as paper, post_room


@pytest.mark.campaign
@pytest.mark.django_db
def test_twelve_letters_three_with_our_codes():
    requests = [make_request() for _ in range(3)]
    made = paper.twelve_letters([one.deposit_code for one in requests], post_room.separator())
    batch = post_room.read(made.pages)
    items = post_room.items(batch)
    assert [post_room.numbers(one) for one in items] == made.letters
    joined = [one for one in items if one.state == ItemState.JOINED]
    assert [one.request for one in joined] == requests
    assert [one.rank - 1 for one in joined] == sorted(made.codes)
    waiting = [one for one in items if one.state == ItemState.PROPOSED]
    assert len(waiting) == 9
    for item, written in zip(waiting, paper.LETTERS, strict=True):
        assert item.read_sender == ", ".join(written.sender)
        assert item.read_subject.lower() == written.subject.lower()
