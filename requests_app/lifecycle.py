"""Which change of phase is legal: one table, pure. Assignment is not a phase; a circuit offers some of these moves."""

from django.utils.translation import gettext as _

from core.errors import IllegalMove
from requests_app.enums import ENDED, OPEN, REOPENABLE, UNDECIDED, Action, Phase

_SAME_WHEN_OPEN = {phase: phase for phase in OPEN}

MOVES: dict[Action, dict[Phase, Phase]] = {
    Action.TAKE: {**_SAME_WHEN_OPEN, Phase.RECEIVED: Phase.IN_PROGRESS},
    Action.ASSIGN: _SAME_WHEN_OPEN,
    Action.REROUTE: {phase: phase for phase in UNDECIDED},
    Action.NOTE: {phase: phase for phase in Phase},
    Action.REPLY: {**_SAME_WHEN_OPEN, Phase.RECEIVED: Phase.IN_PROGRESS},
    Action.ASK: dict.fromkeys(UNDECIDED, Phase.WAITING_PERSON),
    Action.ANSWER: {**_SAME_WHEN_OPEN, Phase.WAITING_PERSON: Phase.IN_PROGRESS},
    Action.DECIDE: dict.fromkeys(UNDECIDED, Phase.DECIDED),
    Action.CLOSE: dict.fromkeys(OPEN, Phase.CLOSED),
    Action.REOPEN: dict.fromkeys(REOPENABLE, Phase.IN_PROGRESS),
    Action.WITHDRAW: dict.fromkeys(UNDECIDED, Phase.WITHDRAWN),
    Action.QUALIFY: {phase: phase for phase in UNDECIDED},
    Action.SET_ASIDE: dict.fromkeys(UNDECIDED, Phase.SET_ASIDE),
    Action.RESTORE: {Phase.SET_ASIDE: Phase.RECEIVED},
    Action.REACHED: {phase: phase for phase in Phase},
    Action.WAIT: dict.fromkeys(UNDECIDED, Phase.WAITING_THIRD_PARTY),
    Action.RESUME: {Phase.WAITING_THIRD_PARTY: Phase.IN_PROGRESS},
    Action.LINK: {phase: phase for phase in Phase},
    Action.SPLIT: {phase: phase for phase in UNDECIDED},
    Action.MERGE: dict.fromkeys(UNDECIDED, Phase.MERGED),
    # Undoing gives back the phase it had (see « undone »); received when nobody knows which.
    Action.UNMERGE: {Phase.MERGED: Phase.RECEIVED},
    Action.TRANSMIT: dict.fromkeys(UNDECIDED, Phase.TRANSMITTED),
}


def after(phase: str, action: Action) -> Phase:
    """The phase once ``action`` is done, or IllegalMove with the sentence to show."""
    try:
        return MOVES[action][Phase(phase)]
    except KeyError:
        raise IllegalMove(_refusal(Phase(phase), action)) from None


# Of the house, not of a procedure’s circuit: naming what arrived, putting it aside, reaching somebody otherwise, tying
# it to others, sending it on.
BESIDE_CIRCUIT = frozenset(
    {Action.QUALIFY, Action.SET_ASIDE, Action.RESTORE, Action.REACHED, Action.WAIT, Action.RESUME, Action.LINK}
    | {Action.SPLIT, Action.MERGE, Action.UNMERGE, Action.TRANSMIT}
)


def undone(phase: str, action: Action, before: str) -> Phase:
    """The phase once ``action`` has undone a move: the one ``before`` it, if work was still going on then."""
    given = after(phase, action)
    return Phase(before) if before in UNDECIDED else given


def available(phase: str) -> tuple[Action, ...]:
    """The legal actions, in the order of the enum: pages draw their buttons from it."""
    return tuple(action for action in Action if Phase(phase) in MOVES[action])


def _refusal(phase: Phase, action: Action) -> str:
    if phase in ENDED:
        return _("Cette demande n’est plus en cours (%(phase)s) : l’action « %(action)s » n’est plus possible.") % {
            "phase": phase.label.lower(),
            "action": action.label,
        }
    return _("L’action « %(action)s » n’est pas possible quand la demande est à l’état « %(phase)s ».") % {
        "phase": phase.label,
        "action": action.label,
    }
