"""What pages show of a request: the one reading door, then view-models for the person and for agents."""

from requests_app.reading.access import follow, holder, read_request
from requests_app.reading.by_code import Status, follow_by_code
from requests_app.reading.counter import CounterRow, CounterView, counter_view
from requests_app.reading.header import clocks
from requests_app.reading.identity import KnownFact, known_facts, valid_check
from requests_app.reading.next_step import NextStep, Upcoming, next_step
from requests_app.reading.story import AGENT, PERSON, StoryItem, documents, story

__all__ = [
    "AGENT",
    "PERSON",
    "CounterRow",
    "CounterView",
    "KnownFact",
    "NextStep",
    "Status",
    "StoryItem",
    "Upcoming",
    "clocks",
    "counter_view",
    "documents",
    "follow",
    "follow_by_code",
    "holder",
    "known_facts",
    "next_step",
    "read_request",
    "story",
    "valid_check",
]
