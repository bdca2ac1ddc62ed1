import pytest
from django.db import DatabaseError, transaction
from django.db.models import Q

from core import search, trail
from core.actor import Actor
from core.models import AccessTrailEntry, Commune

pytestmark = pytest.mark.django_db

AGENT = Actor.agent(7)


@pytest.fixture
def town():
    return Commune.objects.create(name="Ingeville", slug="ingeville", insee_code="99002", postcode="99100")


@pytest.fixture
def index(monkeypatch, town):
    monkeypatch.setattr(search, "_visibility", {})
    search.register_visibility("thing", lambda actor: Q(confidential=False))

    def write(ref, text, **kwargs):
        search.index("thing", ref, commune_id=town.pk, text=text, **kwargs)

    return write


def found(query: str) -> set[int]:
    return set(search.refs("thing", query, AGENT))


@pytest.mark.parametrize(
    "query", ["benhaddou", "BENHADDOU Malika", "enhad", "06 39 98 41 27", "+33639984127", "passages", "jean moulin"]
)
def test_a_thing_is_found_by_name_phone_word_and_part_of_a_word(index, query):
    index(1, "Malika Benhaddou, 06.39.98.41.27, passage piéton, rue Jean-Moulin")
    index(2, "Odile Perrin, concession")
    assert found(query) == {1}


@pytest.mark.parametrize("query", ["2026-018431-D", "place de la mairie", "2026 018431 L"])
def test_words_that_full_text_leaves_out_hide_nothing(index, query):
    index(1, "2026-018431-D, 2026-018431-L, 12 place de la Mairie")
    assert found(query) == {1}


@pytest.mark.parametrize("query", ["", "   ", "%", "_", "'; DROP TABLE", "\x00", "x" * 10_000, "&|!()"])
def test_a_search_of_nothing_or_of_anything_is_no_error(index, query):
    index(1, "Malika Benhaddou")
    assert found(query.replace("\x00", "")) == set()


def test_what_one_may_not_see_is_not_found(index):
    index(1, "Malika Benhaddou", confidential=True)
    assert found("benhaddou") == set()


def test_a_kind_without_a_visibility_rule_is_never_found(index, town):
    search.index("orphan", 1, commune_id=town.pk, text="Malika")
    assert not search.matching("orphan", "malika", AGENT).exists()


def test_indexing_again_replaces(index):
    index(1, "Malika")
    index(1, "Odile")
    assert found("malika") == set()
    assert found("odile") == {1}
    search.remove("thing", 1)
    assert found("odile") == set()


def test_the_trail_keeps_every_reading():
    trail.record(AGENT, trail.Verb.READ, "request", 12, service=3)
    entry = AccessTrailEntry.objects.get()
    assert (entry.actor_ref, entry.verb, entry.subject_ref, entry.detail) == ("7", "read", "12", {"service": 3})


@pytest.mark.parametrize("change", [lambda rows: rows.update(verb="export"), lambda rows: rows.delete()])
def test_the_trail_can_neither_be_changed_nor_erased(change):
    trail.record(AGENT, trail.Verb.READ, "request", 12)
    with pytest.raises(DatabaseError, match="journal des accès"), transaction.atomic():
        change(AccessTrailEntry.objects.all())
    assert AccessTrailEntry.objects.count() == 1
