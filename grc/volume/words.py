"""What people of the town are called and what they write: lists we own, drawn with the generator’s own chance."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

import yaml

from core.folding import fold
from grc.volume import placeholders as the

_FILE = Path(__file__).parent / "names.yaml"


@lru_cache(maxsize=1)
def lists() -> dict[str, Any]:
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def _words(*path: str) -> tuple[str, ...]:
    found: Any = lists()
    for key in path:
        found = found[key]
    return tuple(word.replace("_", " ") for word in (found.split() if isinstance(found, str) else found))


@lru_cache(maxsize=64)
def _ranks(count: int) -> list[float]:
    """The tenth name is borne ten times less than the first, or nearly: as names are."""
    return list(accumulate(1 / (rank + 12) for rank in range(count)))


def _frequent(chance: Random, words: tuple[str, ...]) -> str:
    ranks = _ranks(len(words))
    return words[bisect_right(ranks, chance.random() * ranks[-1], 0, len(words) - 1)]


def family(chance: Random) -> str:
    """Half the town shares some two hundred names; the other half bears thousands of rare ones."""
    if chance.random() < 0.55:
        return _frequent(chance, _words("families"))
    name = chance.choice(_words("roots")) + chance.choice(_words("tails"))
    if chance.random() < 0.25:
        name = chance.choice(_words("roots")) + name.lower()
    if chance.random() < 0.04:
        name = f"{name}-{_frequent(chance, _words('families'))}"
    return name


def first(chance: Random, *, woman: bool, age: int) -> str:
    era = "old" if age > 65 else "middle" if age > 35 else "young"
    return _frequent(chance, _words("women" if woman else "men", era))


def misspelt(chance: Random, name: str) -> str:
    """As heard on the phone: a letter doubled, dropped or crossed."""
    if len(name) < 4:
        return name
    place = chance.randrange(1, len(name) - 1)
    kind = chance.randrange(3)
    if kind == 0:
        return name[:place] + name[place] + name[place:]
    if kind == 1:
        return name[:place] + name[place + 1 :]
    return name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :] if place > 1 else name


def club(chance: Random) -> str:
    return f"{chance.choice(_words('clubs'))} {family(chance)}"


@lru_cache(maxsize=64)
def _sentences(key: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    known = lists()["words"]
    return tuple(tuple((text, fold(text)) for text in part) for part in known.get(key, known["other"]))


@lru_cache(maxsize=16)
def _said(key: str) -> tuple[tuple[str, str], ...]:
    return tuple((text, fold(text)) for text in lists()[key])


@lru_cache(maxsize=1)
def _rare() -> tuple[tuple[str, str], ...]:
    return tuple((word, fold(word)) for word in _words("rare"))


_LISTS = {
    the.OBJECT: "objects", the.REPLY: "replies", the.QUESTION: "questions", the.ANSWER: "answers", the.NOTE: "notes",
    the.LAST_WORD: "ends",
}  # fmt: skip


def said(chance: Random, word: str, story: str) -> tuple[str, str]:
    """(as typed, folded). One text in eighty holds a word of its own, for whoever searches a rare one."""
    if word != the.TEXT:
        return chance.choice(_said(_LISTS[word]))
    parts = [chance.choice(part) for part in _sentences(story)]
    if chance.random() < 0.0125:
        parts.append(chance.choice(_rare()))
    return ". ".join(part[0] for part in parts) + ".", " ".join(part[1] for part in parts)
