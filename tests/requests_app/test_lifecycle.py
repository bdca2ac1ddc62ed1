import pytest

from core.errors import IllegalMove
from procedures import circuits
from requests_app import diagram, lifecycle
from requests_app.enums import ENDED, OPEN, TO_DO, UNDECIDED, Action, Phase

EVERY_PAIR = [(phase, action) for phase in Phase for action in Action]


@pytest.mark.parametrize(("phase", "action"), EVERY_PAIR)
def test_a_move_is_either_in_the_table_or_refused_with_a_sentence(phase, action):
    if phase in lifecycle.MOVES[action]:
        assert lifecycle.after(phase, action) == lifecycle.MOVES[action][phase]
        assert action in lifecycle.available(phase)
    else:
        with pytest.raises(IllegalMove, match="possible"):
            lifecycle.after(phase, action)
        assert action not in lifecycle.available(phase)


@pytest.mark.parametrize(
    "story",
    [
        [(Action.TAKE, Phase.IN_PROGRESS), (Action.DECIDE, Phase.DECIDED), (Action.CLOSE, Phase.CLOSED)],
        [(Action.ASK, Phase.WAITING_PERSON), (Action.ANSWER, Phase.IN_PROGRESS), (Action.CLOSE, Phase.CLOSED)],
        [(Action.REPLY, Phase.IN_PROGRESS), (Action.WITHDRAW, Phase.WITHDRAWN), (Action.REOPEN, Phase.IN_PROGRESS)],
        [(Action.CLOSE, Phase.CLOSED), (Action.REOPEN, Phase.IN_PROGRESS), (Action.DECIDE, Phase.DECIDED)],
    ],
)
def test_whole_lives_are_legal(story):
    phase = Phase.RECEIVED
    for action, expected in story:
        phase = lifecycle.after(phase, action)
        assert phase == expected


@pytest.mark.parametrize("phase", sorted(ENDED))
def test_an_ended_request_can_only_be_noted_linked_taken_up_again_or_its_person_reached(phase):
    again = {Action.REOPEN, Action.RESTORE, Action.UNMERGE}
    assert set(lifecycle.available(phase)) <= again | {Action.NOTE, Action.REACHED, Action.LINK}


def test_assigning_and_rerouting_are_not_phases():
    for action in (Action.ASSIGN, Action.REROUTE, Action.NOTE):
        assert all(start == end for start, end in lifecycle.MOVES[action].items())


def test_a_decided_request_cannot_be_withdrawn_nor_decided_again():
    assert not {Action.WITHDRAW, Action.DECIDE, Action.ASK} & set(lifecycle.available(Phase.DECIDED))


def test_the_sets_of_phases_fit_together():
    assert UNDECIDED < OPEN
    assert TO_DO < OPEN
    assert OPEN | ENDED == set(Phase)
    assert not OPEN & ENDED


def test_every_phase_has_a_step_in_the_default_circuit():
    assert {circuits.step_for(circuits.DEFAULT, phase) for phase in Phase} == set(Phase)


def test_the_default_circuit_offers_at_least_one_legal_move_in_every_open_phase():
    for phase in OPEN:
        offered = {move.action for move in circuits.offered(circuits.DEFAULT, phase, phase)}
        assert offered & set(lifecycle.available(phase))


def test_the_drawing_in_the_documentation_is_the_table(settings):
    written = (settings.ROOT / diagram.PAGE).read_text(encoding="utf-8")
    assert written == diagram.page(), "manage.py draw_lifecycle"
