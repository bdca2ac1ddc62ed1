"""From the pages of a batch to its letters. Pure.

A letter begins at the start, after a separator sheet, after a blank page where the batch is set so, and at a page
that bears a code of ours. Separator sheets and those blank pages belong to no letter; every other page does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from channels_app.post.enums import Boundary, PageKind


@dataclass(frozen=True)
class Sheet:
    """What is known of one page. ``code`` is the code of ours it bears, « » for none."""

    number: int
    kind: str
    code: str = ""


@dataclass
class Group:
    """The pages of one letter, by number, and why it begins there."""

    boundary: Boundary
    numbers: list[int] = field(default_factory=list)
    code: str = ""


def split(sheets: Sequence[Sheet], *, on_blank: bool) -> list[Group]:
    """A second page with the same code goes on; a blank page alone makes no letter."""
    groups: list[Group] = []
    pending, open_group = Boundary.START, None
    for sheet in sheets:
        if sheet.kind == PageKind.SEPARATOR:
            pending, open_group = Boundary.SEPARATOR, None
        elif sheet.kind == PageKind.BLANK and on_blank:
            # A separator sheet printed on one side has a blank back.
            pending = pending if open_group is None else Boundary.BLANK
            open_group = None
        elif sheet.code and open_group is not None and open_group.code != sheet.code:
            open_group = _begun(groups, Boundary.CODE, sheet)
        elif open_group is None:
            open_group = _begun(groups, pending, sheet)
        else:
            open_group.numbers.append(sheet.number)
    return _without_blank_backs(groups, sheets)


def _begun(groups: list[Group], boundary: Boundary, sheet: Sheet) -> Group:
    groups.append(Group(boundary, [sheet.number], sheet.code))
    return groups[-1]


def _without_blank_backs(groups: list[Group], sheets: Sequence[Sheet]) -> list[Group]:
    """A letter made of blank pages only is the back of a separator sheet: no letter."""
    blank = {sheet.number for sheet in sheets if sheet.kind == PageKind.BLANK}
    return [group for group in groups if not blank.issuperset(group.numbers)]
