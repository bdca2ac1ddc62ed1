"""The same rules over HTML: the text between tags and the attributes a person reads or hears, nothing else.

One pass, never back: the time grows with the length of the page, whatever it holds.
"""

import re
from functools import lru_cache

from core.typography.rules import french

# Text that must stay exactly as written: programs, code, and what a person is typing.
_VERBATIM = frozenset({"script", "style", "pre", "code", "kbd", "samp", "textarea"})
_TAG = re.compile(r"""</?([a-zA-Z][^\s/>]*+)(?:[^'">]++|"[^"]*+"|'[^']*+')*+>""")
_ASIDE = re.compile(r"<!--.*?-->|<![^>]*>|<\?[^>]*>", re.DOTALL)

# Longer texts are seldom the same twice.
_SHORT = 60

# `value` is not among them: it is data that a form sends back.
_READ_ATTRIBUTES = "title|alt|placeholder|label|summary|aria-label|aria-description|aria-roledescription|hx-confirm"
_ATTRIBUTE = re.compile(rf"""(\s(?:{_READ_ATTRIBUTES})=)("[^"]*"|'[^']*')""", re.I)
_ESCAPED_APOSTROPHE = re.compile(r"(?<=\w)&#(?:x27|39);(?=\w)", re.I)


def french_html(html: str) -> str:
    """Apply `french` to the text nodes and readable attributes of a page or fragment.

    What follows a tag that never ends is left as it is.
    """
    out: list[str] = []
    position = 0
    while position < len(html):
        start = html.find("<", position)
        start = len(html) if start < 0 else start
        text = html[position:start]
        out.append(_known_text(text) if len(text) <= _SHORT else _text(text))
        end = _end_of_markup(html, start, out)
        if end is None:
            out.append(html[start:])
            break
        position = end
    return "".join(out)


def _end_of_markup(html: str, start: int, out: list[str]) -> int | None:
    """Appends the tag or comment that begins there, and tells where it ends; None when it never does."""
    if html.startswith(("<!", "<?"), start) and (aside := _ASIDE.match(html, start)):
        out.append(aside.group())
        return aside.end()
    found = _TAG.match(html, start)
    if found is None:
        return _end_of_lone_sign(html, start, out)
    out.append(_tag(found.group()))
    name = found.group(1).lower()
    if name not in _VERBATIM or html[start + 1] == "/":
        return found.end()
    closing = re.compile(rf"</{name}\s*>", re.I).search(html, found.end())
    if closing is None:
        out.append(html[found.end() :])
        return len(html)
    out.append(html[found.end() : closing.end()])
    return closing.end()


def _end_of_lone_sign(html: str, start: int, out: list[str]) -> int | None:
    """« < » before a space or a digit is a sign of the text; anything else is markup cut short."""
    following = html[start + 1 : start + 2]
    if following.isspace() or following.isdigit():
        out.append("<")
        return start + 1
    return None


@lru_cache(maxsize=8192)
def _tag(tag: str) -> str:
    """Pages are made of the same tags: each is read once."""
    return _ATTRIBUTE.sub(_attribute, tag) if "=" in tag else tag


@lru_cache(maxsize=4096)
def _known_text(text: str) -> str:
    return _text(text)


def _text(text: str) -> str:
    if not text or text.isspace():
        return text
    if "&#" in text:
        text = _ESCAPED_APOSTROPHE.sub("’", text)
    return french(text)


def _attribute(found: re.Match[str]) -> str:
    """The typographic apostrophe cannot close an attribute: the change is safe between either quotes."""
    name, quoted = found.groups()
    quote = quoted[0]
    return f"{name}{quote}{_text(quoted[1:-1])}{quote}"
