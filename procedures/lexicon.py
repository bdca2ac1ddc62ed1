"""The words of one procedure: titles, the public’s words, the answers one can choose, the agent card. Pure."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from core.folding import fold
from procedures.form_engine import say

# How much a word says according to where it stands.
TITLE, PUBLIC, CHOICE, THEME, TOLD = 3.0, 3.0, 2.0, 1.0, 0.5
STRONG = CHOICE
# « naisance » for « naissance », « lampadère » for « lampadaire »; shorter words must be exact.
FUZZY_FROM = 5
LIKENESS = 0.8
SHORTEST = 3
_WORD = re.compile(r"[^\W_]+")
_TAGS = re.compile(r"[*_`]+")

EMPTY_WORDS = frozenset(
    "a ai au aux avec avez avoir bonjour c ca ce cela ces cet cette chez comme comment d dans de depuis des deux "
    "devant derriere dire dois doit donc du elle en encore est et etre euh faire fait faudrait faut fois il ils j "
    "jai je jour jours l la le les leur lui lundi mardi mercredi jeudi vendredi samedi dimanche m ma madame mais "
    "me mes mois moi mon monsieur n ne nos notre nous obtenir on ont ou par pas peut peux plus pour pourquoi pres "
    "puis qu quand que quel quelle qui quoi rue avenue boulevard place impasse s sa sans savoir se semaine ses si "
    "son sont suis sur ta te toi toujours tous tout toute tres tu un une va vais veut veux voila voir vos votre "
    "voudrais voulais vous vouloir vu y merci svp allo hier demain matin soir soit demande demander souhaite "
    "souhaiterais besoin quelqu quelque chose bis ter numero demarche mairie ville".split()
)


@dataclass(frozen=True)
class Word:
    typed: str
    stem: str
    sound: str


@dataclass(frozen=True)
class Lexicon:
    """By stem: how much it says, how it is spelled, how it sounds; and the phrases of several words."""

    weights: Mapping[str, float]
    spelled: Mapping[str, str]
    sounds: Mapping[str, str]
    strong: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]
    # What words met before were read as: letters and mails repeat the same ones.
    heard: dict[Word, tuple[str, float]] = dataclasses.field(default_factory=dict, compare=False)


def words_of(text: str) -> list[Word]:
    """The words that say something, as typed, each once."""
    found: dict[str, Word] = {}
    for typed in _WORD.findall(text):
        folded = fold(typed)
        if " " in folded or folded in EMPTY_WORDS or len(folded) < SHORTEST or folded.isdigit():
            continue
        found.setdefault(folded, Word(typed, stem_of(folded), sound_of(folded)))
    return list(found.values())


def stem_of(folded: str) -> str:
    """Plural and mute e away: « actes » and « acte », « éteinte » and « éteint », « locaux » and « local »."""
    word = folded
    if len(word) > 5 and word.endswith("aux") and not word.endswith("eaux"):
        word = word[:-3] + "al"
    elif len(word) > 3 and word[-1] in "sx":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word[-1] == "e" else word


_SOUNDS = [
    (re.compile(pattern), heard)
    for pattern, heard in (
        (r"(.)\1", r"\1"), (r"ph", "f"), (r"qu|ck|k|c(?=[aou]|[^eiyh]|$)", "k"),
        (r"c(?=[eiy])|sc(?=[eiy])|z|t(?=ion)", "s"),
        (r"g(?=[eiy])", "j"), (r"gu(?=[eiy])", "g"), (r"eau|au", "o"), (r"ai|ei", "e"), (r"(?<!c)h", ""),
        (r"[ae][mn](?![aeiouy])", "A"), (r"(?:[aei]i|i|y)[mn](?![aeiouy])", "I"), (r"o[mn](?![aeiouy])", "O"),
        (r"y", "i"), (r"(.)\1", r"\1"), (r"(?:ent|es|e|s|x|t|d)$", ""),
    )
]  # fmt: skip


@lru_cache(maxsize=4096)
def sound_of(folded: str) -> str:
    """Roughly as it is said: « lanpadère » and « lampadaire » are one."""
    word = folded
    for pattern, heard in _SOUNDS:
        word = pattern.sub(heard, word)
    return word


def likeness(word: Word, stem: str, sound: str) -> float:
    """From 0 to 0.95 between a typed word and a word of the catalogue that are not the same."""
    mine = word.stem
    if len(mine) < 4 or len(stem) < 4:
        return 0.0
    if stem.startswith(mine) or (mine.startswith(stem) and len(mine) - len(stem) <= 3):
        return 0.85
    if len(mine) < FUZZY_FROM or abs(len(mine) - len(stem)) > 3:
        return 0.0
    if len(word.sound) >= 4 and word.sound == sound:
        return 0.78
    if _letters_alike(mine, stem) < LIKENESS:
        return 0.0
    return 0.72 if SequenceMatcher(None, mine, stem, autojunk=False).ratio() >= LIKENESS else 0.0


def _letters_alike(mine: str, stem: str) -> float:
    """The most that ``SequenceMatcher`` could find, without making one: most pairs of words stop here."""
    length = len(mine) + len(stem)
    shared = 2 * min(len(mine), len(stem)) / length
    if shared < LIKENESS:
        return shared
    return 2 * sum(min(mine.count(letter), stem.count(letter)) for letter in set(mine)) / length


def lexicon_of(procedure: Any) -> Lexicon:
    """Built once for what the procedure says today: a new version says something else."""
    version = getattr(procedure, "current", None)
    family = getattr(procedure, "family", None)
    theme = (family.name, family.description) if family else ()
    return _lexicon(_frozen(procedure, version), tuple(theme), _Held(version.definition if version else {}, version))


class _Held:
    """Carries the definition past the cache, known by its fingerprint."""

    def __init__(self, definition: Mapping[str, Any], version: Any) -> None:
        self.definition = definition
        self.key = version.content_sha256 if version else ""

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.key == self.key


def _frozen(procedure: Any, version: Any) -> tuple[str, ...]:
    return (procedure.title, procedure.short_title, *procedure.keywords)


@lru_cache(maxsize=512)
def _lexicon(own: tuple[str, ...], theme: tuple[str, ...], held: _Held) -> Lexicon:
    weights: dict[str, float] = {}
    spelled: dict[str, str] = {}
    sounds: dict[str, str] = {}
    phrases: dict[tuple[str, ...], None] = {}
    for text, weight in _texts(own, theme, held.definition):
        words = words_of(_TAGS.sub(" ", text))
        for word in words:
            if weight > weights.get(word.stem, 0.0):
                weights[word.stem], spelled[word.stem] = weight, word.typed
                sounds[word.stem] = word.sound
        if weight >= CHOICE and len(words) > 1:
            phrases[tuple(word.stem for word in words)] = None
    strong = frozenset(stem for stem, weight in weights.items() if weight >= STRONG)
    return Lexicon(weights, spelled, sounds, strong, tuple(phrases))


def _texts(own: Iterable[str], theme: Iterable[str], definition: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    for number, text in enumerate(own):
        yield text, TITLE if number < 2 else PUBLIC
    yield from _choices(definition)
    for text in theme:
        yield text, THEME
    yield say(definition.get("page", {}).get("intro")), TOLD
    yield from _card(definition.get("agent_card") or {})


def _choices(definition: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Choices drawn as cards are what the procedure is about; the others only help."""
    fields = [field for page in definition.get("form", {}).get("pages", ()) for field in page["fields"]]
    for field in fields:
        for option in field.get("options", ()) if field["kind"] == "choice" else ():
            yield say(option["label"]), CHOICE if option.get("icon") else TOLD


def _card(card: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    for text in (*card.get("say", ()), *card.get("ask", ())):
        yield say(text), TOLD
    for reply in card.get("replies", ()):
        yield say(reply["title"]), THEME


def phrases_said(phrases: Iterable[str], place: str) -> list[str]:
    """The phrases written in this folded text, whole words, plural or not; those inside a longer one say nothing more.

    ``place`` is folded, with a space on either side. For long texts (mails, scans), where likeness would see too much.
    """
    found = []
    for phrase in phrases:
        folded = fold(phrase)
        if len(folded) >= SHORTEST and (f" {folded} " in place or f" {folded}s " in place):
            found.append((folded, phrase))
    kept: list[tuple[str, str]] = []
    for folded, phrase in sorted(found, key=lambda pair: -len(pair[0])):
        if not any(f" {folded} " in f" {other} " for other, _phrase in kept):
            kept.append((folded, phrase))
    return [phrase for _folded, phrase in kept]
