"""HTML → the text a person would have typed: links with their address, lists, tables, quotes. Linear and bounded.

The parser (libxml2) mends any soup; elements are received one by one, never kept as a tree, so that nesting costs
nothing. The result is plain text: it is escaped when shown, nothing here is a defence against hostile HTML.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from channels_app.email.parsing import limits

SKIPPED = {"script", "style", "head", "title", "template", "noscript", "object", "svg", "math", "select", "iframe"}
BLOCKS = {
    "p", "div", "section", "article", "header", "footer", "main", "address", "form", "fieldset", "center", "dl", "dt",
    "dd", "figure", "figcaption", "caption", "table", "tbody", "thead", "tfoot", "body", "html", "nav", "aside",
}  # fmt: skip
PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre"}
FRAMES = {"blockquote", "td", "th", "li", "tr"}
VOID = {"br", "hr", "img", "input", "meta", "link", "col", "wbr", "area", "base", "source"}
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)


def declared_charset(html: bytes) -> str:
    found = _META.search(html[:4096])
    return found.group(1).decode("ascii") if found else ""


def to_text(html: str) -> tuple[str, list[str]]:
    """(text, defects)."""
    defects = []
    if len(html) > limits.HTML_BYTES:
        html = html[: limits.HTML_BYTES]
        defects.append("html-too-long")
    target = _Target()
    parser = etree.HTMLParser(target=target, encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        parser.feed(html.replace("\0", "").encode("utf-8", "replace"))
        text = parser.close()
    except (etree.LxmlError, ValueError, AssertionError):
        # Nothing that can be called HTML: what is not a tag is the text.
        text = target.close() or re.sub(r"<[^<>]{0,5000}>", " ", html)
    if target.links > limits.LINKS:
        defects.append("too-many-links")
    return tidy(text.replace("\u00a0", " ")), defects


def tidy(text: str) -> str:
    """No space at the ends of lines, never more than one empty line."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


@dataclass
class _Frame:
    tag: str
    marker: str = ""
    out: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)

    def text(self) -> str:
        return tidy("".join(self.out)).strip()


