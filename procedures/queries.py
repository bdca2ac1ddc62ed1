"""What the faces ask of the catalogue."""

import difflib
from dataclasses import dataclass

from django.db.models import Count, Q

from core.folding import fold, sort_key
from core.models import Commune
from procedures.models import Family, Procedure

PUBLISHED = Q(procedures__is_open=True, procedures__is_system=False, procedures__current__isnull=False)
# « naisance » for « naissance », « lampadère » for « lampadaire »; shorter words must be exact.
LIKENESS = 0.8
FUZZY_FROM = 5
EMPTY_WORDS = frozenset(
    ["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ma", "mon", "pour", "un", "une"]
    + ["sur", "dans", "je", "veux", "voudrais", "demande", "demander", "avoir", "obtenir", "mes", "par", "qui", "que"]
)


def catalogue(commune: Commune) -> list[Procedure]:
    """Every procedure open to the public, from A to Z; its version, family, service and entity with it."""
    return sorted(
        Procedure.objects.published().filter(commune=commune).for_pages(), key=lambda one: sort_key(one.title)
    )


def published(commune: Commune, code: str) -> Procedure | None:
    return Procedure.objects.published().filter(commune=commune, code=code).for_pages().first()


def families(commune: Commune) -> list[Family]:
    """Themes that have something to offer, in order, each with its `count`."""
    counted = Family.objects.filter(commune=commune).annotate(count=Count("procedures", filter=PUBLISHED))
    return list(counted.filter(count__gt=0))


def system_procedure(commune: Commune) -> Procedure:
    """The tray to qualify: what nobody has named yet."""
    return Procedure.objects.for_pages().get(commune=commune, is_system=True, current__isnull=False)


@dataclass(frozen=True)
class Hit:
    procedure: Procedure
    score: float


def search(commune: Commune, text: str) -> list[Procedure]:
    """Procedures that answer these words, best first: titles, then the words the public uses, misspellings included.

    The catalogue holds dozens of rows, not thousands: it is ranked in Python, in one query."""
    words = [word for word in fold(text[:200]).split() if word not in EMPTY_WORDS][:12]
    if not words:
        return []
    hits = [Hit(procedure, _score(procedure, words)) for procedure in catalogue(commune)]
    hits = [hit for hit in hits if hit.score > 0]
    return [hit.procedure for hit in sorted(hits, key=lambda hit: (-hit.score, sort_key(hit.procedure.title)))]


def _score(procedure: Procedure, words: list[str]) -> float:
    """The sum of each word's best place; 0 unless half of the words are found somewhere."""
    texts = [(procedure.title, 3.0), (procedure.short_title, 3.0), (" ".join(procedure.keywords), 2.0)]
    texts += [(procedure.family.name, 1.0), (procedure.family.description, 0.5)]
    places = [(fold(text).split(), weight) for text, weight in texts]
    found = [max(_match(word, known) * weight for known, weight in places) for word in words]
    return sum(found) if sum(1 for value in found if value) * 2 >= len(words) else 0


def _match(word: str, known: list[str]) -> float:
    if word in known:
        return 1.0
    if len(word) >= 3 and any(one.startswith(word) for one in known):
        return 0.8
    if len(word) >= FUZZY_FROM and difflib.get_close_matches(word, known, n=1, cutoff=LIKENESS):
        return 0.6
    return 0.0
