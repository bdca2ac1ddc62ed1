"""The markup of each field: a label, a help, an error, and a control that names them."""

import re

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from procedures.form_engine import KINDS, FileRow, PageLinks
from procedures.templatetags.procedure_fields import render_field
from tests.procedures.builders import field, form, one_field

LINKS = PageLinks(refresh="/ici", suggest="/adresses/", upload="/ici", map_layer="/carte/couche.geojson")
MAP = {"q": {"lat": 46.6, "lon": 2.45, "tiles": "", "attribution": "Plan"}}


def drawn(the_form, answers=None, **more):
    page = the_form.bind("page1", answers or {}, links=LINKS, config=MAP, **more)
    return BeautifulSoup("".join(render_field(one) for one in page.fields), "html.parser"), page


def posted(the_form, **data):
    cleaned = the_form.clean_page("page1", data, {})
    return drawn(the_form, raw=cleaned.raw, errors=cleaned.errors, hints=cleaned.hints)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_drawn_with_each_control_labelled_and_each_reference_found(kind):
    for answer in ({}, {"q": "n’importe quoi"}):
        soup, _page = drawn(one_field(kind, help="Une aide." if kind != "explanation" else ""), answer)
        ids = {tag["id"] for tag in soup.find_all(id=True)}
        assert len(ids) == len(soup.find_all(id=True))
        for control in soup.find_all(["input", "select", "textarea"]):
            if control.get("type") != "hidden":
                assert soup.find("label", attrs={"for": control["id"]}), control
        for tag in soup.find_all(attrs={"aria-describedby": True}):
            assert set(tag["aria-describedby"].split()) <= ids, tag
        assert not soup.find_all(["script", "style"])
        assert not soup.find_all(style=True)


@pytest.mark.parametrize("kind", sorted(kind for kind in KINDS if kind != "explanation"))
def test_an_error_stands_above_its_control_and_the_summary_leads_to_it(kind):
    soup, page = posted(one_field(kind))
    for line in page.errors:
        assert soup.find(id=line.target), line.target
    assert page.errors
    assert soup.find(class_="ds-validation-message")
    assert soup.find(class_="bad")


def test_what_was_typed_is_shown_again_and_escaped():
    soup, _page = posted(one_field("text", max_length=5), q='<b>"gras"</b>')
    assert soup.find("input")["value"] == '<b>"gras"</b>'
    assert not soup.find("b")
    text, _page = posted(one_field("long_text", max_length=5), q="</textarea><b>x")
    assert text.find("textarea").text.strip() == "</textarea><b>x"


def test_a_choice_is_a_card_ticked_by_the_answer():
    soup, _page = drawn(one_field("choice"), {"q": "b"})
    assert [card.input.has_attr("checked") for card in soup.select("label.choice")] == [False, True]
    assert soup.find("legend").text.strip() == "Question q"


def test_a_list_is_drawn_beyond_ten_options_or_when_asked():
    options = [{"value": f"o{n}", "label": f"Option {n}"} for n in range(11)]
    assert drawn(one_field("choice", options=options))[0].find("select")
    soup, page = posted(one_field("choice", widget="select"))
    assert soup.find("select")["id"] == page.errors[0].target == "f-q"


def test_usual_data_can_be_filled_in_by_the_browser():
    parts = ["family_name", "first_names", "birth_date"]
    tokens = {tag.get("autocomplete") for tag in drawn(one_field("identity", parts=parts))[0].find_all("input")}
    assert {"family-name", "given-name", "bday-day", "bday-month", "bday-year"} <= tokens
    assert drawn(one_field("email"))[0].find("input")["autocomplete"] == "email"
    assert drawn(one_field("phone"))[0].find("input")["autocomplete"] == "tel"
    off = drawn(one_field("identity", autocomplete="off", parts=parts))[0].find_all("input")
    assert {tag["autocomplete"] for tag in off} == {"off"}


def test_a_question_that_opens_others_asks_the_server_and_has_a_button_without_scripts():
    when = {"field": "q", "op": "eq", "value": "a"}
    soup, _page = drawn(form([field("q", "choice"), field("suite", when=when)]), {"q": "a"})
    driver = soup.find(attrs={"data-question": "q"})
    assert driver["hx-post"] == "/ici"
    assert driver["hx-target"] == "#questions"
    assert driver.select_one(".no-js button[value=actualiser]")
    opened = soup.find(attrs={"data-question": "suite"})
    assert "under" in opened["class"]
    assert not opened.has_attr("hx-post")


