import tempfile
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from core.errors import Refused
from files.uploading import up_to
from tests.files import documents


@pytest.fixture
def post(rf: RequestFactory):
    def _post(*files, **fields):
        return rf.post("/", {**fields, "fichiers": list(files), "après": "tapé après"})

    return _post


def _file(size, name="acte.pdf"):
    return SimpleUploadedFile(name, b"x" * size)


def test_a_file_is_read_in_memory_and_never_lies_in_clear_on_the_disk(post, monkeypatch):
    def nowhere(*args, **options):
        raise AssertionError("a temporary file was made")

    for maker in ("NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, maker, nowhere)
    upload = post(_file(5_000_000)).FILES["fichiers"]
    assert (upload.size, len(upload.read())) == (5_000_000, 5_000_000)


def test_a_file_too_big_is_not_kept_and_what_was_typed_is(post, keep, settings):
    settings.MAX_UPLOAD_BYTES = 200_000
    request = post(_file(900_000), nom="Benhaddou")
    upload = request.FILES["fichiers"]
    assert upload.size == 900_000
    assert upload.read() == b""
    assert (request.POST["nom"], request.POST["après"]) == ("Benhaddou", "tapé après")
    with pytest.raises(Refused, match="trop lourd"):
        keep(upload, upload.name)


def test_many_files_together_cannot_fill_the_memory(post, keep, settings):
    settings.FILES_MAX_REQUEST_BYTES = 500_000
    first, second, third = post(_file(300_000), _file(300_000), _file(100)).FILES.getlist("fichiers")
    assert len(first.read()) == 300_000
    assert len(second.read()) <= 200_000
    with pytest.raises(Refused, match="Joignez vos fichiers un par un"):
        keep(second, "acte.pdf")
    assert third.size == 100


def test_a_file_too_big_leaves_room_for_the_next(post, settings):
    settings.MAX_UPLOAD_BYTES = settings.FILES_MAX_REQUEST_BYTES = 200_000
    _big, small = post(_file(900_000), _file(150_000)).FILES.getlist("fichiers")
    assert len(small.read()) == 150_000


@pytest.mark.parametrize(("signed_in", "kept"), [(True, 300_000), (False, 0)])
def test_a_view_may_take_heavier_files_of_who_is_signed_in_alone(post, settings, signed_in, kept):
    settings.MAX_UPLOAD_BYTES = settings.FILES_MAX_REQUEST_BYTES = 100_000
    request = post(_file(300_000))
    request.resolver_match = SimpleNamespace(func=up_to(lambda: 400_000)(lambda request: None))
    request.user = SimpleNamespace(is_authenticated=signed_in)
    assert len(request.FILES["fichiers"].read()) == kept


def test_an_empty_file_is_told(post, keep):
    with pytest.raises(Refused, match="est vide"):
        keep(post(_file(0)).FILES["fichiers"], "acte.pdf")


def test_an_honest_upload_goes_to_the_end(post, keep):
    upload = post(SimpleUploadedFile("livret.pdf", documents.pdf())).FILES["fichiers"]
    assert keep(upload, upload.name).name == "livret.pdf"


def test_the_settings_use_it(settings):
    assert settings.FILE_UPLOAD_HANDLERS == ["files.uploading.BoundedMemoryHandler"]
