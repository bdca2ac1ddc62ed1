"""Printed, posted, come back; a printer that stops makes no letter leave twice."""

import datetime as dt

import pytest
from django.utils import timezone

from core import calendar
from core.errors import Forbidden, IllegalMove, Refused
from core.models import OutboxEvent
from messaging import letter_files, letter_queries, operations
from messaging.enums import BatchState, DispatchState
from messaging.models import AddressState
from messaging.queries import address_alarm
from tests import builders
from tests.documents.pdf import page_count
from tests.mailroom import clerk, letter

pytestmark = pytest.mark.django_db


def today():
    return calendar.today(builders.make_town())


def posted(one, by):
    operations.mark_posted([one.pk], posted_on=today(), by=builders.actor(by))
    one.refresh_from_db()
    return one


def batch_of(count, by):
    letters = [
        letter(name=f"Personne {rank}", address=f"{rank} rue du Bac\n99000 Admiville") for rank in range(1, count + 1)
    ]
    batch = operations.make_print_batch(commune_id=letters[0].commune_id, by=builders.actor(by))
    operations.prepare_batches()
    batch.refresh_from_db()
    return batch, letters


def test_posted_it_is_sent_on_that_day_and_told_once():
    by = clerk()
    one = posted(letter(), by)
    assert (one.state, one.posted_on, one.transport) == (DispatchState.SENT, today(), "post")
    assert operations.mark_posted([one.pk], posted_on=today(), by=builders.actor(by)) == 0
    assert OutboxEvent.objects.filter(name="dispatch.sent").count() == 1


@pytest.mark.parametrize(("days", "said"), [(1, "dans le futur"), (-3, "avant celle de la lettre")])
def test_a_day_that_cannot_be_is_refused(days, said):
    one = letter()
    with pytest.raises(Refused, match=said):
        operations.mark_posted([one.pk], posted_on=today() + dt.timedelta(days=days), by=builders.actor(clerk()))
    one.refresh_from_db()
    assert one.state == DispatchState.HELD


def test_a_registered_number_is_of_one_letter_and_looks_like_one():
    by = builders.actor(clerk())
    first, second = letter(), letter()
    with pytest.raises(Refused, match="une seule lettre"):
        operations.mark_posted([first.pk, second.pk], posted_on=today(), registered_number="1A23456789012", by=by)
    with pytest.raises(Refused, match="n’est pas un numéro"):
        operations.mark_posted([first.pk], posted_on=today(), registered_number="demain", by=by)
    operations.mark_posted([first.pk], posted_on=today(), registered_number="1a 234 567 8901 2", by=by)
    first.refresh_from_db()
    assert first.registered_number == "1A23456789012"


def test_an_agent_of_another_service_marks_nothing():
    one = letter()
    stranger = builders.actor(clerk(of="voirie"))
    for act in (
        lambda: operations.mark_printed([one.pk], by=stranger),
        lambda: operations.mark_posted([one.pk], posted_on=today(), by=stranger),
        lambda: operations.mark_returned(one.pk, "unknown", by=stranger),
        lambda: operations.note_registered(one.pk, "1A23456789012", by=stranger),
    ):
        with pytest.raises(Forbidden):
            act()


def test_unknown_at_the_address_marks_it_and_tells_who_must_reach_the_person():
    by = clerk()
    one = posted(letter(), by)
    operations.mark_returned(one.pk, "unknown", by=builders.actor(by))
    operations.mark_returned(one.pk, "refused", by=builders.actor(by))
    one.refresh_from_db()
    assert (one.state, one.return_reason, one.returned_on) == (DispatchState.BOUNCED, "unknown", today())
    assert OutboxEvent.objects.filter(name="dispatch.returned").count() == 1
    assert "Joignez la personne autrement" in address_alarm(one.commune_id, one.to_address)
    assert [row.dispatch.pk for row in letter_queries.returned_letters(builders.actor(by), one.commune, today())] == [
        one.pk
    ]


def test_a_letter_that_was_not_claimed_says_nothing_against_the_address():
    by = clerk()
    one = posted(letter(), by)
    operations.mark_returned(one.pk, "unclaimed", by=builders.actor(by))
    assert not AddressState.objects.exists()


@pytest.mark.parametrize("reason", ["", "perdue"])
def test_a_reason_that_is_none_is_refused(reason):
    by = clerk()
    one = posted(letter(), by)
    with pytest.raises(Refused, match="motif"):
        operations.mark_returned(one.pk, reason, by=builders.actor(by))


def test_what_was_not_posted_cannot_come_back_nor_before_it_left():
    by = clerk()
    one = letter()
    with pytest.raises(IllegalMove):
        operations.mark_returned(one.pk, "unknown", by=builders.actor(by))
    posted(one, by)
    with pytest.raises(Refused, match="entre le jour"):
        operations.mark_returned(one.pk, "unknown", by=builders.actor(by), returned_on=today() - dt.timedelta(days=1))


def test_a_returned_letter_is_not_tried_again_as_if_a_server_had_refused_it():
    by = clerk()
    one = posted(letter(), by)
    operations.mark_returned(one.pk, "unknown", by=builders.actor(by))
    with pytest.raises(Refused, match="revenue"):
        operations.retry(one.pk, builders.SYSTEM)


def test_a_batch_is_where_the_last_of_its_letters_is():
    by = clerk()
    batch, letters = batch_of(2, by)
    operations.mark_printed([letters[0].pk], by=builders.actor(by))
    batch.refresh_from_db()
    assert batch.state == BatchState.READY
    operations.mark_printed([letters[1].pk], by=builders.actor(by))
    batch.refresh_from_db()
    assert batch.state == BatchState.PRINTED
    operations.mark_posted([one.pk for one in letters], posted_on=today(), by=builders.actor(by))
    batch.refresh_from_db()
    assert (batch.state, batch.posted_on) == (BatchState.POSTED, today())


def test_the_printer_stopped_what_follows_comes_out_again_marked():
    by = clerk()
    batch, letters = batch_of(4, by)
    operations.mark_posted([letters[3].pk], posted_on=today(), by=builders.actor(by))
    operations.resume_batch(batch.pk, from_rank=2, by=builders.actor(by))
    for one in letters:
        one.refresh_from_db()
    assert [one.reprints for one in letters] == [0, 1, 1, 0]
    assert [one.printed_at is not None for one in letters] == [True, False, False, True]
    shown = letter_queries.batch(builders.actor(by), batch.public_id)
    # Letters 2 and 3, two pages each; the fourth is at the post already.
    assert page_count(letter_files.batch_pdf(shown, by=builders.actor(by))) == 4
    assert operations.mark_posted([one.pk for one in letters], posted_on=today(), by=builders.actor(by)) == 3
    assert OutboxEvent.objects.filter(name="dispatch.sent").count() == 4


@pytest.mark.parametrize("rank", [0, 5, 400])
def test_a_batch_resumes_at_a_letter_it_has(rank):
    by = clerk()
    batch, _letters = batch_of(2, by)
    with pytest.raises(Refused, match="n° "):
        operations.resume_batch(batch.pk, from_rank=rank, by=builders.actor(by))


def test_printed_twice_it_is_marked_so():
    by = builders.actor(clerk())
    one = letter()
    for _turn in range(2):
        operations.mark_printed([one.pk], by=by)
    one.refresh_from_db()
    assert (one.reprints, one.printed_at <= timezone.now()) == (1, True)
