"""What the faces ask of the catalogue."""

from django.db.models import Count, Q

from core.batch import remembered
from core.folding import sort_key
from core.models import Commune
from procedures.finding import rank
from procedures.models import Family, Procedure

# The drawing of the whole town: heavier than all its procedures together, and read by the map alone.
PLAN = "commune__map_layer"
PUBLISHED = Q(procedures__is_open=True, procedures__is_system=False, procedures__current__isnull=False)


def catalogue(commune: Commune) -> list[Procedure]:
    """Every procedure open to the public, from A to Z; its version, family, service and entity with it."""
    return list(remembered(("catalogue", commune.pk), lambda: _read_catalogue(commune)))


def _read_catalogue(commune: Commune) -> list[Procedure]:
    found = Procedure.objects.published().filter(commune=commune).for_pages().defer(PLAN)
    return sorted(found, key=lambda one: sort_key(one.title))


def published(commune: Commune, code: str) -> Procedure | None:
    return Procedure.objects.published().filter(commune=commune, code=code).for_pages().first()


def families(commune: Commune) -> list[Family]:
    """Themes that have something to offer, in order, each with its `count`."""
    counted = Family.objects.filter(commune=commune).annotate(count=Count("procedures", filter=PUBLISHED))
    return list(counted.filter(count__gt=0))


def system_procedure(commune: Commune) -> Procedure:
    """The tray to qualify: what nobody has named yet."""
    return remembered(("tray", commune.pk), lambda: _read_tray(commune))


def _read_tray(commune: Commune) -> Procedure:
    trays = Procedure.objects.for_pages().defer(PLAN).filter(is_system=True, current__isnull=False)
    return trays.get(commune=commune)


def search(commune: Commune, text: str) -> list[Procedure]:
    """Procedures that answer these words, best first: titles, then the words the public uses, misspellings included."""
    return [found.procedure for found in rank(text, catalogue(commune))]
