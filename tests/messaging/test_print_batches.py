"""The letters of the day: one file in the order of addresses, each on a front page, none that must be alone."""

import threading

import pytest
from django.db import connection

from citizens.models import AddressKeeper
from core.errors import Forbidden, Refused
from documents.binding import bind, take
from documents.errors import CannotRender
from files import reading
from files.models import StoredFile
from messaging import letter_files, letter_queries, operations, tasks
from messaging.enums import BatchState
from messaging.models import Dispatch, PrintBatch
from requests_app.models import ServiceRequest
from tests import builders
from tests.documents.pdf import page_count, words
from tests.mailroom import a_pdf, clerk, filed, letter

pytestmark = pytest.mark.django_db


def make(by, **fields):
    batch = operations.make_print_batch(commune_id=builders.make_town().pk, by=builders.actor(by), **fields)
    operations.prepare_batches()
    batch.refresh_from_db()
    return batch


def seen(by, batch):
    return letter_queries.batch(builders.actor(by), batch.public_id)


def test_letters_are_bound_in_the_order_of_addresses_each_on_a_front_page():
    letter(name="Zoé", address="9 rue des Tanneurs\n99000 Admiville", pages=1)
    letter(name="Ana", address="12 rue du Bac\n98000 Belmont", pages=2)
    letter(name="Luc", address="2 bis rue des Tanneurs\n99000 Admiville", pages=3)
    batch = make(clerk())
    assert (batch.state, batch.letter_count, batch.page_count) == (BatchState.READY, 3, 8)
    rows = Dispatch.objects.order_by("batch_rank").values_list("to_name", "batch_first_page", "page_count")
    assert list(rows) == [("Ana", 0, 2), ("Luc", 2, 4), ("Zoé", 6, 2)]
    stored = StoredFile.objects.get(owner_kind="print_batch")
    assert page_count(reading.content_for_scan(stored)) == 8


def test_a_cover_sheet_is_not_the_back_of_its_letter():
    bound = bind([[a_pdf(1), a_pdf(1)]])
    assert bound.page_counts == [4]
    assert page_count(take(bound.content, [(2, 2)])) == 2


def test_a_pdf_that_cannot_be_read_is_told_in_words():
    with pytest.raises(CannotRender, match="ne peut pas être relue"):
        bind([[b"not a pdf"]])


def test_numbers_have_no_gap_and_a_letter_is_in_one_batch():
    by = clerk()
    letter()
    first = make(by)
    with pytest.raises(Refused, match="Aucune lettre"):
        operations.make_print_batch(commune_id=first.commune_id, by=builders.actor(by))
    letter()
    second = make(by)
    assert second.number.endswith("00002")
    assert first.number.endswith("00001")


def test_a_confidential_letter_is_in_no_batch_and_in_no_count_of_others():
    letter()
    secret = letter(confidential=True)
    plain, trusted = clerk(), clerk("instructeur", "confidentiel")
    assert make(trusted).letter_count == 1
    secret.refresh_from_db()
    assert secret.batch is None
    town = builders.make_town()
    assert letter_queries.waiting_letters(builders.actor(plain), town) == []
    (alone,) = letter_queries.waiting_letters(builders.actor(trusted), town)
    assert (alone.dispatch.pk, alone.standing.apart) == (secret.pk, True)
    assert letter_queries.letter(builders.actor(plain), secret.public_id) is None
    with pytest.raises(Forbidden):
        operations.mark_printed([secret.pk], by=builders.actor(plain))
    assert operations.mark_printed([secret.pk], by=builders.actor(trusted)) == 1


def test_a_protected_address_is_printed_alone_by_its_keeper_only():
    made = filed()
    one = letter(made)
    made.citizen.protected = True
    made.citizen.save(update_fields=["protected"])
    keeper, other = clerk(), clerk()
    AddressKeeper.objects.create(citizen=made.citizen, user=keeper)
    town = builders.make_town()
    assert letter_queries.waiting_letters(builders.actor(other), town) == []
    assert [row.dispatch.pk for row in letter_queries.waiting_letters(builders.actor(keeper), town)] == [one.pk]
    for by in (keeper, other):
        with pytest.raises(Refused):
            operations.make_print_batch(commune_id=town.pk, by=builders.actor(by))


