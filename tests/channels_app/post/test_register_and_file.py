"""A letter is registered, becomes a request, joins one, is cut or set aside: by an agent, once, with its dates."""

import datetime as dt

import pytest

from channels_app.models import PostalItem, ScanPage
from channels_app.operations import postal
from channels_app.post import ocr, reading
from channels_app.post.enums import ItemState
from core import search
from core.errors import Forbidden, IllegalMove, Refused, Stale
from files.models import StoredFile
from tests.builders import actor, make_agent, make_citizen, make_request, make_town, procedure, service
from tests.channels_app.post import post_room

pytestmark = pytest.mark.django_db
LETTER = {"sender": "Robert Zimmermann, 5 allée des Tilleuls, 99000 Admiville", "subject": "Arbre dangereux"}


@pytest.fixture(autouse=True)
def _told(monkeypatch):
    """The same words on each page, without a reader: quick."""
    lines = [
        ocr.Line("Robert Zimmermann", 150, 150, 300, 24, 95.0),
        ocr.Line("5 allée des Tilleuls", 150, 185, 300, 24, 95.0),
        ocr.Line("99000 Admiville", 150, 220, 300, 24, 95.0),
        ocr.Line("Objet : trou dans la chaussée", 150, 600, 500, 24, 95.0, 2),
    ]
    monkeypatch.setattr(ocr, "read_lines", lambda picture: lines)
    monkeypatch.setattr(ocr, "side_up", lambda picture: 0)


@pytest.fixture
def claire():
    return actor(post_room.mail_agent())


def one_item(pages: int = 1) -> PostalItem:
    return post_room.items(post_room.read([post_room.letter(0)[0]] * pages))[0]


def test_arrival_numbers_have_no_gap_and_a_refusal_takes_none(claire):
    year = dt.date.today().year
    first = postal.register_postal_item(by=claire, **LETTER)
    with pytest.raises(Refused):
        postal.register_postal_item(by=claire, sender="", subject="")
    second = postal.register_postal_item(by=claire, **LETTER)
    assert [first.arrival_number, second.arrival_number] == [f"A-{year}-000001", f"A-{year}-000002"]


def test_the_three_dates_are_kept_and_cannot_contradict_each_other(claire):
    today = dt.date.today()
    received, posted = today - dt.timedelta(days=4), today - dt.timedelta(days=6)
    made = postal.register_postal_item(by=claire, received_on=received, postmarked_on=posted, **LETTER)
    assert (made.postmarked_on, made.received_on) == (posted, received)
    assert made.registered_on >= today - dt.timedelta(days=1)
    for wrong in ({"received_on": today + dt.timedelta(days=2)}, {"received_on": posted, "postmarked_on": today}):
        with pytest.raises(Refused):
            postal.register_postal_item(by=claire, **wrong, **LETTER)
    with pytest.raises(Refused, match="recommandé"):
        postal.register_postal_item(by=claire, registered_letter="??", **LETTER)


def test_mail_not_to_be_opened_is_registered_by_its_envelope_for_its_service_only(claire):
    samira = actor(make_agent("ccas"))
    made = postal.register_postal_item(
        by=claire, unopened="social", service_id=service("ccas").pk, sender="Solange Petit"
    )
    assert made.pages.count() == 0
    assert made not in PostalItem.objects.visible_to(claire)
    assert made in PostalItem.objects.visible_to(samira)
    assert not search.refs("postal_item", "Solange", claire).exists()
    assert search.refs("postal_item", "Solange", samira).exists()
    with pytest.raises(Refused, match="service"):
        postal.register_postal_item(by=claire, unopened="sealed", sender="X")
    with pytest.raises(Refused, match="enveloppe"):
        postal.register_postal_item(one_item().pk, by=claire, unopened="sealed", service_id=service("ccas").pk)


def test_a_letter_becomes_a_request_dated_from_its_receipt_with_its_scan(claire):
    item = one_item(2)
    received = dt.date.today() - dt.timedelta(days=5)
    made = postal.file_postal_item(item.pk, by=claire, received_on=received, **LETTER)
    item.refresh_from_db()
    assert made.procedure.is_system
    assert (made.received_on, made.channel, made.reply_channel) == (received, "post", "post")
    assert made.reply_postal == "5 allée des Tilleuls, 99000 Admiville"
    assert StoredFile.objects.filter(owner_kind="request", owner_id=made.pk).count() == 1
    assert (item.state, item.request) == (ItemState.FILED, made)
    with pytest.raises((IllegalMove, Forbidden)):
        postal.file_postal_item(item.pk, by=claire, **LETTER)


