"""Finding somebody at the counter or on the phone: any mix of name, birth, phone, e-mail and street, badly spelt.

Two questions to the index at most, each with a LIMIT, then the people themselves: three queries whatever the size.
Marks (rules/marks.py) bring some hundreds of candidates, letters are compared in Python (rules/ranking.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from operator import and_, or_

from django.db.models import Q, QuerySet

from citizens import policies
from citizens.models import Citizen, PersonSearchRow
from citizens.rules import marks, ranking
from citizens.rules.asking import Asked, parse
from core import calendar
from core.actor import Actor
from core.models import Commune
from organisation.access import access_of

BRANCH, CANDIDATES = 120, 240
SURE = 0.85  # below, the second question is asked
COLUMNS = ("person_id", "veiled", "names", "birth_date", "phones", "emails", "streets", "sort_key")


@dataclass(frozen=True)
class Match:
    """``reasons`` in the words shown under the name; ``score`` only orders."""

    citizen: Citizen
    reasons: list[str]
    score: float


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
    ranked = ranking.rank(asked, _candidates(asked, commune_id, veils))
    return _matches(asked, ranked, by, limit)


def _candidates(asked: Asked, commune_id: int, veils: list[bool]) -> list[ranking.Row]:
    rows = PersonSearchRow.objects.filter(commune_id=commune_id, veiled__in=veils)
    words, facts = _word_groups(asked, commune_id), _fact_groups(asked, commune_id)
    found = _ask(rows, _first_branches(asked, commune_id, words, facts))
    best = max((score for score, _row in ranking.rank(asked, found)), default=0.0)
    if best >= SURE * ranking.highest(asked):
        return found
    known = {row[0] for row in found}
    return [*found, *(row for row in _ask(rows, _second_branches(words, facts)) if row[0] not in known)]


def _word_groups(asked: Asked, commune_id: int) -> list[Q]:
    """One condition a word: somebody’s name or street may hold it."""
    groups = []
    for word in asked.words:
        tokens = {*marks.of_asked_word(commune_id, word), *marks.of_asked_street_word(commune_id, word)}
        if joined := asked.joined.get(word):
            tokens |= set(marks.of_asked_word(commune_id, joined))
        groups.append(Q(marks__overlap=sorted(tokens)))
    return groups


def _fact_groups(asked: Asked, commune_id: int) -> list[Q]:
    """One condition a fact; digits may be a day, a year or a part of a phone."""
    births = [one.isoformat() for one in asked.dates] + asked.months + asked.years
    readings = [Q(marks__overlap=[marks.mark(commune_id, "b", text) for text in births])] if births else []
    readings += [Q(marks__contains=sorted(marks.of_phone_part(commune_id, digits))) for digits in asked.phones]
    both_readings = births and asked.phones and not _told_apart(asked)
    groups = [reduce(or_, readings)] if both_readings else readings
    return [*groups, *(_email(commune_id, address) for address in asked.emails)]


def _told_apart(asked: Asked) -> bool:
    """A day was written as a day, and a phone beside it: both must agree."""
    return bool(asked.dates or asked.months) and not any(len(digits) in (6, 8) for digits in asked.phones)


def _email(commune_id: int, address: str) -> Q:
    return Q(marks__overlap=[marks.mark(commune_id, "m", text) for text in marks.email_words(address)])


def _first_branches(asked: Asked, commune_id: int, words: list[Q], facts: list[Q]) -> list[Q]:
    """From the surest to the loosest: as spelt, as heard, the fact alone."""
    spelt = [Q(marks__contains=[marks.mark(commune_id, "n", word) for word in asked.words])] if words else []
    branches = [reduce(and_, [*spelt, *facts])]
    if words:
        branches.append(reduce(and_, [*words, *facts]))
    ends = [Q(marks__contains=[marks.mark(commune_id, "e", digits[-4:])]) for digits in asked.phones]
    alone = [*ends, *facts] if asked.phones else facts
    if words and (asked.dates or asked.phones or asked.emails):
        branches += alone
    if asked.numbers and words:
        branches.append(Q(marks__overlap=marks.of_house(commune_id, asked.numbers, asked.words)))
    return branches


def _second_branches(words: list[Q], facts: list[Q]) -> list[Q]:
    """One thing was wrong, or two: all but one, then two by two with the fact, then any."""
    everything = [*words, *facts]
    branches: list[Q] = []
    if len(everything) > 2:
        branches += [reduce(and_, [one for one in everything if one is not left]) for left in everything]
    if len(everything) > 3:
        branches += [reduce(and_, pair) for pair in combinations(words, 2)]
    if len(words) <= 2:
        branches += words
    return branches


def _ask(rows: QuerySet[PersonSearchRow], branches: list[Q]) -> list[ranking.Row]:
    """One query: each branch has its own LIMIT, and the last ones are not run once there is enough."""
    if not branches:
        return []
    parts = [rows.filter(branch).values_list(*COLUMNS)[:BRANCH] for branch in branches]
    found = parts[0].union(*parts[1:], all=True)[:CANDIDATES] if len(parts) > 1 else parts[0]
    return list({(row[0], row[1]): row for row in found}.values())


def _matches(asked: Asked, ranked: list[tuple[float, ranking.Row]], by: Actor, limit: int) -> list[Match]:
    """The best of what this actor may see: a veiled row counts only for who may see what is veiled of the person."""
    best = ranked[: limit * 3]
    people = Citizen.objects.visible_to(by).filter(pk__in=[row[0] for _score, row in best])
    if any(row[1] for _score, row in best) and not by.is_system:
        seen = Citizen.objects.filter(policies.reached(by)).values("pk")
        people = people.annotate(reached=Q(pk__in=seen))
    found = {citizen.pk: citizen for citizen in people}
    matches: dict[int, Match] = {}
    for score, row in best:
        citizen = found.get(row[0])
        if citizen is None or citizen.pk in matches or (row[1] and not getattr(citizen, "reached", by.is_system)):
            continue
        matches[citizen.pk] = Match(citizen, ranking.reasons(asked, row, citizen.civility), round(score, 3))
    return list(matches.values())[:limit]
