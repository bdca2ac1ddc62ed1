import pytest
from hypothesis import given, strategies as st

from files.rules.names import LONGEST, clean_name, extension_of, shown

HOSTILE = {
    "../../../etc/passwd.pdf": "passwd.pdf",
    "C:\\Users\\Malika\\Bureau\\livret de famille.pdf": "livret de famille.pdf",
    "/etc/shadow.pdf": "shadow.pdf",
    "livret\x00.exe.pdf": "livret .exe.pdf",
    "fac\u202egpj.pdf": "fac gpj.pdf",
    "li\u200bvret\ufeff.pdf": "li vret.pdf",
    "ligne\r\nSet-Cookie: a=b.pdf": "ligne Set-Cookie a=b.pdf",
    "a<script>alert(1)</script>.pdf": "script.pdf",
    'guill"emet.pdf': "guill emet.pdf",
    "CON.pdf": "document.pdf",
    "...pdf": "document.pdf",
    "   .pdf": "document.pdf",
    "": "document.pdf",
    "Été à l’hôtel.pdf": "Été à l’hôtel.pdf",
    "e\u0301te\u0301.pdf": "été.pdf",
    "照片.pdf": "照片.pdf",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_made_harmless_and_stays_readable(name):
    assert clean_name(name, "pdf") == HOSTILE[name]


def test_a_name_of_three_hundred_characters_is_cut_before_its_extension():
    cleaned = clean_name("é" * 300 + ".pdf", "pdf")
    assert len(cleaned) == LONGEST
    assert cleaned.endswith("é.pdf")


def test_a_quoted_name_is_short_and_on_one_line():
    assert shown("a" * 300 + ".pdf") == "a" * 57 + "…"
    assert shown("x/y\u202ez\n.pdf") == "yz.pdf"


@pytest.mark.parametrize(
    ("name", "extension"),
    [("a.PDF", "pdf"), ("a.pdf ", "pdf"), ("a.pdf.", "pdf"), ("a", ""), (".pdf", ""), ("a.p\u200bdf", "pdf")],
)
def test_the_extension_is_read_as_a_person_reads_it(name, extension):
    assert extension_of(name) == extension


@given(st.text(max_size=400))
def test_no_name_at_all_is_dangerous(name):
    cleaned = clean_name(name, "pdf")
    assert cleaned.endswith(".pdf")
    assert len(cleaned) <= LONGEST
    assert not set(cleaned) & set('/\\:*?"<>|\r\n\0\u202e')
    assert not cleaned.startswith(".")
