"""French spaces and apostrophes are put in once, at render time, and nowhere they would do harm."""

import time

import pytest
from django.http import HttpResponse, JsonResponse
from django.template import Context, Template
from hypothesis import given, strategies as st

from core.typography import NARROW, NO_BREAK, french
from core.typography.markup import french_html
from core.typography.middleware import FrenchTypography


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Prêt ?", f"Prêt{NARROW}?"),
        ("Oui ; non !", f"Oui{NARROW}; non{NARROW}!"),
        ("Date : demain", f"Date{NO_BREAK}: demain"),
        ("« Réessayer »", f"«{NO_BREAK}Réessayer{NO_BREAK}»"),
        ("L'accusé d'Admiville", "L’accusé d’Admiville"),
        ("14 m² à 8 h 30", f"14{NO_BREAK}m² à 8{NO_BREAK}h{NO_BREAK}30"),
        ("12 500 €", f"12{NARROW}500{NO_BREAK}€"),
        ("le 12 novembre 2026", f"le 12{NO_BREAK}novembre 2026"),
        ("99000 Admiville", f"99000{NO_BREAK}Admiville"),
        ("le 1er janvier", f"le 1er{NO_BREAK}janvier"),
        ("01 99 00 41 27", NO_BREAK.join(["01", "99", "00", "41", "27"])),
        ("arrêté n° 2026-118", f"arrêté n°{NO_BREAK}2026-118"),
        ("décret no 2017-890", f"décret n°{NO_BREAK}2017-890"),
        ("art. L. 231-4", f"art.{NO_BREAK}L.{NO_BREAK}231-4"),
        ("M. Diallo et Mme Benhaddou", f"M.{NO_BREAK}Diallo et Mme{NO_BREAK}Benhaddou"),
    ],
)
def test_what_is_typed_plainly_is_shown_in_french(typed, shown):
    assert french(typed) == shown


@pytest.mark.parametrize(
    "text",
    ["10:38", "https://admiville.example/suivi?a=1", "o'neil@courriel.example", "", "3 rue de la Halle", "5 minutes"],
)
def test_what_must_stay_whole_stays_whole(text):
    assert french(text) == text


@given(st.text(alphabet="aé'L.:;!?«» 0123456789hm€%@/", max_size=60))
def test_applying_the_rules_twice_changes_nothing_more(text):
    assert french(french(text)) == french(text)


def test_text_and_readable_attributes_of_a_page_are_treated():
    page = '<p title="Prêt ?">Date : demain</p><img alt=\'Oui !\'><input aria-label="Nom :" placeholder="Qui ?">'
    assert french_html(page) == (
        f"<p title=\"Prêt{NARROW}?\">Date{NO_BREAK}: demain</p><img alt='Oui{NARROW}!'>"
        f'<input aria-label="Nom{NO_BREAK}:" placeholder="Qui{NARROW}?">'
    )


@pytest.mark.parametrize(
    "markup",
    [
        "<script>if (a ? b : c) { d(); }</script>",
        "<style>a { color : red }</style>",
        "<pre>a : b</pre>",
        "<code>x ? y</code>",
        '<textarea name="texte">Bonjour ! Ça va ?</textarea>',
        '<input type="text" value="Bonjour !">',
        '<option value="a : b"></option>',
        '<a href="/recherche/?q=a : b" data-x="c ? d"></a>',
        "<!-- note : rien -->",
        "<!doctype html>",
    ],
)
def test_code_and_typed_words_are_never_touched(markup):
    assert french_html(markup) == markup


def test_an_escaped_apostrophe_becomes_a_french_one_and_an_entity_stays():
    assert french_html("<p>l&#x27;eau &amp; le sel</p>") == "<p>l’eau &amp; le sel</p>"


def test_a_quoted_angle_bracket_does_not_end_the_tag():
    assert french_html('<p data-when="a > b : c">Quand : là</p>') == f'<p data-when="a > b : c">Quand{NO_BREAK}: là</p>'


@pytest.mark.parametrize(
    "page",
    [
        "<a " + '"' * 20_001,
        "<a'" * 20_000,
        "<pre>" * 20_000,
        "<!--" * 20_000,
        "x" * 200_000,
        "1 " * 50_000,
        "x@" * 50_000,
    ],
    ids=["quotes", "tags", "verbatim", "comments", "word", "figures", "addresses"],
)
def test_hostile_pages_take_no_time(page):
    begun = time.process_time()
    french_html(page)
    assert time.process_time() - begun < 2


def test_a_sign_of_comparison_is_text_and_a_tag_cut_short_stops_the_changes():
    assert french_html("<p>2 < 3 ; oui</p>") == f"<p>2 < 3{NARROW}; oui</p>"
    assert french_html("<p>Prêt ?</p><p class='") == f"<p>Prêt{NARROW}?</p><p class='"


def test_the_filter_keeps_escaping_what_a_person_typed():
    shown = Template("{% load typography %}{{ text|french }}").render(Context({"text": "<b>Prêt ?</b>"}))
    assert shown == f"&lt;b&gt;Prêt{NARROW}?&lt;/b&gt;"


def through_middleware(response, rf):
    return FrenchTypography(lambda request: response)(rf.get("/"))


def test_a_page_goes_through_and_its_length_is_true(rf):
    response = HttpResponse("<p>Prêt ?</p>")
    response["Content-Length"] = "14"
    seen = through_middleware(response, rf)
    assert seen.content.decode() == f"<p>Prêt{NARROW}?</p>"
    assert int(seen["Content-Length"]) == len(seen.content)


def test_json_downloads_and_compressed_pages_pass_untouched(rf):
    download = HttpResponse("<p>a ?</p>", headers={"Content-Disposition": "attachment"})
    compressed = HttpResponse(b"\x1f\x8b ?", headers={"Content-Encoding": "gzip"})
    for response in (JsonResponse({"a": "b ?"}), download, compressed):
        before = response.content
        assert through_middleware(response, rf).content == before