def test_the_chosen_procedure_gets_the_letter_and_its_service(claire):
    chosen = procedure("signalement-voirie")
    person = make_citizen("Zimmermann", "Robert")
    made = postal.file_postal_item(
        one_item().pk, by=claire, citizen_id=person.pk, procedure_version_id=chosen.current_id, **LETTER
    )
    assert made.procedure == chosen
    assert made.citizen == person


def test_a_new_person_is_made_only_when_the_agent_says_so(claire):
    made = postal.file_postal_item(
        one_item().pk, by=claire, new_person={"family_name": "Zimmermann", "first_names": "Robert"}, **LETTER
    )
    assert made.citizen.family_name == "Zimmermann"


def test_a_letter_is_attached_to_the_request_whose_number_is_typed(claire):
    made = make_request()
    joined = postal.attach_to_request(one_item().pk, made.number.lower().replace("-", " "), by=claire)
    assert joined.request == made
    assert joined.arrival_number


def test_a_confidential_request_does_not_exist_for_who_lacks_the_right(claire):
    secret = make_request("aide-ccas", answers={})
    item = one_item()
    with pytest.raises(Refused, match="Aucune demande") as told:
        postal.attach_to_request(item.pk, secret.number, by=claire)
    with pytest.raises(Refused, match="Aucune demande") as unknown:
        postal.attach_to_request(item.pk, "2026-999999", by=claire)
    assert told.value.sentence == unknown.value.sentence


def test_a_letter_is_cut_and_put_together_again(claire):
    item = one_item(3)
    second = ScanPage.objects.get(item=item, position=2)
    new = postal.split_item(item.pk, second.pk, by=claire)
    assert (post_room.numbers(item), post_room.numbers(new)) == ([1], [2, 3])
    assert new.rank == 2
    with pytest.raises(Refused, match="déjà"):
        postal.split_item(new.pk, second.pk, by=claire)
    again = postal.join_items(item.pk, new.pk, by=claire)
    assert post_room.numbers(again) == [1, 2, 3]
    assert PostalItem.objects.filter(batch=item.batch).count() == 1


def test_a_page_turns_at_once_and_is_read_again(claire):
    item = one_item()
    page = ScanPage.objects.get(item=item)
    turned = postal.turn_page(page.pk, by=claire)
    assert (turned.width, turned.height) == (page.height, page.width)
    assert turned.turned == 90
    assert postal.read_scan(item.batch_id) == "read"
    page.refresh_from_db()
    assert page.read_at is not None
    assert page.picture_id != turned.picture_id
    assert StoredFile.objects.filter(owner_kind="scan_page").count() == 1
    assert PostalItem.objects.filter(batch=item.batch).count() == 1


def test_a_letter_is_set_aside_with_a_reason(claire):
    item = one_item()
    with pytest.raises(Refused):
        postal.set_aside_item(item.pk, "  ", by=claire)
    assert postal.set_aside_item(item.pk, "Publicité", by=claire).state == ItemState.SET_ASIDE


def test_two_agents_on_one_letter_see_each_other(claire):
    item = one_item()
    postal.split_item(one_item(2).pk, ScanPage.objects.order_by("-pk").first().pk, by=claire)
    with pytest.raises(Stale):
        postal.register_postal_item(item.pk, by=claire, revision=item.revision + 1, **LETTER)


def test_agents_of_other_services_see_and_move_nothing(claire):
    item, stranger = one_item(), actor(make_agent("voirie"))
    for move in (
        lambda: postal.register_postal_item(item.pk, by=stranger, **LETTER),
        lambda: postal.set_aside_item(item.pk, "x", by=stranger),
        lambda: postal.rescan(item.batch_id, by=stranger),
        lambda: reading.item(item.pk, stranger),
    ):
        with pytest.raises(Forbidden):
            move()
    assert reading.day(make_town().pk, item.received_on, stranger).batches == []
