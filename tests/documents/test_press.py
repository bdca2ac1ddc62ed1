"""Letters of one process share sheets and fonts, and nothing of each other."""

import contextlib
import gc
import io
import threading

import pikepdf

from core.models import Commune
from documents import press as printing
from documents.letters import render_letter
from tests.documents import pdf, samples


def letter(commune: Commune = samples.ADMIVILLE, **changes) -> bytes:
    data = samples.acknowledgement(**changes)
    return render_letter("acknowledgement.html", data, commune=commune, title=data["title"])


def other_town() -> Commune:
    return Commune(name="Belmont", slug="belmont", postcode="99020", address="2 quai Nord", primary_colour="#8a1538")


def test_the_sheets_of_a_page_are_taken_out_in_their_order_and_parsed_once():
    page = (
        '<link rel="stylesheet" href="asset:letters/paper.css">x<link rel="stylesheet" href="asset:letters/sheet.css">'
    )
    shared = printing.Press()
    html, sheets = shared.linked(page)
    assert html == "x"
    again = shared.linked(page)[1]
    assert [one is other for one, other in zip(sheets, again, strict=True)] == [True, True]


def test_a_town_never_prints_with_the_colour_of_another_one():
    first, other, again = letter(), letter(other_town()), letter()
    assert colours(first) == colours(again)
    assert colours(first) != colours(other)


def colours(content: bytes) -> set[str]:
    """What sets a colour on the first page."""
    with pikepdf.open(io.BytesIO(content)) as document:
        drawn = pikepdf.parse_content_stream(document.pages[0])
        return {f"{words.operands} {words.operator}" for words in drawn if str(words.operator) in ("rg", "scn", "sc")}


def test_the_words_of_one_letter_are_not_in_the_next_one():
    assert "2026-000001-A" in pdf.words(letter(number="2026-000001-A"))
    assert "2026-000001-A" not in pdf.words(letter(number="2026-000002-B"))


def test_each_thread_has_its_own_press_and_a_press_is_renewed(monkeypatch):
    monkeypatch.setattr(printing, "LETTERS_A_PRESS", 2)
    monkeypatch.setattr(printing, "_of_thread", threading.local())
    used = [printing.press() for _letter in range(3)]
    assert used[0] is used[1] is not used[2]
    elsewhere = []
    thread = threading.Thread(target=lambda: elsewhere.append(printing.press()))
    thread.start()
    thread.join()
    assert elsewhere[0] is not used[2]


def test_the_garbage_collector_is_back_after_a_page_that_fails():
    with contextlib.suppress(RuntimeError), printing.undisturbed():
        assert not gc.isenabled()
        raise RuntimeError
    assert gc.isenabled()
