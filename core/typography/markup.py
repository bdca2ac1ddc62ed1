"""The same rules over HTML: the text between tags and the attributes a person reads or hears, nothing else."""

import re

from core.typography.rules import french

# Text that must stay exactly as written: programs, code, and what a person is typing.
_VERBATIM = "script|style|pre|code|kbd|samp|textarea"
_TAG = r"""</?[a-zA-Z](?:"[^"]*"|'[^']*'|[^'">])*>"""
_MARKUP = re.compile(rf"(<!--.*?-->|<!(?!--)[^>]*>|<({_VERBATIM})\b.*?</\2\s*>|{_TAG})", re.DOTALL | re.I)

# `value` is not among them: it is data that a form sends back.
_READ_ATTRIBUTES = "title|alt|placeholder|label|summary|aria-label|aria-description|aria-roledescription|hx-confirm"
_ATTRIBUTE = re.compile(rf"""(\s(?:{_READ_ATTRIBUTES})=)("[^"]*"|'[^']*')""", re.I)
_ESCAPED_APOSTROPHE = re.compile(r"(?<=\w)&#(?:x27|39);(?=\w)", re.I)


def french_html(html: str) -> str:
    """Apply `french` to the text nodes and readable attributes of a page or fragment."""
    out: list[str] = []
    position = 0
    for found in _MARKUP.finditer(html):
        out.append(_text(html[position : found.start()]))
        out.append(_tag(found.group(0)))
        position = found.end()
    out.append(_text(html[position:]))
    return "".join(out)


def _text(text: str) -> str:
    if not text or text.isspace():
        return text
    return french(_ESCAPED_APOSTROPHE.sub("’", text))


def _tag(markup: str) -> str:
    if "=" not in markup:
        return markup
    head_end = _end_of_first_tag(markup)
    head = _ATTRIBUTE.sub(_attribute, markup[:head_end])
    return head + markup[head_end:]


def _end_of_first_tag(markup: str) -> int:
    """A verbatim element comes whole: only its opening tag has attributes to read."""
    opening = re.match(_TAG, markup)
    return opening.end() if opening else 0


def _attribute(found: re.Match[str]) -> str:
    name, quoted = found.groups()
    quote, value = quoted[0], quoted[1:-1]
    if quote == "'":
        # The typographic apostrophe cannot close the attribute: the change is safe.
        return f"{name}'{_text(value)}'"
    return f'{name}"{_text(value)}"'
