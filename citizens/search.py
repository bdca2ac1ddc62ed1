"""Finding somebody at the counter or on the phone: any mix of name, birth, phone, e-mail and street, badly spelt.

Two questions to the index at most, each with a LIMIT, then the people themselves: three queries whatever the size.
Marks (rules/marks.py) bring some hundreds of candidates, letters are compared in Python (rules/ranking.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db import connection

from citizens import policies
from citizens.models import Citizen
from citizens.rules import marks, ranking
from citizens.rules.asking import LONGEST, Asked, parse
from core import calendar
from core.actor import Actor
from core.models import Commune
from organisation.access import access_of

BRANCH, CANDIDATES = 120, 240
SURE = 0.85  # below, the second question is asked
COLUMNS = "person_id, veiled, names, birth_date, phones, emails, streets, sort_key"
TABLE = "citizens_personsearchrow"


@dataclass(frozen=True)
class Condition:
    """A piece of WHERE over the search rows; the values are never in the text."""

    sql: str
    values: tuple[object, ...]


def any_of(tokens: Iterable[int]) -> Condition:
    return Condition("marks && %s::integer[]", (sorted(tokens),))


def all_of(tokens: Iterable[int]) -> Condition:
    return Condition("marks @> %s::integer[]", (sorted(tokens),))


def both(conditions: Sequence[Condition]) -> Condition:
    return _joined(" AND ", conditions)


def either(conditions: Sequence[Condition]) -> Condition:
    return _joined(" OR ", conditions)


def _joined(word: str, conditions: Sequence[Condition]) -> Condition:
    values = tuple(value for one in conditions for value in one.values)
    return Condition(f"({word.join(one.sql for one in conditions)})", values)


@dataclass(frozen=True)
class Match:
    """``reasons`` in the words shown under the name; ``score`` only orders."""

    citizen: Citizen
    reasons: list[str]
    score: float


def is_cut(query: str) -> bool:
    """Only the beginning of these words is looked for: a page says so."""
    return len(query) > LONGEST or parse(query, calendar.now().date()).cut


def find_people(query: str, *, commune_id: int, by: Actor, limit: int = 8) -> list[Match]:
    """The likeliest people this actor may see, best first, alphabetical among equals; nobody for an empty query.

    The reading itself is recorded by ``reading.person_card``; a screen that lists people records its searches.
    """
    access = access_of(by)
    if not by.is_system and (access.commune_id != commune_id or not access.service_ids):
        return []
    asked = parse(query, calendar.local_date(Commune(timezone="Europe/Paris"), calendar.now()))
    if asked.is_empty:
        return []
    veils = [False, True] if by.is_system or access.confidential_ids else [False]
    return _matches(asked, _ranked(asked, commune_id, veils), by, limit)


def _ranked(asked: Asked, commune_id: int, veils: list[bool]) -> list[tuple[float, ranking.Row]]:
    here = Condition("commune_id = %s AND veiled = ANY(%s)", (commune_id, veils))
    words, facts = _word_groups(asked, commune_id), _fact_groups(asked, commune_id)
    likenesses = ranking.Likenesses()
    found = ranking.rank(asked, _ask(here, _first_branches(asked, commune_id, words, facts)), likenesses)
    if found and found[0][0] >= SURE * ranking.highest(asked):
        return found
    known = {row for _score, row in found}
    more = [row for row in _ask(here, _second_branches(words, facts)) if row not in known]
    return ranking.ordered([*found, *ranking.rank(asked, more, likenesses)])


def _word_groups(asked: Asked, commune_id: int) -> list[Condition]:
    """One condition a word: somebody’s name or street may hold it."""
    groups = []
    for word in asked.words:
        tokens = {*marks.of_asked_word(commune_id, word), *marks.of_asked_street_word(commune_id, word)}
        if joined := asked.joined.get(word):
            tokens |= set(marks.of_asked_word(commune_id, joined))
        groups.append(any_of(tokens))
    return groups


def _fact_groups(asked: Asked, commune_id: int) -> list[Condition]:
    """One condition a fact; digits may be a day, a year or a part of a phone."""
    births = [one.isoformat() for one in asked.dates] + asked.months + asked.years
    readings = [any_of(marks.mark(commune_id, "b", text) for text in births)] if births else []
    readings += [all_of(marks.of_phone_part(commune_id, digits)) for digits in asked.phones]
    both_readings = births and asked.phones and not _told_apart(asked)
    groups = [either(readings)] if both_readings else readings
    return [
        *groups,
        *(any_of(marks.mark(commune_id, "m", text) for text in marks.email_words(one)) for one in asked.emails),
    ]


def _told_apart(asked: Asked) -> bool:
    """A day was written as a day, and a phone beside it: both must agree."""
    return bool(asked.dates or asked.months) and not any(len(digits) in (6, 8) for digits in asked.phones)


def _first_branches(asked: Asked, commune_id: int, words: list[Condition], facts: list[Condition]) -> list[Condition]:
    """From the surest to the loosest: as spelt, as heard, the fact alone, the house."""
    spelt = [all_of(marks.mark(commune_id, "n", word) for word in asked.words)] if words else []
    ends = [all_of([marks.mark(commune_id, "e", digits[-4:])]) for digits in asked.phones]
    branches = [both([*spelt, *facts])] if words else ends
    if words or facts:
        branches = [*branches, both([*words, *facts])]
    # Four digits in the middle of a number are in a thousand phones: the end first, the rest if nobody was found.
    short = any(len(digits) == 4 for digits in asked.phones)
    if words and (asked.dates or asked.phones or asked.emails):
        branches += ends if short and not asked.dates else [*ends, *facts]
    if asked.numbers and words:
        branches.append(any_of(marks.of_house(commune_id, asked.numbers, asked.words)))
    return branches


def _second_branches(words: list[Condition], facts: list[Condition]) -> list[Condition]:
    """One thing was wrong, or two: all but one, then the words two by two, then any of two."""
    everything = [*words, *facts]
    branches: list[Condition] = []
    if len(everything) > 2:
        branches += [both([one for one in everything if one is not left]) for left in everything]
    if len(everything) > 3:
        branches += [both(pair) for pair in combinations(words, 2)]
    if len(words) == 2:
        branches += words
    return branches


def _ask(here: Condition, branches: list[Condition]) -> list[ranking.Row]:
    """One query: each branch has its own LIMIT, and the last ones are not run once there is enough.

    Written in SQL: each branch is materialised so that a LIMIT never talks the planner into reading the whole table.
    """
    if not branches:
        return []
    parts: list[str] = []
    values: list[Any] = []
    for branch in branches:
        condition = both([here, branch])
        parts.append(f"(WITH found AS MATERIALIZED (SELECT {COLUMNS} FROM {TABLE} WHERE {condition.sql})"  # noqa: S608
                     f" SELECT * FROM found LIMIT {BRANCH})")  # fmt: skip
        values += condition.values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({' UNION ALL '.join(parts)}) AS every LIMIT {CANDIDATES}", values)  # noqa: S608 - constants
        return list(dict.fromkeys(cursor.fetchall()))


def _matches(asked: Asked, ranked: list[tuple[float, ranking.Row]], by: Actor, limit: int) -> list[Match]:
    """The best of what this actor may see: a veiled row counts only for who may see what is veiled of the person."""
    best = ranked[: limit * 3]
    keys = {row[0] for _score, row in best}
    found = _open(keys, by)
    # Who may see what is veiled is a long question: asked only where something is.
    unsure = {row[0] for _score, row in best if row[1]} | (keys - found.keys())
    reached = _reached(unsure, by)
    found |= reached
    matches: dict[int, Match] = {}
    for score, row in best:
        citizen = found.get(row[0])
        if citizen is None or citizen.pk in matches or (row[1] and row[0] not in reached):
            continue
        matches[citizen.pk] = Match(citizen, ranking.reasons(asked, row, citizen.civility), round(score, 3))
    return list(matches.values())[:limit]


def _open(keys: set[int], by: Actor) -> dict[int, Citizen]:
    people = Citizen.objects.filter(pk__in=keys, veiled=False)
    if not by.is_system:
        people = people.filter(commune_id=access_of(by).commune_id or 0)
    return {one.pk: one for one in people}


def _reached(keys: set[int], by: Actor) -> dict[int, Citizen]:
    """Of these, those of whom this actor may see what is veiled."""
    if not keys or not (by.is_system or access_of(by).confidential_ids):
        return {}
    people = Citizen.objects.visible_to(by).filter(pk__in=keys)
    return {one.pk: one for one in (people if by.is_system else people.filter(policies.reached(by)))}
