"""Somebody who does not give up: reads the page of a refusal and presses its button; sends again when nothing comes."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Mapping
from functools import partial

from bs4 import BeautifulSoup

from grc.bench.client import Answer, Browser, Unexpected, Upload
from grc.bench.stories import ADDRESS
from tests.campaign.ledger import REFUSED, SILENT, Ledger

TRIES, PAUSE = 20, 1.5
ANY = tuple(range(200, 600))


class Persistent(Browser):
    """``draft`` is the last one whose page was asked: an answer that never came is looked for by it."""

    def __init__(self, port: int, ledger: Ledger) -> None:
        super().__init__(port)
        self.ledger, self.draft, self.method = ledger, "", ""

    def get(self, path: str, *, expect: tuple[int, ...] = (200,), gzip: bool = False) -> Answer:
        for _try in range(TRIES):
            answer = self._heard(path, partial(super().get, path, expect=ANY, gzip=gzip))
            if answer and answer.status < 500:
                return self._follow(answer, expect)
            time.sleep(PAUSE)
        raise Unexpected(f"{path} never answered")

    def post(self, path: str, fields: Mapping[str, str], *uploads: Upload, expect: tuple[int, ...] = (200,)) -> Answer:
        given = dict(fields)
        for _try in range(TRIES):
            answer = self._heard(path, partial(super().post, path, given, *uploads, expect=ANY))
            if answer and answer.status in expect:
                return answer
            if answer and self.method == "GET":  # done; the page after it is what did not come
                return self.get(answer.path, expect=expect)
            if answer:
                given = self._read_refusal(answer, given)
            time.sleep(PAUSE)
        raise Unexpected(f"{path} was never taken in")

    def _heard(self, path: str, ask: Callable[[], Answer]) -> Answer | None:
        """None: no answer came."""
        try:
            return ask()
        except (OSError, http.client.HTTPException) as error:
            self.ledger.write(SILENT, path=path, draft=self.draft, why=type(error).__name__)
            self.connection.close()
            return None

    def _read_refusal(self, answer: Answer, typed: dict[str, str]) -> dict[str, str]:
        """What the button of the page sends again: everything typed must be in it."""
        form = BeautifulSoup(answer.body, "html.parser").select_one(f'form[action="{answer.path}"]')
        controls = form.select("[name]") if form else []
        again = {str(one["name"]): str(one.get("value") or one.get_text()) for one in controls}
        lost = [name for name, text in typed.items() if name != "csrfmiddlewaretoken" and again.get(name, "") != text]
        self.ledger.write(REFUSED, path=answer.path, status=answer.status, button=form is not None, lost=lost)
        return again if form else typed

    def _ask(self, method: str, path: str, body: bytes | None, more: Mapping[str, str]) -> Answer:
        self.method = method
        if found := ADDRESS.search(path):
            self.draft = found[1]
        return super()._ask(method, path, body, more)
