"""The mails trapped by the sink of demonstrations, read back from their files."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from pathlib import Path

SUFFIX = ".eml"
KEY = re.compile(r"^\d{8}T\d{12}-[0-9a-f]{8}$")
KEY_DATE = "%Y%m%dT%H%M%S%f"


@dataclass(frozen=True)
class Part:
    index: int
    name: str
    content_type: str
    size: int


@dataclass(frozen=True)
class Mail:
    key: str
    received_at: datetime
    message: EmailMessage
    source: bytes

    @property
    def subject(self) -> str:
        return str(self.message.get("Subject", ""))

    @property
    def sender(self) -> str:
        return str(self.message.get("From", ""))

    @property
    def recipients(self) -> str:
        return str(self.message.get("To", "")) or ", ".join(self.message.get_all("X-Envelope-To", []))

    @property
    def message_id(self) -> str:
        return str(self.message.get("Message-ID", ""))

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        return _words(body) if body else ""

    @property
    def html(self) -> Part | None:
        body = self.message.get_body(("html",))
        return next((part for part in self.parts() if self.leaf(part.index) is body), None)

    @property
    def attachments(self) -> list[Part]:
        return [part for part in self.parts() if part.name]

    def parts(self) -> list[Part]:
        return [
            Part(index, leaf.get_filename() or "", leaf.get_content_type(), len(_content(leaf)))
            for index, leaf in enumerate(self.message.walk())
            if not leaf.is_multipart()
        ]

    def leaf(self, index: int) -> Message:
        """Raises IndexError past the last part."""
        return list(self.message.walk())[index]

    def content(self, index: int) -> bytes:
        return _content(self.leaf(index))


def keys(folder: Path) -> list[str]:
    """Newest first: the name of a file begins with its date."""
    found = (path.stem for path in folder.glob(f"*{SUFFIX}"))
    return sorted((key for key in found if KEY.match(key)), reverse=True)


def read(folder: Path, key: str) -> Mail | None:
    """None when no mail has this key; a key is never a path."""
    path = folder / f"{key}{SUFFIX}"
    if not KEY.match(key) or not path.is_file():
        return None
    source = path.read_bytes()
    message = message_from_bytes(source, policy=policy.default)
    received_at = datetime.strptime(key.partition("-")[0], KEY_DATE).replace(tzinfo=UTC)
    return Mail(key, received_at, message, source)


def _content(leaf: Message) -> bytes:
    payload = leaf.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _words(leaf: Message) -> str:
    return _content(leaf).decode(leaf.get_content_charset("utf-8"), errors="replace")
