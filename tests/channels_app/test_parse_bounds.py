"""Hostile or enormous mails: read in part, in seconds, with a defect that says what was left out."""

import base64
import struct
import time
import tracemalloc

import pytest

from channels_app.email.parse import Unparsable, parse
from channels_app.email.parsing import limits, rtf

HEAD = b"From: Jeanne <jeanne@mail.example>\r\nSubject: Gros\r\nMIME-Version: 1.0\r\n"
PLAIN = HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
HTML = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n"
MEGA = 1024 * 1024
SECONDS = 12  # a generous bound for a loaded machine: what is not linear takes minutes


def nested(levels: int) -> bytes:
    out = HEAD
    for level in range(levels):
        out += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
    return out + b"\r\nau fond\r\n"


def nested_messages(levels: int) -> bytes:
    return (HEAD + b"Content-Type: message/rfc822\r\n\r\n") * levels + PLAIN + b"au fond"


HOSTILE = {
    "a million headers": HEAD + b"X-A: b\r\n" * 1_000_000 + b"\r\ntexte",
    "one header of ten megabytes": b"Subject: " + b"a" * 10 * MEGA + b"\r\n\r\ntexte",
    "a header folded a million times": b"Subject: a\r\n" + b" b\r\n" * 1_000_000 + b"\r\ntexte",
    "a hundred thousand encoded words": b"Subject: " + b"=?utf-8?Q?a?= " * 100_000 + b"\r\n\r\ntexte",
    "encoded words never closed": b"Subject: " + b"=?utf-8?Q?" * 100_000 + b"\r\n\r\ntexte",
    "a hundred thousand recipients": b"To: " + b"a@b.example, " * 100_000 + b"\r\n\r\ntexte",
    "parentheses without end": b"From: " + b"(" * 200_000 + b"a@b.example\r\n\r\ntexte",
    "angle brackets without end": b"From: " + b"<" * 200_000 + b"a@b.example\r\n\r\ntexte",
    "quotes without end": b'From: "' + b'\\"' * 200_000 + b"a@b.example\r\n\r\ntexte",
    "a hundred thousand references": HEAD + b"References: " + b"<a@b>" * 100_000 + b"\r\n\r\ntexte",
    "five thousand levels": nested(5_000),
    "two thousand mails inside mails": nested_messages(2_000),
    "a hundred thousand parts": MIXED + b"--b\r\n\r\na\r\n" * 100_000,
    "a boundary everywhere": MIXED.replace(b"=b", b"=-") + b"-" * 5 * MEGA,
    "boundaries almost": MIXED + b"\r\n--b x" * 500_000,
    "a hundred thousand parameters": HEAD + b"Content-Type: text/plain" + b"; a*1*=b" * 100_000 + b"\r\n\r\ntexte",
    "elements without end": HTML + b"<div>" * 800_000,
    "quotes inside quotes": HTML + b"<blockquote>a" * 100_000,
    "tables inside tables": HTML + b"<table><tr><td>a" * 100_000,
    "lists inside lists": HTML + b"<ul><li>a" * 100_000,
    "links": HTML + b"<a href='https://x.example/'>a</a>" * 100_000,
    "one attribute of four megabytes": HTML + b"<a href='" + b"a" * 4 * MEGA + b"'>lien</a>",
    "attributes": HTML + b"<a " + b"a=1 " * 500_000 + b">lien</a>",
    "paragraphs after a long text": HTML + b"mot " * 500_000 + b"<p>" * 300_000,
    "comments never closed": HTML + b"<!--" * 500_000,
    "quoted lines": PLAIN + b">" * 100 + b"\n" + b"> a\n" * 500_000,
    "soft line ends": PLAIN.replace(b"utf-8", b"utf-8; format=flowed") + b"a \n" * 1_000_000,
    "forward labels": PLAIN + b"De : a\nCc : b\n" * 200_000,
    "uuencoded beginnings": PLAIN + b"begin 644 a\n" * 200_000 + b"end\n",
    "enriched": PLAIN.replace(b"/plain", b"/enriched") + b"<param>" * 400_000,
    "one line of ten megabytes": PLAIN + b"a" * 10 * MEGA,
    "addresses": PLAIN + b"a@" * 2_000_000,
    "accents without letters": PLAIN + "a\u0327\u0301".encode() + "\u0327\u0301".encode() * 400_000,
    "broken utf-8": PLAIN + b"\xc3(" * 2_000_000,
    "base64 paddings": HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"YQ==" * 1_000_000,
    "carriage returns": b"\r" * 3 * MEGA + b"a",
    "a report of a million recipients": HEAD
    + b"Content-Type: message/delivery-status\r\n\r\n"
    + b"Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\n\r\n" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_is_read_in_seconds(name):
    started = time.process_time()
    mail = parse(HOSTILE[name])
    assert time.process_time() - started < SECONDS
    assert len(mail.body) <= limits.BODY_CHARACTERS + 100
    assert len(mail.subject) <= 2_000
    assert len(mail.to) <= limits.RECIPIENTS


def test_a_mail_of_fifty_megabytes_is_read_whole_in_less_than_three_times_its_memory():
    content = bytes(range(256)) * 4 * 1024 * 36
    encoded = base64.encodebytes(content).replace(b"\n", b"\r\n")
    film = b'Content-Type: video/mp4; name="v.mp4"\r\nContent-Transfer-Encoding: base64\r\n\r\n' + encoded
    raw = MIXED + b"--b\r\n\r\nBonjour\r\n--b\r\n" + film + b"\r\n--b--\r\n"
    assert len(raw) > 48 * MEGA
    started = time.process_time()
    tracemalloc.start()
    mail = parse(raw)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert time.process_time() - started < SECONDS
    assert peak < 3 * len(raw)
    assert mail.body == "Bonjour"
    assert mail.attachments[0].content == content


def test_levels_cost_no_memory():
    raw = (
        nested(limits.DEPTH - 1).replace(b"\r\nau fond\r\n", b"")
        + b"Content-Type: video/mp4\r\n\r\n"
        + b"a" * 20 * MEGA
    )
    tracemalloc.start()
    mail = parse(raw)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert mail.attachments[0].size == 20 * MEGA
    assert peak < 3 * len(raw)


def test_a_long_text_is_cut_in_the_page_and_joined_whole():
    raw = PLAIN + "é".encode() * 3 * MEGA
    mail = parse(raw)
    assert {"text-too-long", "body-cut"} <= set(mail.defects)
    assert mail.body.endswith("[Texte coupé ici : le message entier est conservé.]")
    assert mail.attachments[0].content == "é".encode() * 3 * MEGA
    assert mail.attachments[0].name == "texte-integral.txt"


def test_a_zip_that_would_fill_the_disk_is_joined_and_never_opened():
    bomb = b"PK\x03\x04" + bytes(1000)
    raw = HEAD + b"Content-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    mail = parse(raw + base64.encodebytes(bomb))
    assert mail.attachments[0].content == bomb


def test_a_rich_text_that_swells_without_end_is_read_to_its_bound():
    # Each pair of bytes repeats sixteen: seven times its size, and it announces four gigabytes.
    swelling = struct.pack("<IIII", 0, 0xFFFFFFFF, 0x75465A4C, 0) + (b"\xff" + b"\x00\x1e" * 8) * 200_000
    assert len(rtf.decompress(swelling)) == limits.RTF_BYTES
    assert isinstance(rtf.to_text(rtf.decompress(swelling)), str)


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b" \0\0\n"])
def test_nothing_is_no_mail(raw):
    with pytest.raises(Unparsable):
        parse(raw)


def test_more_than_any_server_carries_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(limits, "RAW_BYTES", 1000)
    with pytest.raises(Unparsable, match="trop gros"):
        parse(PLAIN + b"a" * 1000)
