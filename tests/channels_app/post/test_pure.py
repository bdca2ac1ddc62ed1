"""What needs no database: splitting, codes in text, the head of a letter, blank pages."""

import datetime as dt

import pytest
from PIL import Image

from channels_app.post import codes, picture
from channels_app.post.enums import Boundary, PageKind
from channels_app.post.letter import understand
from channels_app.post.ocr import Line, lines_of
from channels_app.post.splitting import Sheet, split
from tests.channels_app.post import letters_on_paper as paper

TODAY = dt.date(2026, 11, 22)


def sheets(*kinds: str) -> list[Sheet]:
    """« t » text, « b » blank, « s » separator, any other letter a page with that code."""
    known = {"t": PageKind.TEXT, "b": PageKind.BLANK, "s": PageKind.SEPARATOR}
    return [
        Sheet(number, known.get(kind, PageKind.TEXT), "" if kind in known else kind)
        for number, kind in enumerate(kinds, start=1)
    ]


@pytest.mark.parametrize(
    ("kinds", "on_blank", "letters"),
    [
        ("tst", False, [[1], [3]]),
        ("sttst", False, [[2, 3], [5]]),
        ("tbt", False, [[1, 2, 3]]),
        ("tbt", True, [[1], [3]]),
        ("tsbt", False, [[1], [3, 4]]),
        ("sbsb", False, []),
        ("tAtBt", False, [[1], [2, 3], [4, 5]]),
        ("AAt", False, [[1, 2, 3]]),
        ("ssss", False, []),
        ("", False, []),
        ("bbtbb", True, [[3]]),
    ],
)
def test_pages_become_letters(kinds, on_blank, letters):
    assert [group.numbers for group in split(sheets(*kinds), on_blank=on_blank)] == letters


def test_a_boundary_says_why_a_letter_begins():
    groups = split(sheets(*"tstAtbt"), on_blank=True)
    assert [group.boundary for group in groups] == [
        Boundary.START,
        Boundary.SEPARATOR,
        Boundary.CODE,
        Boundary.BLANK,
    ]


def test_a_printed_code_is_found_in_its_groups_of_four():
    text = "Code de dépôt\n7K4Q X219 9HBV TMWJ 3ACD 5EFG KN\nIl range vos documents"
    assert codes.in_text(text) == ["7K4QX2199HBVTMWJ3ACD5EFGKN"]
    assert codes.in_text("Je vous prie d’agréer, Monsieur le Maire, mes salutations distinguées.") == []
    assert codes.tidy("7k4q-x2i9-9hbv tmwj 3acd 5efg kn") == "7K4QX2199HBVTMWJ3ACD5EFGKN"


def line(text: str, left: int, top: int, block: int = 1) -> Line:
    return Line(text, left, top, 12 * len(text), 24, 95.0, block)


def test_the_head_of_a_letter_says_who_and_what():
    lines = [
        line("M. Robert Zimmermann", 150, 150),
        line("5 allée des Tilleuls", 150, 185),
        line("99000 Admiville", 150, 220),
        line("Monsieur le Maire", 900, 300, 2),
        line("99000 Admiville", 900, 335, 2),
        line("Admiville, le 1er octobre 2026", 1000, 500, 3),
        line("OBJET: arbre dangereux", 150, 600, 4),
        line("devant chez moi", 150, 632, 4),
        line("Monsieur le Maire,", 150, 700, 5),
    ]
    found = understand(lines, (1654, 2339), today=TODAY)
    assert found.sender == "Robert Zimmermann, 5 allée des Tilleuls, 99000 Admiville"
    assert found.subject == "Arbre dangereux devant chez moi"
    assert found.written_on == dt.date(2026, 10, 1)
    assert set(found.boxes) == {"sender", "subject"}


@pytest.mark.parametrize("text", ["le 12 novembre 2036", "le 32/11/2026", "le 31 février 2026", "le 12 novembre 1926"])
def test_a_date_that_cannot_be_is_left_out(text):
    assert understand([line(text, 100, 100)], (1654, 2339), today=TODAY).written_on is None


def test_the_addressee_is_never_the_sender():
    lines = [line("Monsieur le Maire", 150, 150), line("1 rue du Beffroi", 150, 185), line("99000 Admiville", 150, 220)]
    assert understand(lines, (1654, 2339), today=TODAY).sender == ""


def test_blank_paper_is_blank_with_its_holes_and_dust():
    assert picture.is_blank(Image.new("L", paper.A4, 255))
    assert picture.is_blank(paper.blank(paper.Wear(noise=12, grey=225, holes=True, skew=2)))
    written = Image.new("L", paper.A4, 255)
    written.paste(0, (400, 900, 1200, 906))
    assert not picture.is_blank(written)


def test_the_table_of_the_reader_becomes_lines():
    head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    words = ["1\t10\t20\t40\t12\t96\tBonjour", '2\t60\t20\t30\t12\t91\t«"', "3\t95\t20\t3\t3\t4\t|"]
    rows = "".join(f"5\t1\t1\t1\t1\t{word}\n" for word in words)
    (found,) = lines_of(head + rows)
    assert found.text == 'Bonjour «"'
    assert (found.left, found.width) == (10, 80)
    assert lines_of(head) == []
