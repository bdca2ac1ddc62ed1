"""The batch of the demonstration, and who may have written a letter."""

import datetime as dt

import pytest

from channels_app.models import PostalItem
from channels_app.post import reading
from channels_app.post.enums import ItemState
from grc.seeding.letters import lay_the_letters
from tests.builders import SYSTEM, actor, make_request, make_town, service
from tests.channels_app.post import post_room

pytestmark = pytest.mark.django_db


def test_the_batch_of_the_demonstration_is_read_without_a_reader_and_once(settings):
    settings.FILES_SCANNER = "demo"
    made = make_request()
    assert lay_the_letters(make_town()) == 4
    assert lay_the_letters(make_town()) == 0
    items = list(PostalItem.objects.order_by("rank"))
    assert [one.state for one in items] == [ItemState.JOINED, *[ItemState.PROPOSED] * 3]
    assert items[0].request == made
    assert items[1].read_sender.startswith("Robert Zimmermann, 5 allée")
    assert items[3].confidential


def test_the_sender_is_proposed_among_known_people_with_the_reason_and_never_chosen():
    from citizens.operations import create_person

    robert = create_person(
        commune_id=make_town().pk,
        family_name="Zimmermann",
        first_names="Robert",
        postal_address="5 allée des Tilleuls, 99000 Admiville",
        by=SYSTEM,
    )
    item = PostalItem.objects.create(
        commune=make_town(),
        service=service("accueil"),
        received_on=dt.date(2026, 11, 18),
        read_sender="Robert Zimmermann, 5 allée des Tilleuls, 99000 Admiville",
    )
    view = reading.item(item.pk, actor(post_room.mail_agent()))
    assert view.people[0].citizen == robert
    assert view.people[0].reasons
    assert view.item.citizen is None
