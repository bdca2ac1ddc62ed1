"""The whole request in one file: documents numbered, and what cannot be read says so."""

import io

import pikepdf
import pytest
from PIL import Image

from documents.assembling import Part, assemble
from documents.letters import render_letter
from tests.documents import pdf, samples


@pytest.fixture(scope="module")
def cover():
    data = samples.dossier()
    return render_letter("dossier.html", data, commune=samples.ADMIVILLE, title=data["title"])


def blank_pdf(pages=2, **save):
    document = pikepdf.new()
    for _page in range(pages):
        document.add_blank_page(page_size=(595, 842))
    buffer = io.BytesIO()
    document.save(buffer, **save)
    return buffer.getvalue()


def picture(size=(3000, 2000)):
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, "PNG")
    return buffer.getvalue()


def test_the_cover_tells_the_request_its_answers_its_story_and_its_documents(cover):
    text = pdf.words(cover)
    for part in ("2026-042317-K", "Acte de naissance", "Votre demande est bien arrivée.", "Pièce 2", "photo.jpg"):
        assert part in text


def test_documents_follow_in_order_each_behind_its_number(cover):
    whole = assemble(
        cover,
        [Part("Livret de famille", blank_pdf(), "application/pdf"), Part("Photo", picture(), "image/png")],
    )
    first = pdf.page_count(cover)
    assert pdf.page_count(whole) == first + 3 + 1
    assert "Pièce 1 — Livret de famille" in pdf.page_words(whole, first)
    assert "2 pages" in pdf.page_words(whole, first)
    assert "Pièce 2 — Photo" in pdf.page_words(whole, first + 3)


def test_the_table_of_contents_leads_to_each_document(cover):
    whole = assemble(cover, [Part("Photo", picture(), "image/jpeg")])
    with pikepdf.open(io.BytesIO(whole)) as document, document.open_outline() as outline:
        assert [item.title for item in outline.root][-1] == "Pièce 1 — Photo"


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        (Part("Abîmé", b"%PDF-1.7 rien", "application/pdf"), "abîmé"),
        (Part("Vide", blank_pdf(0), "application/pdf"), "vide"),
        (
            Part("Fermé", blank_pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "application/pdf"),
            "mot de passe",
        ),
        (Part("Photo", b"pas une image", "image/jpeg"), "abîmée"),
        (Part("Infecté", b"", "application/pdf"), "antivirus"),
        (Part("Tableau", b"a;b", "text/csv"), "imprimable"),
    ],
)
def test_what_cannot_be_read_becomes_a_page_that_says_so(cover, part, sentence):
    whole = assemble(cover, [part, Part("Suite", blank_pdf(1), "application/pdf")])
    first = pdf.page_count(cover)
    assert sentence in pdf.page_words(whole, first)
    assert "Pièce 2 — Suite" in pdf.page_words(whole, first + 1)


def test_a_very_long_name_keeps_its_picture_on_one_page(cover):
    whole = assemble(
        cover, [Part("photo " * 60, picture((2000, 4000)), "image/png"), Part("B", picture(), "image/png")]
    )
    assert pdf.page_count(whole) == pdf.page_count(cover) + 2


def test_a_request_without_documents_is_its_cover(cover):
    assert pdf.page_count(assemble(cover, [])) == pdf.page_count(cover)


def test_only_what_is_tagged_from_end_to_end_claims_to_be_accessible(cover):
    whole = assemble(cover, [Part("Photo", picture(), "image/png")])
    with pikepdf.open(io.BytesIO(whole)) as document:
        assert b"pdfuaid:part" not in document.Root.Metadata.read_bytes()
        assert str(document.Root.Lang) == "fr"
