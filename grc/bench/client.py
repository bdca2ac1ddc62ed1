"""A browser reduced to what costs the server: one kept connection, cookies, forms, redirects followed."""

from __future__ import annotations

import http.client
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
TIMEOUT = 60
MOST_REDIRECTS = 5
ADDRESSES = 256**3


class Unexpected(Exception):
    """An answer that a person would not have got on with; a bench of error pages measures nothing."""


@dataclass(frozen=True)
class Answer:
    status: int
    path: str
    body: bytes
    headers: Mapping[str, str]

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True)
class Upload:
    field: str
    name: str
    content: bytes


class Browser:
    """``X-Forwarded-For`` gives each one an address of its own: the limits of the portal count by address."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        self.cookies: dict[str, str] = {}
        number = secrets.randbelow(ADDRESSES)
        self.address = f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"

    def get(self, path: str, *, expect: tuple[int, ...] = (200,), gzip: bool = False) -> Answer:
        return self._follow(self._ask("GET", path, None, {"Accept-Encoding": "gzip"} if gzip else {}), expect)

    def post(self, path: str, fields: Mapping[str, str], *uploads: Upload, expect: tuple[int, ...] = (200,)) -> Answer:
        body, kind = _multipart(fields, uploads) if uploads else (urlencode(fields).encode(), FORM)
        return self._follow(self._ask("POST", path, body, {"Content-Type": kind}), expect)

    def submit(self, page: Answer, path: str, fields: Mapping[str, str], *uploads: Upload) -> Answer:
        """Posts with the token of the page that held the form."""
        found = TOKEN.search(page.text)
        return self.post(path, {**fields, "csrfmiddlewaretoken": found[1] if found else ""}, *uploads)

    def sign_in(self, email: str, password: str) -> None:
        page = self.get("/agents/connexion/")
        seen = self.submit(page, "/agents/connexion/", {"email": email, "password": password, "next": "/agents/"})
        if seen.path != "/agents/":
            raise Unexpected(f"sign-in of {email} leads to {seen.path}")

    def close(self) -> None:
        self.connection.close()

    def _follow(self, answer: Answer, expect: tuple[int, ...]) -> Answer:
        for _hop in range(MOST_REDIRECTS):
            if answer.status not in (301, 302, 303):
                break
            where = urlsplit(answer.headers["location"])
            answer = self._ask("GET", where.path + (f"?{where.query}" if where.query else ""), None, {})
        if answer.status not in expect:
            raise Unexpected(f"{answer.status} {answer.path[:120]}: {answer.body[:200]!r}")
        return answer

    def _ask(self, method: str, path: str, body: bytes | None, more: Mapping[str, str]) -> Answer:
        headers = {"X-Forwarded-For": self.address, "Cookie": self._cookie(), **more}
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
        except (http.client.BadStatusLine, BrokenPipeError, ConnectionResetError):
            # The server closed a kept connection between two questions, as browsers know.
            self.connection.close()
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
        content = response.read()
        for cookie in response.headers.get_all("set-cookie") or ():
            name, _equals, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        known = {name.lower(): text for name, text in response.getheaders()}
        return Answer(response.status, path, content, known)

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


FORM = "application/x-www-form-urlencoded"


def _multipart(fields: Mapping[str, str], uploads: tuple[Upload, ...]) -> tuple[bytes, str]:
    edge = secrets.token_hex(16)
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for upload in uploads:
        head = (
            f'--{edge}\r\nContent-Disposition: form-data; name="{upload.field}"; filename="{upload.name}"\r\n'
            "Content-Type: image/jpeg\r\n\r\n"
        )
        parts += [head.encode(), upload.content, b"\r\n"]
    parts.append(f"--{edge}--\r\n".encode())
    return b"".join(parts), f"multipart/form-data; boundary={edge}"
