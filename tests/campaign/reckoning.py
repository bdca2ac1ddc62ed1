"""What the rush comes to: what people were told beside what the database holds, and how long everybody waited."""

from __future__ import annotations

import time
from bisect import bisect, bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from statistics import mean, median
from typing import Any

from grc.bench.figure import percentile
from tests.campaign.ledger import ABANDONED, PAGE, REFUSED, SILENT, TOLD, Ledger
from tests.campaign.town import Town, rows

SETTLED_WITHIN = 900
# Two processes serve a lane together: whoever waited for less than that many others says nothing of the order.
BATCHES = 100

UNSETTLED = """
    SELECT (SELECT count(*) FROM core_outboxdelivery WHERE state = 'due' AND id > {delivery})
         + (SELECT count(*) FROM messaging_dispatch
             WHERE state NOT IN ('sent', 'failed', 'held', 'bounced') AND id > {dispatch})
"""
LAST = """
    SELECT (SELECT max(id) FROM requests_app_servicerequest), (SELECT coalesce(max(id), 0) FROM core_outboxdelivery),
           (SELECT coalesce(max(id), 0) FROM messaging_dispatch)
"""
FILED = "SELECT number FROM requests_app_servicerequest WHERE id > {request}"
# One row a request: the acknowledgement, or the receipt where a report asks for no decision.
RECEIPTS = """
    SELECT r.number, count(DISTINCT a.kind), count(a.id) FROM requests_app_servicerequest r
      LEFT JOIN requests_app_acknowledgement a ON a.request_id = r.id WHERE r.id > {request} GROUP BY r.number
"""
BY_DRAFT = """
    SELECT r.number FROM requests_app_draft d JOIN requests_app_servicerequest r ON r.id = d.request_id
     WHERE d.public_id::text = ANY(ARRAY[{drafts}]::text[])
"""
MAILS = "SELECT message_id, state FROM messaging_dispatch WHERE id > {dispatch} AND channel = 'email'"
WAITS = """
    SELECT d.lane, extract(epoch FROM e.occurred_at)::float, extract(epoch FROM d.done_at)::float, d.attempts
      FROM core_outboxdelivery d JOIN core_outboxevent e ON e.id = d.event_id
     WHERE d.id > {delivery} AND d.state = 'done' ORDER BY d.done_at, e.occurred_at
"""
DEAD = "SELECT count(*) FROM core_outboxdelivery WHERE state = 'dead' AND id > {delivery}"


def last_rows(town: Town) -> dict[str, Any]:
    """What was there before anybody came."""
    return dict(zip(("request", "delivery", "dispatch"), rows(town, LAST)[0], strict=True))


def asked(town: Town, sql: str, since: dict[str, Any]) -> list[tuple]:
    return rows(town, sql.format(**since))


def wait_until_settled(town: Town, since: dict[str, Any]) -> float:
    began = time.monotonic()
    while left := asked(town, UNSETTLED, since)[0][0]:
        assert time.monotonic() - began < SETTLED_WITHIN, f"{left} left"
        time.sleep(1)
    return time.monotonic() - began


def overtaking(lane: list[tuple[float, float]]) -> float:
    """Of those served while one waited, the greatest share that was younger. ``lane``: (born, done), as they were done.

    Those of its own batch were done with it.
    """
    dones, worst = [done for _born, done in lane], 0.0
    for born, done in lane:
        served = lane[bisect(dones, born) : bisect_left(dones, done)]
        if len(served) > BATCHES:
            worst = max(worst, sum(other > born for other, _when in served) / len(served))
    return worst


@dataclass(frozen=True)
class Waited:
    """The facts of one lane, from the change to the delivery."""

    lane: str
    seconds: list[float]
    overtaken: float

    def __str__(self) -> str:
        return (
            f"{self.lane} {len(self.seconds)} (p50 {median(self.seconds):.1f} s, p95 {self.p95:.1f} s, longest "
            f"{max(self.seconds):.1f} s, overtaken {self.overtaken:.0%})"
        )

    @property
    def p95(self) -> float:
        return percentile(self.seconds, 0.95)


