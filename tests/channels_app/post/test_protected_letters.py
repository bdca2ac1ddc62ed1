"""The letter of a person whose address is protected: read by who works on it without the address, never found by it."""

from __future__ import annotations

import pytest

from channels_app.models import PostalItem, ScanPage
from channels_app.operations import postal
from channels_app.post import indexing, reading
from citizens.models import Citizen
from citizens.operations import protect_address
from core import search
from core.errors import Forbidden
from files import reading as file_reading
from files.models import StoredFile
from organisation.enums import Role
from requests_app.operations import follow_protection
from tests.builders import SYSTEM, actor, make_agent, make_citizen, make_town
from tests.builders_post import LAMP, make_batch

pytestmark = pytest.mark.django_db
STREET = "avenue de la Gare"
SENDER, SUBJECT = LAMP


@pytest.fixture
def claire():
    return actor(make_agent("accueil", Role.COUNTER))


@pytest.fixture
def keeper():
    return actor(make_agent("accueil", Role.COUNTER, last_name="Gardienne"))


@pytest.fixture
def writer(keeper) -> Citizen:
    citizen = make_citizen(
        "Kaddour", "Amina", email="", phone="", postal_address="22 avenue de la Gare, 99000 Admiville"
    )
    protect_address(citizen.pk, keepers=[keeper.user_id], by=SYSTEM)
    return citizen


@pytest.fixture
def letter(writer) -> PostalItem:
    make_batch(LAMP)
    return PostalItem.objects.get()


def registered(letter: PostalItem, by, writer) -> PostalItem:
    return postal.register_postal_item(letter.pk, by=by, sender=SENDER, subject=SUBJECT, citizen_id=writer.pk)


def opens(stored_id: int, by) -> bool:
    try:
        return bool(file_reading.open_file(stored_id, by=by).content)
    except Forbidden:
        return False


def test_who_opens_the_mail_reads_it_whole_until_it_is_registered(letter, claire):
    page = ScanPage.objects.get()
    assert STREET in reading.item(letter.pk, claire).text
    assert opens(page.picture_id, claire)


def test_once_somebody_is_named_only_the_keepers_see_the_page_and_the_address(letter, claire, keeper, writer):
    registered(letter, claire, writer)
    page = ScanPage.objects.get()
    view = reading.item(letter.pk, claire)
    assert STREET not in f"{view.text} {view.item.sender} {view.item.read_sender}"
    assert "Amina Kaddour" in view.item.sender
    assert view.hidden
    assert view.pages[0].picture is None
    assert not opens(page.picture_id, claire)
    whole = reading.item(letter.pk, keeper)
    assert STREET in whole.text
    assert whole.hidden == ""
    assert opens(page.picture_id, keeper)
    letter.refresh_from_db()
    assert letter.sender == SENDER, "shown without it, kept whole"


def test_no_list_says_it(letter, claire, keeper, writer):
    registered(letter, claire, writer)
    commune, on = make_town(), letter.received_on
    for by, told in ((claire, False), (keeper, True)):
        (batch,) = reading.day(commune.pk, on, by).batches
        (line,) = batch.lines
        (number,) = reading.register_of(commune.pk, on, by)
        assert (STREET in line.sender, STREET in number.item.sender) == (told, told)
        assert bool(line.pages[0].picture) is told


def test_nobody_finds_the_letter_by_it_and_everybody_by_its_object(letter, claire, keeper, writer):
    registered(letter, claire, writer)
    for by in (claire, keeper):
        assert not search.refs("postal_item", "avenue de la gare", by).exists()
        assert list(search.refs("postal_item", "lampadaire", by)) == [letter.pk]


def test_a_protection_set_afterwards_reaches_the_letters_and_its_end_too_three_times_as_once(claire, keeper):
    writer = make_citizen(
        "Kaddour", "Amina", email="", phone="", postal_address="22 avenue de la Gare, 99000 Admiville"
    )
    make_batch(LAMP)
    letter = registered(PostalItem.objects.get(), claire, writer)
    assert list(search.refs("postal_item", "avenue de la gare", claire)) == [letter.pk]
    protect_address(writer.pk, keepers=[keeper.user_id], by=SYSTEM)
    assert [indexing.follow_protection(writer.pk) for _time in range(3)] == [1, 1, 1]
    assert not search.refs("postal_item", "avenue de la gare", claire).exists()
    protect_address(writer.pk, protected=False, by=SYSTEM)
    indexing.follow_protection(writer.pk)
    assert list(search.refs("postal_item", "avenue de la gare", claire)) == [letter.pk]


def test_the_document_of_the_request_made_of_it_opens_for_the_keepers(letter, claire, keeper, writer):
    made = postal.file_postal_item(letter.pk, by=claire, sender=SENDER, subject=SUBJECT, citizen_id=writer.pk)
    follow_protection(writer.pk)
    document = StoredFile.objects.get(owner_kind="request", owner_id=made.pk)
    other = actor(make_agent(made.service.code, Role.HANDLER))
    assert not opens(document.pk, other)
    assert opens(document.pk, keeper)
