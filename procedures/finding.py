"""Which procedure the public’s words are about: one search for the site, the desk, the tray and the letters.

The catalogue holds dozens of rows, not thousands: it is ranked in Python, in one query, and every answer says which
words it recognised. That a confidential procedure exists is public; what is asked under it is not.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.actor import Actor
from procedures.doors import meaning
from procedures.enums import ChannelMeaning
from procedures.lexicon import Lexicon, Word, lexicon_of, likeness, words_of
from procedures.models import Procedure, ProcedureVersion

LONGEST = 300  # characters; a longer sentence is cut, not refused
MOST_WORDS = 24
# Less than one plain word of the catalogue: nothing was recognised.
ENOUGH = 1.2
# A word read through its misspelling must be this much alike to count in a phrase.
ALIKE = 0.7
CLOSED_DOOR = 0.9
# Words remembered by each procedure of each process.
MOST_HEARD = 5_000


@dataclass(frozen=True)
class Recognised:
    """``typed`` is the person’s word, ``known`` the word of the catalogue it was read as."""

    typed: str
    known: str
    value: float

    @property
    def misspelt(self) -> bool:
        return self.value < ALIKE + 0.1


@dataclass(frozen=True)
class Ranked:
    procedure: Procedure
    words: tuple[Recognised, ...]
    score: float


@dataclass(frozen=True)
class Suggestion:
    """``reason`` is shown beside it: a machine never proposes without saying why."""

    version: ProcedureVersion
    procedure: Procedure
    words: list[str]
    reason: str
    score: float


def find_procedures(text: str, *, commune_id: int, by: Actor, channel: str = "", limit: int = 6) -> list[Suggestion]:
    """Best first, of what is open in the commune, for a word as for a whole sentence; one query.

    A door that is closed for a procedure only lowers it: the agent must be able to say so. ``by`` changes nothing
    to what exists, and is asked for so that no caller forgets who looks.
    """
    open_ones = Procedure.objects.published().filter(commune_id=commune_id).for_pages()
    found = []
    for one in rank(text, list(open_ones)):
        version = one.procedure.current
        assert version is not None  # noqa: S101 - published() says so
        shut = bool(channel) and meaning(version, channel) == ChannelMeaning.CLOSED
        score = round(one.score * (CLOSED_DOOR if shut else 1), 3)
        typed = list(dict.fromkeys(word.typed for word in one.words))
        found.append(Suggestion(version, one.procedure, typed, reason(one), score))
    return sorted(found, key=lambda one: (-one.score, one.procedure.title))[:limit]


def reason(one: Ranked) -> str:
    """« mots reconnus : « lampadaire » », with how a misspelt word was read."""
    said = []
    for word in sorted(one.words, key=lambda found: -found.value)[:3]:
        if word.misspelt:
            said.append(_("« %(typed)s » lu « %(known)s »") % {"typed": word.typed, "known": word.known})
        else:
            said.append(f"« {word.typed} »")
    return _("mots reconnus : %s") % ", ".join(dict.fromkeys(said))


def rank(text: str, procedures: Sequence[Procedure]) -> list[Ranked]:
    """Every procedure that answers these words, best first."""
    words = words_of(text[:LONGEST])[:MOST_WORDS]
    if not words:
        return []
    lexicons = [lexicon_of(procedure) for procedure in procedures]
    rarity = _rarity(lexicons)
    found = [_one(procedure, lexicon, words, rarity) for procedure, lexicon in zip(procedures, lexicons, strict=True)]
    kept = [one for one in found if one.score >= ENOUGH]
    return sorted(kept, key=lambda one: (-one.score, one.procedure.title))


def is_cut(text: str) -> bool:
    """Only the beginning of these words is looked for: a page says so."""
    return len(text) > LONGEST or len(words_of(text)) > MOST_WORDS


def _rarity(lexicons: Iterable[Lexicon]) -> dict[str, float]:
    """A word that every procedure bears says little: « rue », « demande »."""
    lexicons = list(lexicons)
    counts: dict[str, int] = {}
    for lexicon in lexicons:
        for stem in lexicon.strong:
            counts[stem] = counts.get(stem, 0) + 1
    whole = len(lexicons) or 1
    return {stem: 0.4 + math.log(1 + whole / count) for stem, count in counts.items()}


def _one(procedure: Procedure, lexicon: Lexicon, words: list[Word], rarity: dict[str, float]) -> Ranked:
    """Each word at its best place, and more when a whole phrase of the public was said."""
    score, recognised = 0.0, []
    heard: dict[str, float] = {}
    for word in words:
        stem, alike = _best(word, lexicon)
        if not stem:
            continue
        weight = lexicon.weights[stem] * rarity.get(stem, 1.0) * alike
        if stem not in heard:
            score += weight
        heard[stem] = max(heard.get(stem, 0.0), alike)
        recognised.append(Recognised(word.typed, lexicon.spelled[stem], alike))
    score += max((_phrase(phrase, heard, rarity) for phrase in lexicon.phrases), default=0.0)
    return Ranked(procedure, tuple(recognised), score)


def _best(word: Word, lexicon: Lexicon) -> tuple[str, float]:
    if word.stem in lexicon.weights:
        return word.stem, 1.0
    if word not in lexicon.heard:
        if len(lexicon.heard) >= MOST_HEARD:
            lexicon.heard.clear()
        lexicon.heard[word] = _nearest(word, lexicon)
    return lexicon.heard[word]


def _nearest(word: Word, lexicon: Lexicon) -> tuple[str, float]:
    best, value = "", 0.0
    for stem, sound in lexicon.sounds.items():
        alike = likeness(word, stem, sound)
        if alike * lexicon.weights[stem] > value:
            best, value = stem, alike * lexicon.weights[stem]
    return (best, value / lexicon.weights[best]) if best else ("", 0.0)


def _phrase(phrase: tuple[str, ...], heard: dict[str, float], rarity: dict[str, float]) -> float:
    """All of its words, however far apart: several words together say much more than one."""
    if any(heard.get(stem, 0.0) < ALIKE for stem in phrase):
        return 0.0
    return (len(phrase) - 1) * sum(rarity.get(stem, 1.0) for stem in phrase)
