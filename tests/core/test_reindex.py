"""The search written again: complete, by batches, from where it stopped, and the same however often."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from citizens.models import PersonSearchRow
from citizens.operations import merge_people
from core import reindexing
from core.models import SearchEntry
from tests.builders import SYSTEM, make_citizen, make_request

pytestmark = pytest.mark.django_db


def run(**options) -> str:
    output = io.StringIO()
    call_command("reindex", stdout=output, **options)
    return output.getvalue()


def written() -> tuple[list, list]:
    entries = SearchEntry.objects.order_by("kind", "ref").values_list("kind", "ref", "text", "confidential", "held")
    rows = PersonSearchRow.objects.order_by("person_id", "veiled")
    return list(entries), [(row.person_id, row.veiled, row.names, row.phones, sorted(row.marks)) for row in rows]


def some() -> None:
    for rank in range(5):
        person = make_citizen(f"Roux{rank}", "Jean", email=f"j{rank}@courriel.example", phone=f"063998000{rank}")
        make_request("signalement-voirie", citizen=person)


def test_what_was_lost_is_found_again_and_three_times_is_once():
    some()
    known = written()
    SearchEntry.objects.all().delete()
    PersonSearchRow.objects.all().delete()
    for _time in range(3):
        run(batch=2)
        assert written() == known


def test_it_goes_on_where_it_stopped():
    some()
    batches = reindexing.rebuild("request", batch=2)
    count, last = next(batches)
    batches.close()
    SearchEntry.objects.filter(kind="request").delete()
    said = run(kind="request", after=last, batch=2)
    assert SearchEntry.objects.filter(kind="request").count() == 5 - count
    assert not SearchEntry.objects.filter(kind="request", ref__lte=last).exists()
    assert "--kind request --after" in said


def test_a_merged_person_is_in_the_search_once():
    some()
    one, two = PersonSearchRow.objects.order_by("pk").values_list("person_id", flat=True)[:2]
    merge_people(kept_id=one, merged_id=two, reason="même personne", by=SYSTEM)
    known = written()
    run()
    assert written() == known
    assert not SearchEntry.objects.filter(kind="citizen", ref=two).exists()


def test_a_kind_that_is_none_is_told():
    with pytest.raises(CommandError):
        call_command("reindex", "--kind", "zut")
