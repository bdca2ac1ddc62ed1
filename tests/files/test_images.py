import io

import pytest
from PIL import Image, ImageFile

from core.errors import Refused
from files import reading
from files.operations import scan
from tests.files import documents


def _kept(stored) -> Image.Image:
    """As it will be opened: a worker has drawn it again."""
    scan(stored.pk)
    stored.refresh_from_db()
    return Image.open(io.BytesIO(reading.content_for_scan(stored)))


def test_the_position_the_author_and_the_camera_are_gone(keep):
    original = documents.phone_photo()
    assert Image.open(io.BytesIO(original)).getexif().get_ifd(0x8825)
    stored = keep(original, "trou.jpg")
    assert not dict(_kept(stored).getexif())
    content = reading.content_for_scan(stored)
    assert b"Malika" not in content
    assert b"Exif" not in content
    assert stored.location_removed


@pytest.mark.parametrize(("orientation", "size"), [(1, (120, 80)), (3, (120, 80)), (6, (80, 120)), (8, (80, 120))])
def test_a_photo_lying_on_its_side_is_put_upright(orientation, size, keep):
    assert _kept(keep(documents.phone_photo(orientation), "trou.jpg")).size == size


def test_upright_means_that_the_right_corner_is_white(keep):
    """The white corner, top left in the sensor, is top right once turned a quarter clockwise."""
    image = _kept(keep(documents.phone_photo(6), "trou.jpg")).convert("L")
    assert image.getpixel((70, 10)) > 230
    assert image.getpixel((10, 10)) < 200


def test_foreign_bytes_after_the_picture_are_gone(keep):
    stored = keep(documents.jpeg() + b"<script>alert(1)</script>PK\x03\x04", "photo.jpg")
    assert b"<script>" not in reading.content_for_scan(stored)


def test_the_comment_of_a_png_is_gone(keep):
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Author", "Madame Castaing")
    stored = keep(documents.png(pnginfo=words), "capture.png")
    assert b"Castaing" not in reading.content_for_scan(stored)


def test_transparency_stays(keep):
    assert _kept(keep(documents.png(mode="RGBA"), "logo.png")).mode == "RGBA"


def test_a_grey_scan_stays_grey(keep):
    image = Image.new("L", (50, 50), 128)
    output = io.BytesIO()
    image.save(output, "JPEG")
    assert _kept(keep(output.getvalue(), "acte.jpg")).mode == "L"


def test_a_printers_photo_in_four_colours_is_readable(keep):
    output = io.BytesIO()
    Image.new("CMYK", (50, 50)).save(output, "JPEG")
    assert _kept(keep(output.getvalue(), "affiche.jpg")).mode == "RGB"


def test_too_many_points_is_told(keep, settings):
    settings.FILES_MAX_PIXELS = 1_000_000
    with pytest.raises(Refused, match="est trop grande"):
        keep(documents.jpeg((1200, 1000)), "affiche.jpg")


def test_a_truncated_photo_is_refused_even_when_another_library_made_pillow_lenient(keep, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(Refused, match="abîmée"):
        keep(documents.jpeg((800, 600))[:900], "photo.jpg")
    assert ImageFile.LOAD_TRUNCATED_IMAGES, "left as it was found"


@pytest.mark.parametrize(
    ("make", "name", "kept_name"),
    [
        (documents.png, "photo.jpg", "photo.png"),
        (documents.heic, "IMG_0042.JPG", "IMG_0042.jpg"),
        (documents.jpeg, "capture.png", "capture.jpg"),
        (documents.jpeg, "photo.heic", "photo.jpg"),
    ],
)
def test_a_picture_named_as_another_kind_of_picture_is_kept_under_its_true_name(make, name, kept_name, keep):
    """Phones and messengers do it; the picture is drawn again anyway."""
    stored = keep(make(), name)
    assert stored.name == kept_name
    assert _kept(stored).format == ("PNG" if kept_name.endswith(".png") else "JPEG")


def test_a_picture_of_a_kind_that_is_not_accepted_stays_refused_whatever_its_name(keep):
    with pytest.raises(Refused, match="malgré son nom"):
        keep(documents.png(), "photo.jpg", accept=["jpeg"])