class _Target:
    """Receives the elements; `frames` are the pieces whose text must be whole before it is written."""

    def __init__(self) -> None:
        self.frames = [_Frame("root")]
        self.skipping = 0
        self.hidden: list[str] = []
        self.pre = 0
        self.lists: list[int] = []  # 0 for bullets, else the next number
        self.anchors: list[tuple[str, int]] = []
        self.links = 0
        self.depth_of_frames = 0  # those too deep to be drawn

    def _write(self, text: str) -> None:
        if text:
            self.frames[-1].out.append(text)

    def _break(self, lines: int = 1) -> None:
        """At least so many line ends before what follows; nothing at the start of a frame."""
        out = self.frames[-1].out
        if not out:
            return
        tail = "".join(piece[-4:] for piece in out[-3:]).rstrip(" \t")
        self._write("\n" * max(lines - (len(tail) - len(tail.rstrip("\n"))), 0))

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self.skipping or tag in SKIPPED or _HIDDEN.search(attributes.get("style", "")[:500]):
            if tag not in VOID:
                self.skipping += 1
            return
        if tag in FRAMES:
            self._open(tag)
        elif tag in PARAGRAPHS:
            self._break(2 if not self.lists or tag not in {"ul", "ol"} else 1)
        elif tag in BLOCKS:
            self._break()
        if tag in _STARTS:
            _STARTS[tag](self, attributes)

    def end(self, tag: str) -> None:
        if self.skipping:
            if tag not in VOID:
                self.skipping -= 1
            return
        if tag in _ENDS:
            _ENDS[tag](self)
        if tag in FRAMES:
            self._close(tag)
        elif tag in PARAGRAPHS:
            self._break(2 if not self.lists or tag not in {"ul", "ol"} else 1)
        elif tag in BLOCKS:
            self._break()

    def data(self, text: str) -> None:
        if self.skipping:
            return
        if not self.pre:
            text = _BLANKS.sub(" ", text)
            out = self.frames[-1].out
            if not out or out[-1].endswith(("\n", " ")):
                text = text.lstrip(" ")
        self._write(text)

    def close(self) -> str:
        while len(self.frames) > 1:
            self._close(self.frames[-1].tag)
        return "".join(self.frames[0].out)

    def _open(self, tag: str) -> None:
        marker = ""
        if tag == "li":
            number = self.lists[-1] if self.lists else 0
            marker = f"{number}. " if number else "- "
            if number:
                self.lists[-1] += 1
        if len(self.frames) >= limits.HTML_FRAMES:
            self.depth_of_frames += 1
            self._break()
            return
        self.frames.append(_Frame(tag, marker))

    def _close(self, tag: str) -> None:
        if self.depth_of_frames:
            self.depth_of_frames -= 1
            self._break()
            return
        if len(self.frames) == 1 or self.frames[-1].tag != tag:
            return
        frame = self.frames.pop()
        self.anchors = [one for one in self.anchors if one[1] <= len(self.frames)]
        text = frame.text()
        if tag in {"td", "th"} and self.frames[-1].tag == "tr":
            self.frames[-1].cells.append(text)
            return
        self._break(2 if tag == "blockquote" else 1)
        self._write(self._drawn(frame, text))
        self._break(2 if tag == "blockquote" else 1)

    def _drawn(self, frame: _Frame, text: str) -> str:
        if frame.tag == "tr":
            cells = [cell for cell in (*frame.cells, text) if cell]
            simple = all("\n" not in cell for cell in cells) and sum(map(len, cells)) <= 300
            return (" | " if simple else "\n").join(cells)
        if frame.tag == "blockquote":
            return "\n".join(f"> {line}".rstrip() for line in text.split("\n")) if text else ""
        if frame.tag == "li":
            return frame.marker + text.replace("\n", "\n" + " " * len(frame.marker)) if text else ""
        return text

    def end_pre(self) -> None:
        self.pre = max(self.pre - 1, 0)

    def end_list(self) -> None:
        if self.lists:
            self.lists.pop()

    def end_link(self) -> None:
        href, frame = self.anchors.pop() if self.anchors else ("", 0)
        if frame != len(self.frames):
            return
        words = "".join(piece[-2000:] for piece in self.frames[-1].out[-4:])
        bare = href.removeprefix("mailto:").removeprefix("tel:").removeprefix("http://").removeprefix("https://")
        self.links += 1
        if href.startswith(("http", "mailto:", "ftp")) and bare.rstrip("/") not in words and self.links <= limits.LINKS:
            self._write(f" <{href.removeprefix('mailto:')}>")

    def start_link(self, attributes: dict[str, str]) -> None:
        href = attributes.get("href", "").strip()[:2000]
        if len(self.anchors) < 50:
            self.anchors.append((href, len(self.frames)))

    def start_break(self, _: dict[str, str]) -> None:
        self._write("\n")

    def start_rule(self, _: dict[str, str]) -> None:
        self._break()
        self._write("________________________________\n")

    def start_image(self, attributes: dict[str, str]) -> None:
        alt = _BLANKS.sub(" ", attributes.get("alt", "")).strip()[:200]
        if alt:
            self._write(f"[{alt}]")

    def start_list(self, attributes: dict[str, str], ordered: bool = False) -> None:
        first = attributes.get("start", "1").strip()
        number = int(first) if first.isdigit() and len(first) < 6 else 1
        self.lists.append((number or 1) if ordered else 0)

    def start_ordered(self, attributes: dict[str, str]) -> None:
        self.start_list(attributes, ordered=True)

    def start_pre(self, _: dict[str, str]) -> None:
        self.pre += 1


_STARTS = {
    "a": _Target.start_link,
    "br": _Target.start_break,
    "hr": _Target.start_rule,
    "img": _Target.start_image,
    "ul": _Target.start_list,
    "ol": _Target.start_ordered,
    "pre": _Target.start_pre,
}
_ENDS = {"a": _Target.end_link, "pre": _Target.end_pre, "ul": _Target.end_list, "ol": _Target.end_list}