def waited(deliveries: list[tuple[str, float, float, int]], shut_at: float) -> list[Waited]:
    """Order is judged on what was done before the door was shut, and on what came once the leases it cost were made
    good: those come back one by one (core.outbox), while the other process goes on with the younger ones."""
    again = max((done for _lane, _born, done, attempts in deliveries if attempts > 1), default=shut_at)
    found = []
    for lane in sorted({row[0] for row in deliveries}):
        mine = [(born, done) for name, born, done, _attempts in deliveries if name == lane]
        orderly = [pair for pair in mine if pair[1] < shut_at or pair[0] > again]
        found.append(Waited(lane, [done - born for born, done in mine], overtaking(orderly)))
    return found


@dataclass(frozen=True)
class Reckoning:
    """Read once people have left and nothing is left to do. ``peak``: when it began and ended."""

    town: Town
    ledger: Ledger
    since: dict[str, Any]
    peak: tuple[float, float]
    shut_at: float

    def _at_the_peak(self, kind: str) -> list[dict[str, Any]]:
        return [line for line in self.ledger.read(kind) if self.peak[0] <= line["at"] <= self.peak[1]]

    @cached_property
    def told(self) -> list[str]:
        return [line["number"] for line in self.ledger.read(TOLD)]

    @cached_property
    def kept(self) -> list[str]:
        return [number for (number,) in asked(self.town, FILED, self.since)]

    @cached_property
    def given_up(self) -> list[dict[str, Any]]:
        return self.ledger.read(ABANDONED)

    @cached_property
    def in_doubt(self) -> set[str]:
        """Of those who gave up, what was kept all the same: at most one request a draft."""
        drafts = ", ".join(f"'{line['draft']}'" for line in self.given_up if line["draft"])
        return {number for (number,) in rows(self.town, BY_DRAFT.format(drafts=drafts))}

    @cached_property
    def refusals(self) -> list[dict[str, Any]]:
        return self.ledger.read(REFUSED)

    @property
    def bad_refusals(self) -> list[dict[str, Any]]:
        return [line for line in self.refusals if not line["button"] or line["lost"]]

    @cached_property
    def filings_a_second(self) -> float:
        return len(self._at_the_peak(TOLD)) / (self.peak[1] - self.peak[0])

    @cached_property
    def unproven(self) -> list[tuple]:
        """Requests without an acknowledgement or a receipt, or with two of a kind."""
        return [row for row in asked(self.town, RECEIPTS, self.since) if row[1] != row[2] or not row[2]]

    @cached_property
    def mails(self) -> list[tuple]:
        return asked(self.town, MAILS, self.since)

    @cached_property
    def dead(self) -> int:
        return asked(self.town, DEAD, self.since)[0][0]

    @cached_property
    def lanes(self) -> list[Waited]:
        return waited(asked(self.town, WAITS, self.since), self.shut_at)

    @cached_property
    def pages(self) -> list[float]:
        """Of agents, at the peak, in milliseconds."""
        return [line["ms"] for line in self._at_the_peak(PAGE) if line["status"]]

    def __str__(self) -> str:
        spent = mean([line["ms"] for line in self._at_the_peak(TOLD)] or [0.0]) / 1000
        failed = Counter(line["why"][:3] for line in self.ledger.read(PAGE) if not line["status"])
        repeated = len(self.town.sink.message_ids) - len(set(self.town.sink.message_ids))
        half, most = percentile(self.pages, 0.5), percentile(self.pages, 0.95)
        statuses = dict(Counter(line["status"] for line in self.refusals))
        return (
            f"{len(self.told)} filings told, {self.filings_a_second:.2f}/s at the peak, {spent:.1f} s each; "
            f"{len(self.kept)} kept, {len(set(self.told) ^ set(self.kept))} differ, "
            f"{len(self.told) - len(set(self.told))} doubled, {len(self.given_up)} given up; "
            f"{len(self.refusals)} pages of refusal {statuses}, {len(self.bad_refusals)} that lost words, "
            f"{len(self.ledger.read(SILENT))} answers that never came; agents {len(self.pages)} pages, "
            f"p50 {half:.0f} ms, p95 {most:.0f} ms, failed {dict(failed)}; "
            f"{'; '.join(map(str, self.lanes))}; {len(self.mails)} mails, {repeated} repeated, {self.dead} dead"
        )