def test_a_request_that_becomes_confidential_leaves_the_batch_and_its_file():
    by = clerk()
    kept, changed = letter(name="Ana"), letter(name="Luc")
    batch = make(by)
    ServiceRequest.objects.filter(pk=int(changed.subject_ref)).update(confidential=True)
    shown = seen(by, batch)
    assert [one.dispatch.pk for one in shown.letters] == [kept.pk]
    assert page_count(letter_files.batch_pdf(shown, by=builders.actor(by))) == 2


def test_what_became_confidential_before_the_binding_goes_back_to_the_pile():
    by = clerk()
    letter(name="Ana")
    changed = letter(name="Luc")
    batch = operations.make_print_batch(commune_id=changed.commune_id, by=builders.actor(by))
    ServiceRequest.objects.filter(pk=int(changed.subject_ref)).update(confidential=True)
    operations.prepare_batches()
    batch.refresh_from_db()
    changed.refresh_from_db()
    assert (batch.letter_count, changed.batch) == (1, None)


def test_a_batch_is_seen_by_whoever_sees_all_its_letters():
    both = clerk()
    builders.give(both, "voirie", "instructeur")
    letter()
    letter(procedure_code="signalement-voirie")
    batch = make(both)
    assert seen(both, batch) is not None
    assert seen(clerk(), batch) is None
    assert seen(clerk(of="voirie"), batch) is None


def test_a_batch_of_one_service_leaves_the_letters_of_the_others():
    both = clerk()
    builders.give(both, "voirie", "instructeur")
    mine, other = letter(), letter(procedure_code="signalement-voirie")
    assert make(both, service_ids={mine.service_id_ref}).letter_count == 1
    other.refresh_from_db()
    assert other.batch is None


def test_a_batch_that_cannot_be_bound_gives_its_letters_back(settings):
    settings.GRC_MESSAGING = {**settings.GRC_MESSAGING, "preparing_tries": 1}
    by = clerk()
    one = letter()
    StoredFile.objects.filter(owner_kind="dispatch").update(path="nowhere/at/all")
    batch = make(by)
    one.refresh_from_db()
    assert (batch.state, one.batch) == (BatchState.FAILED, None)
    assert "ne peut pas être lu" in batch.last_error


def test_the_dispatch_list_names_rank_name_town_and_registered_number():
    by = clerk()
    one = letter(name="Josette Ferrand")
    batch = make(by)
    operations.note_registered(one.pk, "1a 234 567 8901 2", by=builders.actor(by))
    said = words(letter_files.dispatch_list(seen(by, batch), by=builders.actor(by)))
    assert all(part in said for part in (batch.number, "Josette Ferrand", "Admiville", "1A23456789012", "1 lettre"))


def test_run_three_times_the_task_prepare_batches_makes_one_file():
    letter()
    operations.make_print_batch(commune_id=builders.make_town().pk, by=builders.actor(clerk()))
    assert [tasks.prepare_batches() for _turn in range(3)] == [1, 0, 0]
    assert StoredFile.objects.filter(owner_kind="print_batch").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_agents_at_the_same_instant_never_share_a_letter():
    for _turn in range(4):
        letter()
    agents = [clerk(), clerk()]
    start, made = threading.Barrier(2), []

    def ask(user):
        start.wait()
        try:
            made.append(operations.make_print_batch(commune_id=builders.make_town().pk, by=builders.actor(user)))
        except Refused:
            made.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[user]) for user in agents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(one is not None for one in made) == 1
    assert PrintBatch.objects.count() == 1
    assert Dispatch.objects.filter(batch__isnull=False).count() == 4