def test_a_question_opened_on_another_page_or_far_above_is_not_drawn_under_a_rule():
    when = {"field": "q", "op": "eq", "value": "a"}
    the_form = form([field("q", "choice"), field("autre"), field("loin", when=when)], [field("page", when=when)])
    far = the_form.bind("page1", {"q": "a"}).fields
    assert [one.under for one in far] == [False, False, False]
    assert not the_form.bind("page2", {"q": "a"}).fields[0].under


def test_of_two_persons_on_a_page_the_summary_says_which():
    the_form = form([field("un", "identity", label="Premier parent"), field("deux", "identity", label="Second parent")])
    page = the_form.bind("page1", {}, errors=the_form.clean_page("page1", {}, {}).errors)
    assert page.errors[0].label == "Premier parent, nom de naissance"


def test_a_place_has_words_first_and_the_map_beside_them():
    soup, _page = drawn(one_field("point"), {"q": {"words": "place du Marché", "lat": 46.6, "lon": 2.45}})
    assert soup.find("input", attrs={"name": "q-words"})["value"] == "place du Marché"
    assert soup.find(attrs={"data-map": True})["data-layer"] == "/carte/couche.geojson"
    bare = one_field("point").bind("page1", {}, links=PageLinks())
    assert not BeautifulSoup(render_field(bare.fields[0]), "html.parser").find(attrs={"data-map": True})


def test_each_file_has_its_row_its_state_and_a_button_to_take_it_away():
    rows = [
        FileRow("id-1", "recto.jpg", "1,8 Mo · reçu"),
        FileRow("", "verso.heic", "14,2 Mo · non envoyé", "error", removable=False),
    ]
    soup, _page = drawn(one_field("file", accept=[".jpg"]), files={"q": rows})
    first, second = soup.select("li.file")
    assert first.button["name"] == "retirer"
    assert first.button["value"] == "id-1"
    assert first.button["aria-label"] == "Retirer recto.jpg"
    assert second["data-state"] == "error"
    assert not second.button
    assert soup.find("input", type="file")["accept"] == ".jpg"


def test_no_more_files_can_be_chosen_once_all_are_there():
    rows = [FileRow(f"id-{n}", f"{n}.jpg") for n in range(2)]
    soup, _page = drawn(one_field("file", max_files=2), files={"q": rows})
    assert not soup.find("input", type="file")
    assert "2 fichiers sont joints" in soup.text


def test_the_optional_is_said_and_the_required_is_not():
    assert "(facultatif)" in drawn(one_field("text", required=False))[0].label.text
    assert "facultatif" not in drawn(one_field("text"))[0].text


def test_the_error_summary_lists_each_fault_with_its_link():
    _soup, page = posted(form([field("a"), field("b", "email")]), a="", b="nom")
    html = BeautifulSoup(render_to_string("components/error_summary.html", {"errors": page.errors}), "html.parser")
    links = [(link["href"], re.sub(r"\s+", " ", link.text)) for link in html.find_all("a")]
    assert links[0][0] == "#f-a"
    assert links[0][1].startswith("Question a : répondez à cette question")
    assert links[1][0] == "#f-b"


def test_a_question_just_opened_is_shown_without_blame():
    when = {"field": "q", "op": "eq", "value": "a"}
    the_form = form([field("q", "choice"), field("suite", when=when)])
    cleaned = the_form.clean_page("page1", {"q": "a", "_shown": "q"}, {})
    page = the_form.bind(
        "page1", {"q": "a"}, raw=cleaned.raw, errors=cleaned.errors, revealed=cleaned.revealed, links=LINKS
    )
    assert page.errors == []
    assert page.shown == "q,suite"


def test_where_all_pages_are_on_one_screen_an_answer_opens_the_questions_of_another_page():
    then = field("suite", when={"field": "q", "op": "eq", "value": "a"})
    two = form([field("q", "choice")], [then])
    alone, together = (two.bind("page1", {}, links=LINKS, together=both).fields[0] for both in (False, True))
    assert (alone.refreshes, together.refreshes) == (False, True)
