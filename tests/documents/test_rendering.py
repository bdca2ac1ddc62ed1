"""WeasyPrint loads our own files and nothing else; what is missing is told in French."""

import pytest

from documents import assets
from documents.errors import CannotRender
from documents.rendering import DEFAULT_COLOUR, qr_svg, render_pdf, town_colour


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/secret",
        "https://ailleurs.example/x.png",
        "file:///etc/passwd",
        "ftp://ailleurs.example/x",
    ],
)
def test_outside_addresses_are_refused(url):
    with pytest.raises(ValueError):
        assets.OwnFilesOnly().fetch(url)


@pytest.mark.parametrize("path", ["../manage.py", "/etc/passwd", "letters/../../manage.py", "absent.css", ""])
def test_paths_that_leave_the_static_files_are_refused(path):
    with pytest.raises(assets.FatalURLFetchingError):
        assets.read_static(path)


def test_our_own_files_and_data_images_are_served():
    fetcher = assets.OwnFilesOnly()
    assert b"@page" in fetcher.fetch("asset:letters/letter.css").read()
    assert fetcher.fetch("data:text/plain,oui").read() == b"oui"


def test_a_letter_that_needs_a_missing_file_fails_with_a_sentence(tmp_path, settings):
    (tmp_path / "hole.html").write_text('<html><title>x</title><link rel="stylesheet" href="asset:absent.css"></html>')
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    with pytest.raises(CannotRender, match="manque"):
        render_pdf("hole.html", {}, title="Essai")


@pytest.mark.parametrize("colour", ["", "red", "#12", "#000000;} body{display:none", None])
def test_only_a_true_colour_reaches_the_style_sheet(colour):
    assert town_colour(colour) == DEFAULT_COLOUR


def test_a_qr_code_is_a_drawing():
    assert qr_svg("2026-042317-K").startswith("<svg")
