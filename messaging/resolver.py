"""Asking a domain name server. `GRC_MESSAGING["dns_resolver"]` names it; else those of the machine."""

from __future__ import annotations

import dns.exception
import dns.resolver

from messaging.conf import conf


class NoAnswer(Exception):
    """The server did not answer: nothing is known, which is not the same as « there is none »."""


class Resolver:
    """One question at a time, each within `dns_timeout` seconds; answers are remembered for one check."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], list[str]] = {}
        self._asked = _resolver()

    def ask(self, name: str, kind: str) -> list[str]:
        """The answers as text, TXT strings joined; [] when the name or the kind does not exist. Raises NoAnswer."""
        key = (name.lower().rstrip("."), kind)
        if key not in self._known:
            self._known[key] = self._ask(*key)
        return self._known[key]

    def _ask(self, name: str, kind: str) -> list[str]:
        try:
            answers = self._asked.resolve(name + ".", kind)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.exception.DNSException, OSError) as error:
            raise NoAnswer(f"{name} {kind}: {type(error).__name__}") from error
        if kind == "TXT":
            return [b"".join(answer.strings).decode("utf-8", "replace") for answer in answers]
        return [answer.to_text() for answer in answers]


def _resolver() -> dns.resolver.Resolver:
    known = conf()
    try:
        resolver = dns.resolver.Resolver(configure=not known.dns_resolver)
    except dns.exception.DNSException as error:
        raise NoAnswer(str(error)) from error
    if known.dns_resolver:
        address, port = _address_and_port(known.dns_resolver)
        resolver.nameservers, resolver.port = [address], port
    resolver.timeout = known.dns_timeout
    resolver.lifetime = known.dns_timeout
    return resolver


def _address_and_port(text: str) -> tuple[str, int]:
    """« 127.0.0.1:5353 », « 9.9.9.9 » or an IPv6 address, which is all colons."""
    address, colon, port = text.rpartition(":")
    return (address, int(port)) if colon and ":" not in address else (text, 53)
