"""The people of the rush, for locust: who files, who follows a request, who works at the town hall.

`locust -f tests/campaign/rush_people.py --headless`; the town is told by the environment (RUSH_*).
"""

from __future__ import annotations

import http.client
import os
import random
import re
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import django
from locust import User, constant, constant_pacing, events, task

django.setup()

from bs4 import BeautifulSoup  # noqa: E402 - locust patches the sockets first, and Django must know its rooms
from django.db import connections  # noqa: E402

from accounts.models import User as Account  # noqa: E402
from core.actor import Actor  # noqa: E402
from grc.bench.client import Answer, Browser, Unexpected  # noqa: E402
from grc.bench.stories import CIVIL, REPORT, Story, file_one, form_of, photo  # noqa: E402
from grc.seeding.town import AGENT_PASSWORD  # noqa: E402
from requests_app.models import ServiceRequest  # noqa: E402
from tests.campaign.ledger import ABANDONED, PAGE, TOLD, Ledger  # noqa: E402
from tests.campaign.persistent import Persistent  # noqa: E402

PORT, MEAN, PEAK_AT = int(os.environ["RUSH_PORT"]), float(os.environ["RUSH_MEAN"]), float(os.environ["RUSH_PEAK_AT"])
LEDGER = Ledger(Path(os.environ["RUSH_LEDGER"]))
# A request of the list, and what an agent's form of answer sends.
ROW = re.compile(r'href="(/agents/demandes/[0-9a-f-]{36}/)')
WORDS = ("lampadaire", "trottoir", "acte", "Benhaddou", "2026-0")
FAILURES = (Unexpected, RuntimeError, OSError, http.client.HTTPException)
emails: list[str] = []
links: list[str] = []


@events.init.add_listener
def learn_the_town(**_kwargs: object) -> None:
    """Read once, before the clock starts: the forms, who signs in, what people may follow."""
    form_of(REPORT.code), form_of(CIVIL.code), photo()
    for agent in Account.objects.filter(is_staff=False, is_active=True).order_by("pk"):
        if ServiceRequest.objects.visible_to(Actor.agent(agent.pk))[:60].count() == 60:
            emails.append(agent.email)
    links.extend(one.link_token for one in ServiceRequest.objects.order_by("-pk")[:200])
    connections.close_all()


def until_the_peak() -> None:
    time.sleep(max(0.0, PEAK_AT - time.time()))


def file(user: User, story: Story) -> None:
    """A new person each time, with an address and a connection of their own."""
    who, began = Persistent(PORT, LEDGER), time.time()
    error: Exception | None = None
    try:
        number = file_one(who, story)
    except FAILURES as failure:
        error = failure
        LEDGER.write(ABANDONED, draft=who.draft, why=str(failure)[:300])
    else:
        LEDGER.write(TOLD, number=number, ms=(time.time() - began) * 1000)
    who.close()
    tell(user, story.code, began, error)


def tell(user: User, name: str, began: float, error: Exception | None = None) -> None:
    spent = (time.time() - began) * 1000
    user.environment.events.request.fire(
        request_type="", name=name, response_time=spent, response_length=0, exception=error, context={}
    )


class Passer(User):
    """The ordinary day: somebody files from time to time."""

    fixed_count = 1
    wait_time = constant_pacing(1 / MEAN)

    @task
    def file(self) -> None:
        file(self, random.choice((REPORT, CIVIL)))  # noqa: S311 - not a secret


class Crowd(User):
    """The day school registrations open: as soon as one has filed, another one files."""

    fixed_count = 12
    wait_time = constant(0)

    def on_start(self) -> None:
        until_the_peak()

    @task(2)
    def report(self) -> None:
        file(self, REPORT)

    @task(1)
    def record(self) -> None:
        file(self, CIVIL)


class Follower(User):
    fixed_count = 3
    wait_time = constant(1)

    @task
    def follow(self) -> None:
        who, began = Persistent(PORT, LEDGER), time.time()
        who.get(f"/suivi/{random.choice(links)}/")  # noqa: S311
        who.close()
        tell(self, "suivi", began)


class Agent(User):
    """Reads the list, searches, opens a request, answers its person."""

    fixed_count = 4
    wait_time = constant(1)
    browser: Browser
    taken = 0

    def on_start(self) -> None:
        self.browser = Browser(PORT)
        self.browser.sign_in(emails[Agent.taken % len(emails)], AGENT_PASSWORD)
        Agent.taken += 1

    @task(3)
    def inbox(self) -> None:
        self._page("corbeille", partial(self.browser.get, "/agents/"))

    @task(2)
    def search(self) -> None:
        word = random.choice(WORDS)  # noqa: S311
        self._page("recherche", partial(self.browser.get, f"/agents/?vue=toutes&q={word}"))

    @task(3)
    def open_one(self) -> None:
        self._opened()

    @task(1)
    def reply(self) -> None:
        page = self._opened()
        form = BeautifulSoup(page.body, "html.parser").select_one('form[action$="/repondre/"]') if page else None
        if form is None:
            return
        fields = {str(one["name"]): str(one.get("value") or "") for one in form.select("input[type=hidden]")}
        fields |= {str(one["name"]): "Bonjour, nous passons cette semaine." for one in form.select("textarea")}
        post = partial(self.browser.post, str(form["action"]), fields, expect=(200, 409, 422))
        self._page("réponse", post)

    def _opened(self) -> Answer | None:
        listed = self._page("corbeille", partial(self.browser.get, "/agents/?vue=toutes"))
        rows = ROW.findall(listed.text) if listed else []
        if not rows:
            return None
        return self._page("demande", partial(self.browser.get, random.choice(rows)))  # noqa: S311

    def _page(self, name: str, ask: Callable[[], Answer]) -> Answer | None:
        """A page that fails is an error of the figures, and the agent goes on."""
        began, found, error = time.time(), None, None
        try:
            found = ask()
        except FAILURES as failure:
            error = failure
            self.browser.connection.close()
        spent, status = (time.time() - began) * 1000, found.status if found else 0
        LEDGER.write(PAGE, name=name, ms=spent, status=status, why=str(error)[:200] if error else "")
        tell(self, f"agents : {name}", began, error)
        return found
