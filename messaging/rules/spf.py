"""SPF (RFC 7208), as much as a town needs: is there one record, is it closed, do our addresses pass it?

`ask(name, kind)` returns the answers as text, none when the name has none; it raises when the server does not answer.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass

Ask = Callable[[str, str], list[str]]
Network = ipaddress.IPv4Address | ipaddress.IPv6Address

# RFC 7208 §4.6.4: past it, receivers say « permerror ».
_MOST_QUESTIONS = 10


class BadRecord(ValueError):
    """The record cannot be followed: none, two of them, or too many questions."""


@dataclass
class _Budget:
    left: int = _MOST_QUESTIONS

    def spend(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise BadRecord("too many questions")


def record_of(domain: str, ask: Ask) -> str:
    """The one record of a domain. Raises BadRecord."""
    found = [text for text in ask(domain, "TXT") if text.lower().split(" ")[0] == "v=spf1"]
    if len(found) != 1:
        raise BadRecord("no record" if not found else "two records")
    return found[0]


def is_closed(record: str, ask: Ask) -> bool:
    """Ends by refusing or doubting the others (« -all », « ~all »), there or where it redirects."""
    for _step in range(_MOST_QUESTIONS):
        words = record.lower().split()
        if any(word in {"-all", "~all"} for word in words):
            return True
        redirect = next((word.partition("=")[2] for word in words if word.startswith("redirect=")), "")
        if not redirect:
            return False
        record = record_of(redirect, ask)
    return False


def passes(address: str, domain: str, ask: Ask) -> bool:
    """Whether a mail that leaves from this address may bear this domain on its envelope."""
    return _check(ipaddress.ip_address(address), domain, ask, _Budget()) == "+"


def _check(address: Network, domain: str, ask: Ask, budget: _Budget) -> str:
    """The sign of the first mechanism that matches; « ? » when none does."""
    redirect = ""
    for word in record_of(domain, ask).lower().split()[1:]:
        if word.startswith("redirect="):
            redirect = word.partition("=")[2]
            continue
        sign, mechanism = (word[0], word[1:]) if word[0] in "+-~?" else ("+", word)
        if _matches(mechanism, address, domain, ask, budget):
            return sign
    if not redirect:
        return "?"
    budget.spend()
    return _check(address, redirect, ask, budget)


def _matches(mechanism: str, address: Network, domain: str, ask: Ask, budget: _Budget) -> bool:
    name, _colon, value = mechanism.partition(":")
    if name == "all":
        return True
    if name in {"ip4", "ip6"}:
        return _inside(address, value)
    kind, _slash, length = name.partition("/")
    if kind not in {"include", "a", "mx"}:
        # exists, ptr and macros: of those that a town's relay asks for, none.
        return False
    budget.spend()
    target, _slash, given = value.partition("/")
    if kind == "include":
        return _check(address, value, ask, budget) == "+"
    hosts = (
        [target or domain] if kind == "a" else [line.split()[-1].rstrip(".") for line in ask(target or domain, "MX")]
    )
    return any(_is_host(address, host, given or length, ask) for host in hosts[:_MOST_QUESTIONS])


def _is_host(address: Network, host: str, length: str, ask: Ask) -> bool:
    found = ask(host, "A" if address.version == 4 else "AAAA")
    return any(_inside(address, f"{one}/{length}" if length.isdigit() else one) for one in found)


def _inside(address: Network, network: str) -> bool:
    try:
        return address in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
