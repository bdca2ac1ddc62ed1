"""Random sequences of merges and undoings: once all is undone, everything a person or an agent sees is as it was."""

import datetime as dt
import random

import pytest

from core.errors import Refused
from requests_app import operations
from requests_app.enums import Kind, Phase
from requests_app.models import RequestMerge, ServiceRequest
from requests_app.reading import AGENT, PERSON, clocks, documents, next_step, story
from tests.builders import make_request
from tests.builders_ties import all_seeing, letter

pytestmark = pytest.mark.django_db
# What a merge tells; it stays in the story, for the story is never rewritten.
TOLD = {Kind.MERGED, Kind.MERGED_IN, Kind.UNMERGED, Kind.UNMERGED_FROM}
# Who touched it last, and how often: undoing is an event of its own.
MARKS = {"_state", "revision", "last_event_kind", "last_event_at"}


def visible(pk: int) -> dict[str, object]:
    found = ServiceRequest.objects.get(pk=pk)
    fields = {name: value for name, value in vars(found).items() if name not in MARKS}
    stories = {
        audience: [
            (item.kind, item.title, item.text, item.on) for item in story(found, audience) if item.kind not in TOLD
        ]
        for audience in (PERSON, AGENT)
    }
    return {
        **fields,
        **stories,
        "clocks": clocks(found),
        "next": next_step(found),
        "files": documents(found),
        "messages": list(found.messages.order_by("pk").values_list("text", "author_name")),
        "acks": list(found.acknowledgements.order_by("pk").values_list("kind", "content_sha256")),
    }


def town() -> list[int]:
    """Of one person: qualified or not, in every phase that may be merged, with dates of their own."""
    first = dt.date(2026, 11, 2)
    made = [
        make_request(received_on=first + dt.timedelta(days=rank), phase=phase)
        for rank, phase in enumerate((Phase.RECEIVED, Phase.IN_PROGRESS, Phase.WAITING_PERSON))
    ]
    made += [letter(received_on=first + dt.timedelta(days=5)), make_request("signalement-voirie")]
    # A shorter period than the others: the kept one takes it.
    ServiceRequest.objects.filter(pk=made[2].pk).update(rejection_due=first + dt.timedelta(days=20))
    return [one.pk for one in made]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_the_order_of_merges_and_undoings_everything_comes_back(seed):
    drawn, by = random.Random(seed), all_seeing()  # noqa: S311 - drawn again the same
    pks = town()
    before = {pk: visible(pk) for pk in pks}
    done = 0
    for _step in range(12):
        standing = list(RequestMerge.objects.filter(undone_at__isnull=True))
        try:
            if standing and drawn.random() < 0.4:
                operations.undo_merge(drawn.choice(standing).pk, by=by)
            else:
                operations.merge_requests(*drawn.sample(pks, 2), by=by)
            done += 1
        except Refused:
            continue
    assert done >= 3
    while standing := list(RequestMerge.objects.filter(undone_at__isnull=True).order_by("pk")):
        # One that was itself merged comes after the one it follows.
        free = [one for one in standing if one.kept.phase != Phase.MERGED]
        operations.undo_merge(drawn.choice(free).pk, by=by)
    assert {pk: visible(pk) for pk in pks} == before
