"""Bytes → the tree of parts of a mail, by our own splitter: linear whatever the nesting, and it never raises.

The standard library's parser asks every open boundary about every line and recurses into each part: a hostile mail
makes it slow or makes it raise. Here a boundary is searched in its own slice only, to a bounded depth and number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from channels_app.email.parsing import charsets, limits, transfer
from channels_app.email.parsing.headers import Headers, decode_words, parameters, printable, split

# A part that begins with its empty line has no header; unless a program put one too many above its own.
_BARE = re.compile(rb"[ \t]*(?:\r\n|\n|\r)(?!content-(?:type|disposition|transfer-encoding):)", re.IGNORECASE)


@dataclass
class Part:
    headers: Headers
    content_type: str
    parameters: dict[str, str]
    source: bytes = field(repr=False)  # the bytes that hold it; its body is source[start:end], transfer encoding on
    start: int
    end: int
    children: list["Part"] = field(default_factory=list)
    depth: int = 0
    defects: list[str] = field(default_factory=list)
    unread: bool = False  # below the limits: kept whole, not opened

    @property
    def raw(self) -> bytes:
        return self.source[self.start : self.end]

    @property
    def maintype(self) -> str:
        return self.content_type.partition("/")[0]

    @property
    def disposition(self) -> str:
        return parameters(self.headers.get("content-disposition"))[0]

    @property
    def filename(self) -> str:
        """As given (RFC 2231, RFC 2047 or raw), not yet made harmless."""
        _, given = parameters(self.headers.get("content-disposition"))
        name = given.get("filename") or self.parameters.get("name") or ""
        name = printable(decode_words(name))
        return name if len(name) <= 400 else f"{name[:360]}{name[-40:]}"

    def content(self) -> bytes:
        data, defect = transfer.decode(self.raw, self.headers.get("content-transfer-encoding"))
        if defect:
            self.defects.append(defect)
        return data

    def text(self, data: bytes | None = None) -> str:
        text, defect = charsets.decode(self.content() if data is None else data, self.parameters.get("charset", ""))
        if defect:
            self.defects.append(defect)
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def walk(self) -> Iterator["Part"]:
        """This part and all below, in the order of the mail."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.children))


class Budget:
    """How many parts may still be opened in this mail."""

    def __init__(self) -> None:
        self.parts = limits.PARTS
        self.rtf_bodies = limits.RTF_BODIES
        self.defects: list[str] = []

    def take(self) -> bool:
        self.parts -= 1
        return self.parts >= 0


def build(
    data: bytes,
    budget: Budget,
    depth: int = 0,
    default_type: str = "text/plain",
    bounds: tuple[int, int] | None = None,
    is_part: bool = False,
) -> Part:
    """The tree of one entity, `data` or what stands between `bounds` in it: a mail, or a part of a multipart, which
    may have no header at all. Bodies are not copied: twelve levels cost no more than one."""
    start, end = bounds or (0, len(data))
    headers, body = (Headers(), start) if is_part and _BARE.match(data, start, end) else split(data, start, end)
    content_type, given = _content_type(headers, default_type)
    part = Part(headers, content_type, given, data, body, end, depth=depth, defects=headers.defects)
    if part.maintype == "multipart":
        _open_multipart(part, budget)
    elif content_type in {"message/rfc822", "message/global", "message/news"}:
        _open_message(part, budget)
    return part


def _content_type(headers: Headers, default: str) -> tuple[str, dict[str, str]]:
    value = headers.get("content-type")
    content_type, given = parameters(value)
    content_type = content_type.strip().strip("\"'")
    if content_type in {"text", "html", "plain"}:  # « Content-Type: text » of old gateways
        content_type = {"html": "text/html"}.get(content_type, "text/plain")
    if content_type.count("/") != 1 or len(content_type) > 120 or " " in content_type:
        content_type = next(iter(content_type.split()), default)
    if content_type.count("/") != 1:
        content_type = default
    return content_type[:120], given


