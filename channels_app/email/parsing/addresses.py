"""Address fields as programs and people write them → Address(email, name). Linear, never raises."""

import re

from channels_app.email.parsed import Address
from channels_app.email.parsing import limits
from channels_app.email.parsing.headers import decode_words, printable, unquote

# An apostrophe is a letter of d’angelo@…, and what some programs put around an address: the outer ones are dropped.
_EMAIL = re.compile(r"[^\s<>\"(),;:\[\]\\@]{1,128}@[^\s<>\"'(),;:\[\]\\@]{1,255}")
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,900})>")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.){0,1000}"')
_COMMENT = re.compile(r"\((?:[^()\\]|\\.|\([^()]{0,200}\)){0,500}\)")
_ANGLE = re.compile(r"<[^<>]{0,500}>")
_QUOTES = "\"'“”«» \t\u00a0\u202f"
_NESTED_QUOTED = re.compile(r'"[^"]{1,300}"(?:\.[^\s<>"(),;@]{1,200})?@[^\s<>"(),;@]{1,255}')
# What is only said beside an address: a quoted name, a comment, an encoded word.
_NAMES = re.compile(
    r'"(?:[^"\\]|\\.){0,1000}"(?![.@])|\((?:[^()\\]|\\.){0,1000}\)|=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,900}\?='
)


def parse(value: str) -> tuple[Address, ...]:
    """Every address of a From, To, Cc, Reply-To… field. A field without any gives the names alone."""
    if "=?" in value and "@" not in value and "=?" not in (decoded := decode_words(value)):
        return parse(decoded)  # the whole field was encoded, address included
    found = [_one(piece) for piece in _pieces(value)[: limits.RECIPIENTS * 2]]
    addresses = [one for one in _with_split_names(found) if one.email or one.name]
    return tuple(addresses[: limits.RECIPIENTS])


def first_email(value: str) -> str:
    return next((one.email for one in parse(value) if one.email), "")


def _pieces(value: str) -> list[str]:
    """Cut at commas and semicolons that stand outside quotes, comments and angle brackets; groups are opened."""
    # A quote or a comment that never closes holds nothing.
    whole = [_QUOTED] if value.count('"') % 2 == 0 else []
    whole += [_COMMENT, _ANGLE]
    pieces: list[str] = []
    current = position = 0
    while position < len(value):
        found = next((found for held in whole if (found := held.match(value, position))), None)
        if found:
            position = found.end()
            continue
        if value[position] in ",;":
            pieces.append(value[current:position])
            current = position + 1
        position += 2 if value[position] == "\\" else 1
    return [*pieces, value[current:]]


def _with_split_names(found: list[Address]) -> list[Address]:
    """« Martin, Jeanne <j@m.example> » without quotes: the piece without address belongs to the next."""
    out: list[Address] = []
    for one in found:
        if out and not out[-1].email and out[-1].name and one.email and one.name and ":" not in out[-1].name:
            out[-1] = Address(one.email, f"{out[-1].name}, {one.name}")
        elif one.email or one.name:
            out.append(one)
    return out


def _one(piece: str) -> Address:
    text = piece.strip()
    group, colon, rest = text.partition(":")
    if colon and not set('<@"[') & set(group):
        text = rest.strip()
    bare = _without_names(text)
    start, end = bare.rfind("<"), bare.rfind(">")
    if start < 0 and not _EMAIL.search(bare):
        # « "Jeanne <jeanne@m.example>" », the whole of it between quotes.
        start, end = text.rfind("<"), text.rfind(">")
    if start >= 0 and (found := _email_in(text[start + 1 : end if end > start else None])):
        return Address(found, _name(text[:start] or text[end + 1 :], found))
    if start >= 0 and "@" not in text[start:]:
        # « <Jeanne> jeanne@m.example », or an internal address of Exchange that no one else can write to.
        found = _email_in(text[:start])
        return Address(found, _name(text[:start] if not found else text[start:], found))
    found = _email_in(bare) or _email_in(text)
    comment = re.search(r"\(([^()]{1,200})\)", text)
    if found:
        before = text[: max(text.lower().find(found.lower()), 0)]
        return Address(found, _name(comment.group(1) if comment and "@" not in comment.group(1) else before, found))
    return Address("", _name(text, ""))


def _without_names(text: str) -> str:
    """As long as the text: what is not the address is blank, so that a name can never be taken for it."""
    return _NAMES.sub(lambda found: " " * len(found.group()), text)


def is_sure(values: list[str], email: str) -> bool:
    """Whether whoever reads these fields finds this address and no other: one field, one address, nothing mended.

    Two programs that read a crooked From differently (ours, and the one that checked the domain) let somebody write
    in the name of somebody else.
    """
    words = [word for value in values for word in re.split(r"[\s<>]+", _NAMES.sub("\0", value)) if "@" in word]
    return len(set(values)) == 1 and bool(words) and all(lower(word) == email for word in words)


def lower(email: str) -> str:
    """Lower case, but no other letter becomes one of ASCII: the Kelvin sign is not a k."""
    return "".join(c if not c.isascii() and c.lower().isascii() else c.lower() for c in email)


def _email_in(text: str) -> str:
    decoded = decode_words(text) if "=?" in text else text
    local = _NESTED_QUOTED.search(decoded)
    found = local or _EMAIL.search(_tight(decoded))
    return lower(printable(found.group(0)).strip(".'"))[:320] if found else ""


def _tight(text: str) -> str:
    return re.sub(r"(?<![^\s\[(<])mailto:", "", text, flags=re.IGNORECASE).replace(" @", "@").replace("@ ", "@")


def _name(text: str, email: str) -> str:
    name = printable(decode_words(unquote(text.strip())))
    name = unquote(name).strip(_QUOTES).strip("<>[] ").strip(_QUOTES)
    # « Jeanne [mailto:j@m.example] », « Jeanne <j@m.example<mailto:j@m.example>> »: the address is not in the name.
    name = re.sub(r" ?[\[<(] ?(?:mailto:)?(?:[^\s\[\]<>()]+@[^\s\[\]<>()]+)?[\])>]*$", "", name).strip(_QUOTES)
    return "" if name.lower() in {email, f"mailto:{email}"} else name[:200]


def message_ids(value: str) -> tuple[str, ...]:
    """« <a@b> <c@d> », brackets kept, once each; without brackets, the words that hold an @."""
    found = [f"<{one}>" for one in _MESSAGE_ID.findall(value)]
    if not found:
        found = [f"<{word.strip('<>')}>" for word in value.split() if "@" in word.strip("<>") and len(word) < 900]
    unique = list(dict.fromkeys(found))
    # The first one names the thread, the last ones are the nearest.
    return tuple(unique if len(unique) <= limits.REFERENCES else [unique[0], *unique[1 - limits.REFERENCES :]])


def message_id(value: str) -> str:
    found = message_ids(value)
    if found:
        return found[0]
    bare = printable(value).strip("<>")
    return f"<{bare[:900]}>" if bare else ""
