"""The same mail twice has one fingerprint (house.md §10); another mail never has it."""

import base64
import quopri

from channels_app.email.parse import parse

HEAD = (
    "Received: from a by b; Tue, 3 Mar 2026 09:12:04 +0100\r\nMessage-ID: <scan@copieur.example>\r\n"
    "From: Copieur <scan@admiville.example>\r\nDate: Tue, 3 Mar 2026 09:12:00 +0100\r\n"
    "Subject: =?utf-8?Q?Num=C3=A9risation?=\r\nMIME-Version: 1.0\r\n"
)
WORDS = "Voici la pièce demandée.\r\n"


def text(words: str = WORDS, head: str = HEAD, encoding: str = "8bit") -> bytes:
    raw = words.encode()
    coded = {"8bit": raw, "base64": base64.encodebytes(raw), "quoted-printable": quopri.encodestring(raw)}[encoding]
    header = f"{head}Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return header.encode() + coded


def with_scan(content: bytes, boundary: str = "b") -> bytes:
    parts = (
        f"{HEAD}Content-Type: multipart/mixed; boundary={boundary}\r\n\r\n--{boundary}\r\n\r\nScan\r\n--{boundary}\r\n"
    )
    parts += "Content-Type: application/pdf; name=scan.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return parts.encode() + base64.encodebytes(content) + f"\r\n--{boundary}--\r\n".encode()


def fingerprint(raw: bytes) -> str:
    return parse(raw).fingerprint


def test_trace_headers_and_the_mailbox_it_came_to_change_nothing():
    again = HEAD.replace("from a by b", "from c by d") + "Delivered-To: voirie@admiville.example\r\nX-Spam: 0\r\n"
    assert fingerprint(text(head=again)) == fingerprint(text())


def test_a_relay_that_encodes_anew_changes_nothing():
    assert len({fingerprint(text(encoding=encoding)) for encoding in ("8bit", "base64", "quoted-printable")}) == 1
    assert fingerprint(text(head=HEAD.replace("=?utf-8?Q?Num=C3=A9risation?=", "=?latin1?Q?Num=E9risation?="))) == (
        fingerprint(text())
    )
    assert fingerprint(text().replace(b"\r\n", b"\n")) == fingerprint(text())
    assert fingerprint(with_scan(b"%PDF", "autre")) == fingerprint(with_scan(b"%PDF"))


def test_other_words_another_sender_date_or_subject_make_another_mail():
    others = [
        text("Voici une autre pièce.\r\n"),
        text(head=HEAD.replace("scan@admiville", "copie@admiville")),
        text(head=HEAD.replace("09:12:00", "09:13:00")),
        text(head=HEAD.replace("risation", "riser")),
    ]
    assert len({fingerprint(raw) for raw in [text(), *others]}) == 5


def test_two_scans_of_a_copier_that_reuses_its_identifier_are_two_mails():
    one, other = parse(with_scan(b"%PDF-1.4 un")), parse(with_scan(b"%PDF-1.4 deux"))
    assert one.message_id == other.message_id
    assert one.fingerprint != other.fingerprint


def test_what_is_beyond_the_bounds_counts_too():
    many = with_scan(b"%PDF").replace(b"--b--\r\n", b"")
    parts = [b"--b\r\n\r\ntexte %d\r\n" % number for number in range(600)]
    first = many + b"".join(parts)
    assert fingerprint(first) != fingerprint(many + b"".join([*parts[:-1], b"--b\r\n\r\nautre fin\r\n"]))
