"""Mails as ugly as real programs send them: what a person would read is what is read."""

import base64

import pytest

from channels_app.email.parse import parse

HEAD = "From: Jeanne <jeanne@mail.example>\r\nTo: mairie@admiville.example\r\nSubject: Essai\r\nMIME-Version: 1.0\r\n"
NAMED = b"--x\r\n\r\nVoici\r\n--x\r\nContent-Type: application/pdf%s\r\n"
NAMED += b"Content-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n"
MIXED = "Content-Type: multipart/mixed; boundary=x\r\n"


def made(head: str, body: bytes) -> bytes:
    return (HEAD + head).encode() + b"\r\n" + body


def plain(charset: str, text: str, codec: str) -> bytes:
    return made(f"Content-Type: text/plain; charset={charset}\r\n", text.encode(codec))


BODIES = {
    "Windows text said to be UTF-8": (plain("utf-8", "L’été à 5 € « déjà »", "cp1252"), "L’été à 5 € « déjà »"),
    "UTF-8 text said to be Windows": (plain("windows-1252", "L’été à 5 €", "utf-8"), "L’été à 5 €"),
    "UTF-7": (plain("utf-7", "Déjà reçu à 5 €", "utf-7"), "Déjà reçu à 5 €"),
    "GB18030": (plain("GB18030", "你好，市政厅。我要出生证明。", "gb18030"), "你好，市政厅。我要出生证明。"),
    "MacRoman": (plain("macintosh", "Été à la crèche", "mac_roman"), "Été à la crèche"),
    "KOI8-R": (plain("KOI8-R", "Здравствуйте, мэрия", "koi8-r"), "Здравствуйте, мэрия"),
    "ISO-2022-JP": (plain("ISO-2022-JP", "こんにちは町役場", "iso2022_jp"), "こんにちは町役場"),
    "format=flowed": (
        made(
            "Content-Type: text/plain; charset=utf-8; format=flowed\r\n",
            b"Un long \r\nparagraphe.\r\n> cite \r\n> encore\r\n-- \r\nJeanne",
        ),
        "Un long paragraphe.\n> cite encore\n--\nJeanne",
    ),
    "text/enriched": (
        made("Content-Type: text/enriched\r\n", b"<bold>Bonjour</bold>,\n\n<color><param>red</param>vous</color> << 3"),
        "Bonjour,\n\nvous < 3",
    ),
    "quoted-printable cut inside a character": (
        made(
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n",
            b"L=C3=\r\n=A9t=C3=A9 arrive=\r\n bient\xc3\xb4t =3D ok",
        ),
        "Lété arrive bientôt = ok",
    ),
    "HTML of Samsung in base64": (
        made(
            "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n",
            base64.encodebytes(
                b"<html><head><style>p{}</style></head><div dir=auto>Bonjour,<br>un trou</div><div>Galaxy</div></html>"
            ),
        ),
        "Bonjour,\nun trou\nGalaxy",
    ),
    "script, hidden words, tracking picture": (
        made(
            "Content-Type: text/html; charset=utf-8\r\n",
            b"<div style='display:none'>cach\xc3\xa9</div><p>Visible</p><script>alert(1)</script><img src=//x.fr>",
        ),
        "Visible",
    ),
    "a mail inside an alternative": (
        made(
            "Content-Type: multipart/alternative; boundary=x\r\n",
            b"--x\r\n\r\nPrincipal\r\n--x\r\nContent-Type: message/rfc822\r\n\r\nFrom: p@q.fr\r\n\r\nSous\r\n--x--",
        ),
        "Principal",
    ),
    "uuencoded without a word of it": (
        made("", b"Bonjour\r\n\r\nbegin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n\r\nFin"),
        "Bonjour\n\nFin",
    ),
}


@pytest.mark.parametrize("name", BODIES)
def test_the_text_is_what_a_person_reads(name):
    raw, text = BODIES[name]
    assert parse(raw).body == text


NAMES = {
    "in pieces": (b";\r\n name*0*=utf-8''d%C3%A9;\r\n name*1*=c%C3;\r\n name*2*=%A9s;\r\n name*3=.pdf", "décés.pdf"),
    "encoded words without quotes, on two lines": (
        b"\r\nContent-Disposition: attachment; filename==?utf-8?Q?Pi=C3=A8ce_d=27?=\r\n =?utf-8?Q?=C3=A9tat.pdf?=",
        "Pièce d'état.pdf",
    ),
    "said twice": (
        b"; name=a.pdf\r\nContent-Disposition: attachment; filename=Recu.pdf; filename*=utf-8''Re%C3%A7u.pdf",
        "Reçu.pdf",
    ),
    "spaces without quotes": (b"\r\nContent-Disposition: attachment; filename=Acte de 2026.pdf", "Acte de 2026.pdf"),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("end", [b"--x--\r\n", b""], ids=["closed", "never closed"])
def test_an_attachment_bears_its_name(name, end):
    given, shown = NAMES[name]
    (joined,) = parse(made(MIXED, NAMED % given + end)).attachments
    assert (joined.name, joined.content) == (shown, b"%PDF")


SPLIT = "Réunion d’été".encode()
SUBJECTS = {
    "quoted-printable": "=?utf-8?Q?R=C3?=\r\n =?utf-8?Q?=A9union_d=E2=80?= =?UTF-8?q?=99=C3=A9t=C3=A9?=",
    "base64": "\r\n\t".join(
        f"=?utf-8?B?{base64.b64encode(piece).decode()}?=" for piece in (SPLIT[:2], SPLIT[2:11], SPLIT[11:])
    ),
}


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_subject_cut_inside_a_character_is_whole(name):
    raw = HEAD.replace("Essai", SUBJECTS[name]) + "\r\nTexte"
    assert parse(raw.encode()).subject == "Réunion d’été"
