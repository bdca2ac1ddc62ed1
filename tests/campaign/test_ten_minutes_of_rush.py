"""Ten minutes of rush through a real installation, by locust: what people were told is what the database holds.

In the middle the database shuts its door for a few seconds: who posts meanwhile must be given a page that keeps what
was typed. GRC_RUSH_SECONDS shortens the peak.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from grc.bench.figure import percentile
from grc.bench.stage import CHOSEN
from grc.environment import ROOT
from grc.runner import children, processes
from tests.campaign.ledger import Ledger
from tests.campaign.reckoning import Reckoning, last_rows, wait_until_settled
from tests.campaign.town import Town

pytestmark = pytest.mark.campaign

PEAK = float(os.environ.get("GRC_RUSH_SECONDS", "600"))
CALM = min(60.0, PEAK / 3)
REQUESTS, CITIZENS = 4000, 1200
# A town of a million requests in five years, all of them filed within office hours: 250 days of 8 hours a year.
MEAN = 1_000_000 / (5 * 250 * 8 * 3600)
TWENTY_TIMES = 20 * MEAN
# As many as `fixed_count` in rush_people.py. Twelve who never pause file more than twenty times the mean.
PEOPLE = 20
SHUT, GRACE = 4, 120
AGENTS_WAIT_MS = 2000
# A fifth of a batch is for the newest (core.outbox): of those served while one waits, that many may be younger.
# None is starved: the longest wait is of the order of the others, or a lease that the shut door cost.
OVERTAKEN, LEASE = 0.3, 60


class BusyTown(Town):
    """The web server that the bench chose, and the worker and the clock of `make run`."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.environment |= {"DJANGO_SETTINGS_MODULE": "tests.campaign.rush_settings", "LOG_LEVEL": "ERROR"}

    def command(self, name: str) -> list[str]:
        if name == "worker":
            return ["nice", "-n", "10", *children.worker().command]
        command = super().command(name)
        return [*command[:5], *CHOSEN, "--preload", "--no-control-socket"] if name == "web" else command

    def prepare(self) -> None:
        super().prepare()
        self.manage("generate_volume", f"--requests={REQUESTS}", f"--citizens={CITIZENS}")
        outside(self, "VACUUM ANALYZE", database="grc")

    def people(self, ledger: Ledger) -> float:
        """Starts locust; when the peak begins."""
        peak_at = time.time() + CALM + 20
        self.environment |= {
            "RUSH_PORT": str(self.port),
            "RUSH_MEAN": str(MEAN),
            "RUSH_PEAK_AT": str(peak_at),
            "RUSH_LEDGER": str(ledger.path),
            "PYTHONPATH": str(ROOT),
        }
        seconds = int(peak_at + PEAK - time.time())
        command = [
            sys.executable, "-m", "locust", "-f", "tests/campaign/rush_people.py", "--headless", "-u", str(PEOPLE),
            "-r", str(PEOPLE), "--run-time", f"{seconds}s", "--stop-timeout", str(GRACE), "--only-summary",
            "--exit-code-on-error", "0", "--loglevel", "WARNING",
        ]  # fmt: skip
        log = self.home / "logs" / "people.log"
        self.children["people"] = processes.start(command, log=log, environment=self.environment, cwd=ROOT)
        return peak_at


def outside(town: Town, *orders: str, database: str = "postgres") -> None:
    connection = psycopg2.connect(town.cluster.url.rpartition("/")[0] + f"/{database}")
    connection.autocommit = True
    with connection.cursor() as cursor:
        for order in orders:
            cursor.execute(order)
    connection.close()


def shut_the_door(town: Town) -> float:
    """Connections are refused and those open are cut, as when PostgreSQL restarts; when that began."""
    began = time.time()
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'grc'"
    outside(town, "ALTER DATABASE grc ALLOW_CONNECTIONS false", cut)
    time.sleep(SHUT)
    outside(town, "ALTER DATABASE grc ALLOW_CONNECTIONS true")
    return began


@pytest.fixture
def town() -> Iterator[BusyTown]:
    # Not under pytest's own directory: another session would close it to PostgreSQL's user.
    home = Path(tempfile.mkdtemp(prefix="grc-campaign-"))
    town = BusyTown(home)
    try:
        town.prepare()
        for name in ("web", "worker", "beat"):
            town.start(name)
        yield town
    finally:
        town.stop()
        shutil.rmtree(home, ignore_errors=True)


def test_everything_told_is_kept_and_nobody_loses_what_was_typed(town):
    ledger = Ledger(town.home / "ledger.jsonl")
    since = last_rows(town)
    peak_at = town.people(ledger)
    time.sleep(max(0.0, peak_at + PEAK / 2 - time.time()))
    shut_at = shut_the_door(town)
    town.children["people"].wait(PEAK + CALM + 2 * GRACE)
    people = (town.home / "logs" / "people.log").read_text()
    settled = wait_until_settled(town, since)
    found = Reckoning(town, ledger, since, (peak_at, peak_at + PEAK), shut_at)
    assert found.told, people[-3000:]
    print(  # noqa: T201 - the figures of the campaign are its result
        f"\n{PEAK:.0f} s of peak after {CALM:.0f} s of calm, on {REQUESTS} requests (20 × the mean is "
        f"{TWENTY_TIMES:.2f}/s): {found}; settled in {settled:.0f} s"
    )
    assert len(found.told) == len(set(found.told))
    assert set(found.told) <= set(found.kept)
    assert set(found.kept) - set(found.told) <= found.in_doubt
    assert found.given_up == []
    assert found.filings_a_second >= TWENTY_TIMES
    assert found.refusals, "the database was shut in the middle of the peak"
    assert found.bad_refusals == []
    assert found.unproven == []
    assert {state for _id, state in found.mails} == {"sent"}
    assert {message_id for message_id, _state in found.mails} <= set(town.sink.message_ids)
    assert found.dead == 0
    assert [lane for lane in found.lanes if lane.overtaken > OVERTAKEN] == []
    assert [lane for lane in found.lanes if max(lane.seconds) > 3 * lane.p95 + LEASE] == []
    assert percentile(found.pages, 0.95) <= AGENTS_WAIT_MS
