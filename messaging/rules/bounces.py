"""What a delivery report, or a refusal, says of an address; RFC 3463 for the numbers."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_ADDRESS = re.compile(r"[^\s<>]+@[^\s<>]+")
# Protocol, content, policy: what is wrong is the mail or who sends it, the address is perhaps good.
_NOT_THE_ADDRESS = {"3", "5", "6", "7"}
_SENTENCES = {
    "1": "L’adresse n’existe pas.",
    "2": "La boîte ne prend plus de message : elle est pleine ou fermée.",
    "4": "Le serveur de messagerie de cette adresse ne répond pas.",
}


def status_in(text: str) -> str:
    """The first enhanced status of a reply: « 550 5.1.1 unknown » gives « 5.1.1 »."""
    found = _STATUS.search(text)
    return found[0] if found else ""


def blames_the_address(status: str) -> bool:
    """Whether the address is to be marked. Without a number, a refusal of a recipient speaks of the recipient."""
    found = _STATUS.search(status)
    return found is None or (found[1] != "2" and found[2] not in _NOT_THE_ADDRESS)


def sentence(status: str, diagnostic: str) -> str:
    """For an agent, then the server's own words for an operator; the addresses it quotes are not kept twice."""
    found = _STATUS.search(status)
    told = _(_SENTENCES.get(found[2], "")) if found and found[2] in _SENTENCES else _("Le message est revenu.")
    words = without_addresses(f"{status} {diagnostic}")
    return f"{told} ({words})" if words else told


def without_addresses(text: str) -> str:
    return " ".join(_ADDRESS.sub("…", text).split())[:300]
