"""Candidates compared letter by letter with what was typed; the score is small and explained. Pure.

Each word asked counts for its best likeness with a word of the name or of the street, the mean being at most 1; each
fact that agrees adds up to 1. A fact that is wrong takes nothing away: a digit is misheard as easily as a name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from citizens.rules.asking import Asked
from citizens.rules.likeness import word_likeness
from citizens.rules.marks import street_words

# person, veiled, names, birth, phones, e-mails, streets, sort key: the columns of a search row
Row = tuple[int, bool, str, "dt.date | None", str, str, str, str]

NEAR = 0.7
WORTH = 0.45
STREET = 0.95
HOUSE = 0.15


class Likenesses:
    """Likeness of each pair of words, computed once a search: homonyms share their words."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], float] = {}

    def best(self, asked: str, words: Iterable[str]) -> float:
        found = 0.0
        for word in words:
            pair = (asked, word)
            likeness = self.known.get(pair)
            if likeness is None:
                likeness = self.known[pair] = word_likeness(asked, word)
            if likeness > found:
                found = likeness
        return found


def highest(asked: Asked) -> float:
    """The score of somebody who agrees in everything."""
    facts = bool(asked.dates or asked.months or asked.years or asked.phones) + bool(asked.emails)
    return bool(asked.words) + facts


def rank(asked: Asked, rows: Iterable[Row], likenesses: Likenesses) -> list[tuple[float, Row]]:
    """Best first, alphabetical among equals; those with too little in common are left out."""
    scored = [(_score(asked, row, likenesses), row) for row in rows]
    return ordered([(score, row) for score, row in scored if score >= WORTH])


def ordered(scored: list[tuple[float, Row]]) -> list[tuple[float, Row]]:
    return sorted(scored, key=lambda pair: (-round(pair[0], 3), pair[1][7], pair[1][0]))


def _score(asked: Asked, row: Row, likenesses: Likenesses) -> float:
    score = _facts(asked, row)
    if not asked.words:
        return score
    names = row[2].split()
    streets = _streets(row[6]) if row[6] else ()
    total, at_home = 0.0, False
    for word in asked.words:
        name = likenesses.best(word, names)
        if joined := asked.joined.get(word):
            name = max(name, likenesses.best(joined, names))
        home = STREET * likenesses.best(word, streets) if streets and name < NEAR else 0.0
        at_home = at_home or home > max(name, NEAR)
        total += max(name, home)
    score += total / len(asked.words)
    if at_home and asked.numbers and any(number in row[6].split() for number in asked.numbers):
        score += HOUSE
    # Among equals, whoever has fewer names that were not said.
    return score - 0.004 * max(0, len(names) - len(asked.words))


@lru_cache(maxsize=20_000)
def _streets(text: str) -> tuple[str, ...]:
    return tuple(word for street in text.split("|") for word in street_words(street))


def _facts(asked: Asked, row: Row) -> float:
    """Digits read as a day and as a phone count twice when both agree."""
    return _birth(asked, row[3]) + _phone(asked, row[4]) + _email(asked, row[5])


def _birth(asked: Asked, born: dt.date | None) -> float:
    if born is None or not (asked.dates or asked.months or asked.years):
        return 0.0
    if born in asked.dates:
        return 1.0
    day = born.isoformat()
    if day[:7] in asked.months:
        return 0.6
    return 0.4 if day[:4] in asked.years else 0.0


def _phone(asked: Asked, phones: str) -> float:
    best = 0.0
    for digits in asked.phones:
        if digits not in phones:
            continue
        for phone in phones.split():
            if phone == digits or (phone.endswith(digits) and len(digits) >= 6):
                best = 1.0
            elif phone.endswith(digits):
                best = max(best, 0.9)
            elif digits in phone:
                best = max(best, 0.6)
    return best


def _email(asked: Asked, emails: str) -> float:
    if not asked.emails or not emails:
        return 0.0
    known = emails.split()
    for address in asked.emails:
        if address in known:
            return 1.0
        if any(one.startswith(address.rstrip("@")) for one in known if len(address) > 3):
            return 0.7
    return 0.0


def reasons(asked: Asked, row: Row, civility: str = "") -> list[str]:
    """Why this person was found, in the words of the page, the facts first."""
    found = []
    born = row[3]
    if born is not None and _birth(asked, born):
        said = _("Née le %s") if civility == "madame" else _("Né le %s")
        found.append(said % date_format(born, "j F Y"))
    phone = _phone(asked, row[4])
    if phone:
        found.append(_("Même téléphone") if phone == 1.0 else _("Téléphone qui contient ces chiffres"))
    if _email(asked, row[5]):
        found.append(_("Même courriel"))
    return found + _of_words(asked, row)


def _of_words(asked: Asked, row: Row) -> list[str]:
    likenesses, names = Likenesses(), row[2].split()
    by_name = {word: likenesses.best(word, names) for word in asked.words}
    found, home, told = [], "", set()
    for street in row[6].split("|") if row[6] else []:
        words = street_words(street)
        told = {word for word in asked.words if by_name[word] < NEAR and likenesses.best(word, words) >= NEAR}
        if told:
            home = street
            break
    # The words of the street are no part of the name.
    named = [likeness for word, likeness in by_name.items() if word not in told]
    if named and min(named) >= 0.999:
        found.append(_("Même nom"))
    elif any(likeness >= NEAR for likeness in named):
        found.append(_("Nom proche"))
    return [*found, _("Habite %s") % home] if home else found
