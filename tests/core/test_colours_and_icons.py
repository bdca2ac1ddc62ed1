"""The commune's theme is readable by all; an icon exists or the page fails."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from core.colours import contrast, readable_on, validate_component_colour, validate_text_colour
from core.templatetags.grc_icons import UnknownIcon, icon
from core.templatetags.grc_text import error_line, octets, tel, telephone
from core.theme import scale, stylesheet, version


def test_black_on_white_is_the_strongest_contrast():
    assert round(contrast("#000000", "#ffffff")) == 21
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize("colour", ["#ffd500", "#7fc8a9", "vert", "#12", "#1234567"])
def test_a_main_colour_that_cannot_be_read_is_refused(colour):
    with pytest.raises(ValidationError):
        validate_text_colour(colour)


def test_a_second_colour_may_be_lighter_but_not_too_light():
    validate_component_colour("#8a8a8a")
    with pytest.raises(ValidationError):
        validate_component_colour("#dddddd")


@pytest.mark.parametrize("colour", ["#0b7a5b", "#b00020", "#1d4ed8", "#6b21a8", "#767676", "#000000"])
def test_every_text_of_a_theme_reads_on_every_surface_of_it(colour):
    tokens = scale(colour)
    for surface in ("background-default", "background-tinted", "surface-tinted"):
        assert contrast(tokens["text-subtle"], tokens[surface]) >= 4.5
        assert contrast(tokens["text-default"], tokens[surface]) >= 7
    assert contrast(tokens["base-contrast-default"], tokens["base-default"]) >= 4.5
    assert contrast(tokens["border-default"], "#ffffff") >= 3


def test_a_colour_is_darkened_only_as_much_as_needed():
    assert readable_on("#ffffff", "#000080") == "#000080"
    assert contrast(readable_on("#ffffff", "#ffd500"), "#ffffff") >= 4.5


def test_the_address_of_the_theme_changes_with_its_colours():
    green = SimpleNamespace(primary_colour="#0b7a5b", accent_colour="#4f46a5")
    blue = SimpleNamespace(primary_colour="#1d4ed8", accent_colour="#4f46a5")
    assert version(green) != version(blue)
    assert "--ds-color-brand1-base-default: #1d4ed8;" in stylesheet(blue)


def test_an_icon_is_drawn_inside_the_page_and_says_nothing():
    drawn = icon("phone")
    assert drawn.startswith('<svg class="icon"')
    assert 'aria-hidden="true"' in drawn


@pytest.mark.parametrize("name", ["n-existe-pas", "../package", "Phone", ""])
def test_an_icon_that_does_not_exist_fails_loudly(name):
    with pytest.raises(UnknownIcon):
        icon(name)


def test_numbers_are_shown_and_called_as_french_ones():
    assert telephone("0199004000") == "01 99 00 40 00"
    assert tel("01 99 00 40 00") == "+33199004000"
    assert telephone("+32 2 123") == "+32 2 123"
    assert [octets(0), octets(300), octets(1_800_000), octets(2_000_000)] == ["0 Ko", "1 Ko", "1,8 Mo", "2 Mo"]


def test_a_line_of_the_error_summary_reads_as_a_sentence():
    assert error_line("Date de naissance", "Écrivez l’année.") == "Date de naissance : écrivez l’année"
    assert error_line("De quel acte avez-vous besoin ?", "choisissez.") == "De quel acte avez-vous besoin ? Choisissez"
    assert error_line("J’atteste.", "cochez cette case.") == "Cochez cette case"
