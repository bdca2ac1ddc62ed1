"""A receipt given over the counter is posted by nobody; a mobile typed on the site takes short notices."""

from __future__ import annotations

import pytest

from channels_app.operations import file_from_desk, file_from_web, open_desk_draft
from core.actor import Actor
from core.enums import Channel
from messaging.enums import DispatchState
from messaging.letter_queries import waiting_letters
from messaging.models import Dispatch
from messaging.operations import prepare
from organisation.enums import Role
from requests_app.operations import Reply, hand_receipt, issue_acknowledgement
from requests_app.policies import draft_holder
from tests.builders import CIVIL_STATUS, actor, make_agent, make_draft, make_town, procedure

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")


@pytest.fixture
def filed():
    by = actor(make_agent("accueil", Role.COUNTER))
    draft = open_desk_draft(
        procedure("acte-etat-civil").current_id, citizen_id=None, prefill=CIVIL_STATUS, channel=Channel.COUNTER, by=by
    )
    letter = Reply(channel=Channel.POST, postal="14 rue des Tanneurs\n99000 Admiville")
    made = file_from_desk(draft.pk, channel=Channel.COUNTER, citizen_id=None, reply=letter, by=by)
    issue_acknowledgement(made.pk)
    return made, by


def acknowledgement(made) -> Dispatch:
    return Dispatch.objects.get(kind="acknowledgement", subject_ref=str(made.pk))


def test_handed_over_while_still_in_preparation_it_never_waits_for_the_printer(filed):
    made, by = filed
    assert acknowledgement(made).state == DispatchState.PREPARING
    for _time in range(3):
        hand_receipt(made.pk, by=by)
    prepare(acknowledgement(made).pk)
    sent = acknowledgement(made)
    assert (sent.state, sent.transport) == (DispatchState.SENT, "hand")
    assert not waiting_letters(SYSTEM, make_town())


def test_handed_over_once_ready_it_leaves_the_pile(filed):
    made, by = filed
    prepare(acknowledgement(made).pk)
    assert len(waiting_letters(SYSTEM, make_town())) == 1
    hand_receipt(made.pk, by=by)
    assert not waiting_letters(SYSTEM, make_town())


def test_a_letter_not_handed_over_waits_for_the_printer(filed):
    made, _by = filed
    prepare(acknowledgement(made).pk)
    assert acknowledgement(made).state == DispatchState.HELD


@pytest.mark.parametrize(
    ("email", "typed", "kept"),
    [
        (False, "+33639984127", "+33639984127"),
        (False, "+33199001234", ""),
        (True, "+33639984127", ""),
    ],
)
def test_a_mobile_typed_on_the_site_is_kept_for_notices_when_there_is_no_e_mail(email, typed, kept):
    answers = {**CIVIL_STATUS, "telephone": typed}
    if not email:
        del answers["courriel"]
    draft = make_draft(answers=answers)
    assert file_from_web(draft.pk, by=draft_holder(draft)).reply_phone == kept


def test_who_likes_the_telephone_gets_notices_beside_e_mails():
    draft = make_draft(answers={**CIVIL_STATUS, "telephone": "+33639984127"})
    known = file_from_web(draft.pk, by=draft_holder(draft)).citizen
    known.preferred_channel = Channel.SMS
    known.save(update_fields=["preferred_channel"])
    draft = make_draft(answers={**CIVIL_STATUS, "telephone": "+33639984127"})
    assert file_from_web(draft.pk, by=draft_holder(draft)).reply_phone == "+33639984127"
