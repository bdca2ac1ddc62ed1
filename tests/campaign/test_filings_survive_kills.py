"""Two hundred filings while the worker is killed and the broker stopped: what people were told is what is kept."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections import Counter
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from pathlib import Path

import pytest

from tests.campaign.town import Chaos, Town, rows
from tests.campaign.visitor import Visitor

pytestmark = pytest.mark.campaign

FILINGS, VISITORS = 200, 4
BETWEEN_KILLS, SETTLED_WITHIN = 5, 300  # seconds


@pytest.fixture
def town():
    # Not under pytest's own directory: another session would close it to PostgreSQL's user.
    home = Path(tempfile.mkdtemp(prefix="grc-campaign-"))
    town = Town(home)
    try:
        town.prepare()
        for name in ("web", "worker", "beat"):
            town.start(name)
        yield town
    finally:
        town.stop()
        shutil.rmtree(home, ignore_errors=True)


def file_one(town: Town, n: int) -> str:
    """One question through the pages of the portal; the number the person was told."""
    answers = {
        "objet": f"Horaires de la médiathèque, question {n}",
        "message": "La médiathèque ouvre-t-elle le samedi matin pendant les vacances ?",
        "identite-family_name": f"Ferrand{n}",
        "identite-first_names": "Josette",
        "courriel": f"usager{n}@courriel.example",
    }
    visitor = Visitor(f"http://127.0.0.1:{town.port}", f"10.1.{n // 250}.{n % 250 + 1}")
    page = visitor.file("question", answers)
    return page.soup.select_one(".ref dl dd").get_text(strip=True)


UNSETTLED = """
    SELECT (SELECT count(*) FROM core_outboxdelivery WHERE state = 'due')
         + (SELECT count(*) FROM messaging_dispatch WHERE state NOT IN ('sent', 'failed', 'held'))
"""


def wait_until_settled(town: Town) -> float:
    started = time.monotonic()
    while rows(town, UNSETTLED)[0][0]:
        assert time.monotonic() - started < SETTLED_WITHIN, rows(
            town, "SELECT kind, state, attempts, last_error FROM messaging_dispatch WHERE state <> 'sent' LIMIT 5"
        )
        time.sleep(1)
    return time.monotonic() - started


def test_nothing_is_lost_and_nothing_doubled(town):
    chaos = Chaos(town)
    with ThreadPoolExecutor(VISITORS) as people:
        filings = [people.submit(file_one, town, n) for n in range(FILINGS)]
        while wait(filings, timeout=BETWEEN_KILLS, return_when=FIRST_EXCEPTION).not_done:
            chaos.strike()
        told = [filing.result() for filing in filings]
    settled = wait_until_settled(town)
    kept = [number for (number,) in rows(town, "SELECT number FROM requests_app_servicerequest")]
    acknowledged = Counter(
        request for (request,) in rows(town, "SELECT request_id FROM requests_app_acknowledgement WHERE kind = 'ARE'")
    )
    envelopes = rows(town, "SELECT message_id, state FROM messaging_dispatch WHERE kind = 'acknowledgement'")
    sent = Counter(town.sink.message_ids)
    repeats = sum(count - 1 for count in sent.values())
    dead = rows(town, "SELECT count(*) FROM core_outboxdelivery WHERE state = 'dead'")[0][0]
    lost = set(told) - set(kept)
    print(  # noqa: T201 - the figures of the campaign are its result
        f"\n{FILINGS} filings, {chaos.worker_kills} worker kills, {chaos.broker_stops} broker stops: "
        f"{len(lost)} lost, {len(kept) - len(set(kept))} doubled, {len(kept)} kept, "
        f"{sum(acknowledged.values())} acknowledgement rows, {len(envelopes)} envelopes, {sum(sent.values())} mails, "
        f"{repeats} repeated Message-ID, {dead} dead deliveries, settled {settled:.0f} s after the last filing"
    )
    assert chaos.worker_kills >= 5
    assert chaos.broker_stops >= 1
    assert sorted(told) == sorted(kept)
    assert len(acknowledged) == FILINGS
    assert set(acknowledged.values()) == {1}
    assert [state for _id, state in envelopes] == ["sent"] * FILINGS
    assert {message_id for message_id, _state in envelopes} <= set(sent)
    assert dead == 0
    assert repeats <= sum(sent.values()) // 100
