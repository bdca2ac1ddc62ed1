import pytest

from core.errors import RateLimited, Refused
from core.models import AccessTrailEntry
from requests_app.enums import Phase
from requests_app.models import ServiceRequest
from requests_app.reading import follow_by_code
from tests.builders import make_citizen, make_request

pytestmark = pytest.mark.django_db
IP = "192.0.2.1"


@pytest.mark.parametrize(
    "proof",
    [
        "Benhaddou",
        "  benhaddou ",
        "BENHADDOU",
        "Malika Benhaddou",
        "benhaddou malika",
        "12/04/1987",
        "1987-04-12",
        "12 4 1987",
    ],
)
def test_the_name_or_the_birth_date_proves_who_asks(proof):
    made = make_request()
    status = follow_by_code(made.number, made.spoken_code, proof, IP)
    assert (status.number, status.phase) == (made.number, Phase.RECEIVED)


def test_accents_and_hyphens_do_not_matter():
    person = make_citizen("Évrard-Lefèvre", "Zoé", email="zoe@courriel.example", phone="")
    made = make_request(citizen=person)
    assert follow_by_code(made.number, made.spoken_code, "evrard lefevre", IP)


def test_number_and_code_are_read_however_they_are_typed():
    made = make_request()
    number, code = made.number.lower().replace("-", " "), made.spoken_code.lower().replace("-", " ")
    assert follow_by_code(f" {number} ", code, "benhaddou", IP)


def test_an_anonymous_report_needs_number_and_code_only():
    made = make_request("signalement-voirie", anonymous=True)
    assert follow_by_code(made.number, made.spoken_code, "", IP)
    with pytest.raises(Refused):
        follow_by_code(made.number, "AAAA-AAAA", "", IP)


def test_whatever_is_wrong_the_answer_is_the_same():
    made, other = make_request(), make_request()
    tries = [
        (made.number, other.spoken_code, "Benhaddou"),
        (made.number, made.spoken_code, "Martin"),
        (made.number, made.spoken_code, ""),
        (made.number, made.spoken_code, "13/04/1987"),
        (made.number, made.spoken_code, "99/99/9999"),
        ("2026-999999-K", made.spoken_code, "Benhaddou"),
        ("n’importe quoi", "x", "y"),
        ("", "", ""),
        ("\x00" * 50, "\x00", "'; drop table"),
    ]
    sentences = set()
    for number, code, proof in tries:
        with pytest.raises(Refused) as refusal:
            follow_by_code(number, code, proof, IP)
        sentences.add(refusal.value.sentence)
    assert len(sentences) == 1
    assert made.number not in sentences.pop()


def test_both_answers_take_the_same_work(django_assert_num_queries):
    made = make_request()
    for number in (made.number, "2026-999999-K"):
        with django_assert_num_queries(1), pytest.raises(Refused):
            follow_by_code(number, "AAAA-AAAA", "Benhaddou", IP)


def test_an_address_that_tries_too_often_waits():
    for place in range(20):
        with pytest.raises(Refused, match="Aucune demande"):
            follow_by_code(f"2026-{place:06d}", "AAAA-AAAA", "x", IP)
    made = make_request()
    with pytest.raises(RateLimited, match="Trop d’essais"):
        follow_by_code(made.number, made.spoken_code, "Benhaddou", IP)
    assert follow_by_code(made.number, made.spoken_code, "Benhaddou", "192.0.2.2")


def test_a_number_tried_too_often_waits_from_wherever_it_is_tried():
    made = make_request()
    for place in range(10):
        with pytest.raises(Refused):
            follow_by_code(made.number, "AAAA-AAAA", "x", f"192.0.2.{place}")
    with pytest.raises(RateLimited):
        follow_by_code(made.number, made.spoken_code, "Benhaddou", "192.0.2.99")


def test_it_opens_the_state_never_the_content():
    made = make_request()
    status = follow_by_code(made.number, made.spoken_code, "Benhaddou", IP)
    assert "tanneurs" not in str(status).lower()
    assert made.link_token not in str(status)
    assert "refusée" in status.legal


def test_of_a_confidential_request_not_even_the_subject():
    made = make_request("aide-ccas", answers={})
    status = follow_by_code(made.number, made.spoken_code, "Benhaddou", IP)
    assert made.procedure.title not in str(status)
    assert "Action sociale" not in str(status)


def test_an_archived_request_is_no_longer_followed():
    made = make_request()
    ServiceRequest.objects.filter(pk=made.pk).update(restriction="archived")
    with pytest.raises(Refused):
        follow_by_code(made.number, made.spoken_code, "Benhaddou", IP)


def test_the_reading_is_written_down():
    made = make_request()
    follow_by_code(made.number, made.spoken_code, "Benhaddou", IP)
    assert AccessTrailEntry.objects.get(verb="read", subject_ref=str(made.pk)).detail == {"by": "code"}
