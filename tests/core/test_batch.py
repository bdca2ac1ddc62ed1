"""What a batch of work reads once, and whom it wakes once."""

import pytest

from core.batch import at_the_end, batch, dress, forget_all, in_a_batch, remembered, shared, web_request
from core.models import Commune


def reader(answers):
    return lambda: answers.pop(0)


def test_outside_of_a_batch_every_question_is_asked():
    answers = ["first", "second"]
    assert [remembered("key", reader(answers)) for _time in range(2)] == ["first", "second"]


@pytest.mark.parametrize("frame", [batch, web_request])
def test_a_question_is_asked_once_and_never_outlives_what_asked_it(frame):
    answers = ["first", "second"]
    for said in ("first", "second"):
        with frame():
            assert [remembered("key", reader(answers)) for _time in range(2)] == [said, said]


def test_a_change_made_inside_is_told_by_forgetting():
    answers = ["before", "after"]
    with batch():
        assert remembered("key", reader(answers)) == "before"
        forget_all()
        assert remembered("key", reader(answers)) == "after"


def test_a_batch_inside_another_is_the_same_one():
    with batch():
        assert remembered("key", lambda: 1) == 1
        with batch():
            assert remembered("key", lambda: 2) == 1
        assert in_a_batch()
    assert not in_a_batch()


def test_workers_are_woken_once_and_at_the_end():
    woken = []
    with batch():
        for _time in range(3):
            assert at_the_end("relay", lambda: woken.append("relay"))
        assert at_the_end("mails", lambda: woken.append("mails"))
        assert woken == []
    assert woken == ["relay", "mails"]


def test_what_was_committed_is_woken_for_even_if_the_batch_breaks():
    woken = []
    with pytest.raises(ZeroDivisionError), batch():
        at_the_end("relay", lambda: woken.append("relay"))
        raise ZeroDivisionError
    assert woken == ["relay"]


def test_a_person_who_waits_is_not_made_to_wait_for_the_end_of_a_web_request():
    with web_request():
        assert not at_the_end("relay", lambda: None)
    assert not at_the_end("relay", lambda: None)


@pytest.mark.django_db
def test_linked_configuration_is_read_once_a_batch_and_again_by_the_next_one(django_assert_num_queries):
    from organisation.models import Street
    from tests.builders import make_town

    town = make_town()
    street = Street.objects.get(name="rue des Tanneurs")

    def again() -> Street:
        found = Street.objects.get(pk=street.pk)
        dress(found, "commune")
        return found

    with batch():
        again()
        with django_assert_num_queries(1):
            assert again().commune.name == town.name
        Commune.objects.filter(pk=town.pk).update(name="Admiville-sur-Orge")
        assert again().commune.name == town.name
    with batch():
        assert again().commune.name == "Admiville-sur-Orge"
        assert shared(Commune, town.pk) is again().commune
    assert not Street._meta.get_field("commune").is_cached(again())
