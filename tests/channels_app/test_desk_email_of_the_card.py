"""The e-mail that the card filled in is not repeated in a letter that goes where the caller says."""

import pytest

from channels_app.operations import file_from_desk, open_desk_draft, prepare_from_desk
from core.enums import Channel
from organisation.enums import Role
from requests_app import operations
from requests_app.operations import Reply
from tests.builders import actor, make_agent, make_citizen, procedure

pytestmark = pytest.mark.django_db
HERS = "malika.benhaddou@courriel.example"
ASKED = {"objet": "Horaires", "message": "Quels sont les horaires de la piscine ?"}
DICTATED = Reply(channel=Channel.POST, postal="1 rue d’Ailleurs\n99000 Admiville")


@pytest.fixture
def desk():
    return actor(make_agent("accueil", Role.COUNTER))


def filled(desk, code="question", channel=Channel.PHONE):
    """A form opened for a known person, whose identity nobody has made sure of."""
    person = make_citizen()
    draft = open_desk_draft(procedure(code).current_id, citizen_id=person.pk, prefill=ASKED, channel=channel, by=desk)
    assert HERS in str(draft.answers)
    return person, draft


def file(draft, person, desk, reply):
    return file_from_desk(draft.pk, channel=Channel.PHONE, citizen_id=person.pk, reply=reply, by=desk)


def test_dictated_a_letter_elsewhere_does_not_tell_the_e_mail(desk):
    person, draft = filled(desk)
    assert HERS not in str(file(draft, person, desk, DICTATED).answers)


def test_sent_to_that_very_e_mail_the_answer_stays(desk):
    person, draft = filled(desk)
    made = file(draft, person, desk, Reply(channel=Channel.EMAIL, email=HERS))
    assert HERS in str(made.answers)


def test_another_e_mail_typed_at_the_desk_is_of_this_request_only(desk):
    person, draft = filled(desk)
    key = next(key for key, value in draft.answers.items() if value == HERS)
    operations.save_draft(draft.pk, "guichet", {key: "autre@courriel.example"})
    made = file(draft, person, desk, DICTATED)
    assert made.answers[key] == "autre@courriel.example"
    assert "autre@" not in str(list(person.contact_points.values_list("value", flat=True)))


def test_once_identity_is_made_sure_of_the_letter_says_it_all(desk):
    person, draft = filled(desk)
    operations.check_identity(citizen_id=person.pk, by=desk, method="seen")
    assert HERS in str(file(draft, person, desk, DICTATED).answers)


def test_a_form_prepared_and_sent_by_letter_does_not_show_it_either(desk):
    person, draft = filled(desk, code="acte-etat-civil")
    prepare_from_desk(draft.pk, citizen_id=person.pk, reply=DICTATED, by=desk)
    draft.refresh_from_db()
    assert HERS not in str(draft.answers)
    assert HERS not in str(draft.raw)