def _open_multipart(part: Part, budget: Budget) -> None:
    if part.depth >= limits.DEPTH:
        part.unread = True
        budget.defects.append("too-deep")
        return
    boundary = part.parameters.get("boundary", "").encode("utf-8", "replace").rstrip()[:200]
    slices, closed = _slices(part, boundary) if boundary else ([], True)
    if not slices:
        slices, closed = _slices(part, b"'%s'" % boundary)  # single quotes are letters of a boundary
    if not slices:
        guessed = _guess_boundary(part.source[part.start : min(part.start + 64 * 1024, part.end)])
        part.defects.append("boundary-missing" if guessed or not boundary else "boundary-absent")
        slices, closed = _slices(part, guessed) if guessed else ([], True)
    if not slices:
        # No part can be told from another: read as text, so that nothing of it is hidden.
        _read_as_text(part)
        return
    if not closed:
        part.defects.append("boundary-not-closed")
    default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    for bounds in slices:
        if not budget.take():
            budget.defects.append("too-many-parts")
            break
        part.children.append(build(part.source, budget, part.depth + 1, default, bounds, is_part=True))


def _read_as_text(part: Part) -> None:
    sample = part.source[part.start : part.end][:2000].lstrip().lower()
    part.content_type = "text/html" if sample.startswith((b"<html", b"<!doctype", b"<div", b"<p")) else "text/plain"


def _slices(part: Part, boundary: bytes) -> tuple[list[tuple[int, int]], bool]:
    """([(start, end)] of each part, whether the last boundary was there)."""
    data, end = part.source, part.end
    mark = b"--" + boundary
    slices: list[tuple[int, int]] = []
    start = -1
    position = data.find(mark, part.start, end)
    while position >= 0 and len(slices) <= limits.PARTS:
        after = position + len(mark)
        line_end = _line_end(data, after, end)
        if (position == part.start or data[position - 1] in b"\r\n") and data[after:line_end].strip(b" \t-\0") == b"":
            if start >= 0:
                slices.append((start, max(_before_ending(data, position), start)))
            start = min(_after_ending(data, line_end), end)
            if data[after : after + 2] == b"--":
                return slices, True
        position = data.find(mark, position + 1, end)
    if 0 <= start < end and data[start:end].strip():
        slices.append((start, end))
    return slices, len(slices) > limits.PARTS


def _line_end(data: bytes, position: int, limit: int) -> int:
    """A boundary line is short: anything after a few spaces makes it something else."""
    window = data[position : min(position + 100, limit)]
    ends = [end for mark in (b"\n", b"\r") if (end := window.find(mark)) >= 0]
    return position + min(ends, default=len(window))


def _after_ending(data: bytes, position: int) -> int:
    if data[position : position + 2] == b"\r\n":
        return position + 2
    return position + 1


def _before_ending(data: bytes, position: int) -> int:
    """The line end before a boundary belongs to the boundary."""
    return position - 2 if data[position - 2 : position] == b"\r\n" else position - 1


def _guess_boundary(data: bytes) -> bytes:
    """The first line « --something » followed by a header: the boundary that the header forgot or got wrong."""
    for line in data.replace(b"\r", b"\n").split(b"\n")[:2000]:
        if line.startswith(b"--") and 4 < len(line.strip()) <= 100 and b" " not in line.strip():
            mark = line.strip()
            following = data[data.find(mark) + len(mark) :].lstrip(b"\r\n")[:20].lower()
            if following.startswith(b"content-"):
                return mark[2:]
    return b""


def _open_message(part: Part, budget: Budget) -> None:
    if part.depth >= limits.DEPTH or not budget.take():
        part.unread = True
        budget.defects.append("too-deep" if part.depth >= limits.DEPTH else "too-many-parts")
        return
    if part.headers.get("content-transfer-encoding").strip().lower() in {"", "7bit", "8bit", "binary"}:
        part.children.append(build(part.source, budget, part.depth + 1, bounds=(part.start, part.end)))
    else:
        part.children.append(build(part.content(), budget, part.depth + 1))
