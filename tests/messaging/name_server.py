"""A domain name server of this machine, that knows what a test tells it, or keeps silent."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from dnslib import QTYPE, RCODE, RR
from dnslib.server import BaseResolver, DNSLogger, DNSServer

GOOD = {
    ("admiville.example", "TXT"): ["v=spf1 ip4:192.0.2.0/28 -all", "autre chose"],
    ("grc._domainkey.admiville.example", "TXT"): ["v=DKIM1; k=rsa; p=QUJD"],
    ("_dmarc.admiville.example", "TXT"): ["v=DMARC1; p=quarantine"],
}


class NameServer(BaseResolver):
    """`records`: {(name, kind): answers}; `mode`: answers, servfail or silent."""

    def __init__(self, records: dict[tuple[str, str], list[str]]) -> None:
        self.records = dict(records)
        self.mode = "answers"
        self.questions: list[tuple[str, str]] = []

    def resolve(self, request, handler):
        if self.mode == "silent":
            raise OSError("nothing is sent back")
        reply = request.reply()
        name, kind = str(request.q.qname).rstrip(".").lower(), QTYPE[request.q.qtype]
        self.questions.append((name, kind))
        if self.mode == "servfail":
            reply.header.rcode = RCODE.SERVFAIL
        elif (name, kind) in self.records:
            for text in self.records[name, kind]:
                reply.add_answer(*RR.fromZone(_zone(name, kind, text)))
        elif not any(known == name for known, _kind in self.records):
            reply.header.rcode = RCODE.NXDOMAIN
        return reply


def _zone(name: str, kind: str, text: str) -> str:
    # A TXT record is made of strings of at most 255 characters.
    pieces = [text[start : start + 250] for start in range(0, len(text), 250)]
    value = " ".join(f'"{piece}"' for piece in pieces) if kind == "TXT" else text
    return f"{name}. 60 IN {kind} {value}"


@contextlib.contextmanager
def name_server(settings: object, records: dict[tuple[str, str], list[str]], **known: object) -> Iterator[NameServer]:
    """Listens on a free port, and the settings point to it."""
    told = NameServer(records)
    server = DNSServer(told, address="127.0.0.1", port=0, logger=DNSLogger("-request,-reply,-truncated,-error"))
    server.start_thread()
    port = server.server.server_address[1]
    settings.GRC_MESSAGING = {
        "dns_resolver": f"127.0.0.1:{port}",
        "dns_timeout": 0.5,
        "relay_dkim_selectors": ("grc",),
        **known,
    }
    try:
        yield told
    finally:
        server.stop()
        server.server.server_close()
