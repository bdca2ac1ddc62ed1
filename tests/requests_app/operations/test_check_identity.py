"""Before any content is read out, the person is made sure of; whoever knows the name and the phone learns nothing."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import calendar
from core.errors import Forbidden, RateLimited, Refused
from core.models import AccessTrailEntry
from organisation.enums import Role
from requests_app.enums import FactKind
from requests_app.models import IdentityCheck
from requests_app.operations import check_identity
from requests_app.reading import counter_view, known_facts, valid_check
from tests.builders import actor, make_agent, make_citizen, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return actor(make_agent("accueil", Role.COUNTER))


def check(person, by, **more):
    return check_identity(citizen_id=person.pk, by=by, **more)


def test_two_facts_that_the_town_knows_suffice_for_half_an_hour_and_for_that_agent(desk):
    person = make_citizen()
    done = check(person, desk, method="facts", facts=["birth_date", "email"])
    assert (done.facts, valid_check(person.pk, by=desk)) == (["birth_date", "email"], done)
    assert valid_check(person.pk, by=actor(make_agent("accueil", Role.COUNTER))) is None
    IdentityCheck.objects.update(checked_at=calendar.now() - dt.timedelta(minutes=31))
    assert valid_check(person.pk, by=desk) is None


def test_facts_offered_are_those_known_and_never_the_phone_nor_the_name(desk):
    person = make_citizen(birth_date=None)
    facts = known_facts(person.pk, by=desk)
    assert [one.kind for one in facts] == [FactKind.EMAIL]
    assert not [one for one in facts if "39 98" in one.value or "Benhaddou" in one.value]


@pytest.mark.parametrize("facts", [[], ["birth_date"], ["birth_date", "birth_date"]])
def test_fewer_than_two_distinct_facts_are_refused(desk, facts):
    with pytest.raises(Refused, match="deux faits"):
        check(make_citizen(), desk, method="facts", facts=facts)


@pytest.mark.parametrize("fact", ["phone", "name", "address", "request", "n’importe quoi"])
def test_what_the_town_does_not_know_or_proves_nothing_cannot_be_ticked(desk, fact):
    with pytest.raises(Refused, match="ne peut pas vérifier"):
        check(make_citizen(), desk, method="facts", facts=["birth_date", fact])


def test_an_ex_spouse_who_knows_the_phone_and_the_name_learns_nothing(desk):
    person = make_citizen(birth_date=None, email="")
    with pytest.raises(Refused, match="trop peu de faits"):
        check(person, desk, method="facts", facts=["phone", "name"])
    assert valid_check(person.pk, by=desk) is None
    assert known_facts(person.pk, by=desk) == []


def test_the_code_of_a_request_of_that_person_is_proof(desk):
    person, made = make_citizen(), make_request()
    assert check(person, desk, method="code", number=made.number, code=made.spoken_code.lower()).request == made


def test_numbers_read_wrong_at_one_window_close_it_at_no_other(desk):
    """A number that is none was counted together with those of the whole town."""
    other = actor(make_agent("accueil", Role.COUNTER))
    for rank in range(11):
        person = make_citizen(f"Inconnu{rank}", "Jean", email="", phone="")
        with pytest.raises(Refused if rank < 10 else RateLimited):
            check(person, desk, method="code", number="pas un numéro", code="AAAA-AAAA")
    person, made = make_citizen(), make_request()
    with pytest.raises(Refused, match="ne vont pas ensemble"):
        check(person, other, method="code", number="pas un numéro", code="AAAA-AAAA")
    assert check(person, desk, method="code", number=made.number, code=made.spoken_code).request == made


def test_a_wrong_code_is_refused_recorded_and_counted(desk):
    person, made = make_citizen(), make_request()
    for _time in range(5):
        with pytest.raises(Refused, match="ne vont pas ensemble"):
            check(person, desk, method="code", number=made.number, code="AAAA-AAAA")
    with pytest.raises(RateLimited):
        check(person, desk, method="code", number=made.number, code="AAAA-AAAA")
    assert AccessTrailEntry.objects.filter(verb="refused", subject_kind="citizen").count() >= 5
    assert not IdentityCheck.objects.exists()


def test_the_code_of_somebody_else_proves_nothing(desk):
    made = make_request()
    other = make_citizen("Morel", "Julien", email="j@courriel.example", phone="", birth_date=None)
    with pytest.raises(Refused, match="ne vont pas ensemble"):
        check(other, desk, method="code", number=made.number, code=made.spoken_code)


def test_the_code_of_a_confidential_request_is_unknown_to_who_has_no_access(desk):
    made = make_request("aide-ccas", answers={}, citizen=make_citizen())
    with pytest.raises(Refused, match="ne vont pas ensemble"):
        check(made.citizen, desk, method="code", number=made.number, code=made.spoken_code)
    assert FactKind.REQUEST not in [one.kind for one in known_facts(made.citizen_id, by=desk)]


def test_a_call_back_needs_a_known_number(desk):
    assert check(make_citizen(), desk, method="call_back").method == "call_back"
    nobody = make_citizen("Morel", "Julien", email="j@courriel.example", phone="", birth_date=None)
    with pytest.raises(Refused, match="Aucun numéro"):
        check(nobody, desk, method="call_back")


def test_the_counter_sees_what_is_open_elsewhere_without_its_content(desk):
    made = make_request()
    make_request("aide-ccas", answers={}, citizen=make_citizen())
    view = counter_view(made.citizen_id, by=desk, situation="phone")
    assert [row.number for row in view.rows] == [made.number]
    row = view.rows[0]
    assert (row.public_id, row.is_open, row.procedure_title) == (None, True, made.procedure.title)
    assert made.title not in str(row)
    assert AccessTrailEntry.objects.filter(subject_kind="citizen", detail__counter="phone").exists()


def test_the_counter_view_is_for_reception():
    made = make_request()
    with pytest.raises(Forbidden):
        counter_view(made.citizen_id, by=actor(make_agent("etat-civil", Role.HANDLER)), situation="phone")


def test_as_many_queries_for_one_request_as_for_ten(desk, django_assert_num_queries):
    made = make_request()
    with CaptureQueriesContext(connection) as one:
        counter_view(made.citizen_id, by=desk, situation="present")
    for _time in range(9):
        make_request(citizen=made.citizen)
    with django_assert_num_queries(len(one)):
        assert len(counter_view(made.citizen_id, by=desk, situation="present").rows) == 10
