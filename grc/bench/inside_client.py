"""The same story told to Django in this process: where queries are counted."""

from __future__ import annotations

from collections.abc import Mapping
from secrets import randbelow
from typing import Any
from urllib.parse import urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from grc.bench.client import Answer, Browser, Upload


class InsideBrowser(Browser):
    """The browser of the bench over the test client: no server, no token."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.client.defaults["HTTP_X_FORWARDED_FOR"] = f"10.9.{randbelow(256)}.{randbelow(256)}"

    def get(self, path: str, *, expect: tuple[int, ...] = (200,), gzip: bool = False) -> Answer:
        return _answer(self.client.get(path, follow=True), path)

    def post(self, path: str, fields: Mapping[str, str], *uploads: Upload, expect: tuple[int, ...] = (200,)) -> Answer:
        files = {one.field: SimpleUploadedFile(one.name, one.content, "image/jpeg") for one in uploads}
        return _answer(self.client.post(path, {**fields, **files}, follow=True), path)

    def close(self) -> None:
        """Nothing is open."""


def _answer(response: Any, path: str) -> Answer:
    chain = response.redirect_chain
    return Answer(response.status_code, urlsplit(chain[-1][0]).path if chain else path, response.content, {})
