import io
import warnings

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from files import reading
from tests.files import documents


def _page(document):
    return document.pages[0].obj


def _script():
    return Dictionary(S=Name.JavaScript, JS=String("app.alert('bonjour')"))


def open_action(document):
    document.Root.OpenAction = _script()


def launch(document):
    document.Root.OpenAction = Dictionary(S=Name.Launch, F=String("cmd.exe"))


def named_scripts(document):
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), _script()])))


def embedded_file(document):
    document.attachments["virus.exe"] = b"MZ-embedded-program"


def page_action(document):
    _page(document).AA = Dictionary(O=_script())


def button(document):
    kind = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Btn, T=String("b"), Rect=[0, 0, 9, 9], A=_script())
    _page(document).Annots = Array([document.make_indirect(kind)])


def form_that_sends(document):
    action = Dictionary(S=Name.SubmitForm, F=String("http://mal.example/"))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=[0, 0, 9, 9], A=action)
    _page(document).Annots = Array([note])


def chained(document):
    first = Dictionary(S=Name.GoTo, D=Array([_page(document), Name.Fit]), Next=document.make_indirect(_script()))
    document.Root.OpenAction = first


def xfa(document):
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=String("<xdp>script</xdp>"))


def rich_media(document):
    note = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=[0, 0, 9, 9], RichMediaContent=Dictionary())
    _page(document).Annots = Array([note])


def attached_note(document):
    note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], FS=Dictionary(F=String("a.exe")))
    _page(document).Annots = Array([note])


ACTIVE = [
    open_action,
    launch,
    named_scripts,
    embedded_file,
    page_action,
    button,
    form_that_sends,
    chained,
    xfa,
    rich_media,
    attached_note,
]
FORBIDDEN = (
    b"/JavaScript",
    b"/JS",
    b"/Launch",
    b"/EmbeddedFile",
    b"/SubmitForm",
    b"/XFA",
    b"/RichMedia",
    b"/AA",
    b"MZ-emb",
)


def _plain(content: bytes) -> bytes:
    """Every object written out, so that nothing hides in a compressed stream."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document, warnings.catch_warnings():
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        document.save(
            output,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            compress_streams=False,
        )
    return output.getvalue()


@pytest.mark.parametrize("change", ACTIVE)
@pytest.mark.parametrize("packed", [pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.disable])
def test_what_acts_is_taken_out_and_the_pages_stay(change, packed, keep):
    original = documents.pdf(change, object_stream_mode=packed)
    assert any(word in _plain(original) for word in FORBIDDEN) or change is attached_note
    stored = keep(original, "formulaire.pdf")
    plain = _plain(reading.content_for_scan(stored))
    assert not [word for word in FORBIDDEN if word in plain]
    assert b"/FileAttachment" not in plain
    assert b"mal.example" not in plain
    assert b"/Type /Page" in plain
    assert stored.metadata["active_content_removed"] >= 1
    assert stored.metadata["pages"] == 1


def test_an_ordinary_link_stays(keep):
    def link(document):
        action = Dictionary(S=Name.URI, URI=String("https://admiville.example/"))
        _page(document).Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)])

    stored = keep(documents.pdf(link), "lettre.pdf")
    assert b"https://admiville.example/" in _plain(reading.content_for_scan(stored))
    assert "active_content_removed" not in stored.metadata


def test_what_was_hidden_after_the_document_is_gone(keep):
    stored = keep(documents.pdf() + b"<script>alert(1)</script>" + documents.docx(), "facture.pdf")
    content = reading.content_for_scan(stored)
    assert b"<script>" not in content
    assert b"PK\x03\x04" not in content


def _signature(document):
    value = Dictionary(
        Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), ByteRange=Array([0, 10, 20, 30]), Contents=String("x")
    )
    document.Root.AcroForm = Dictionary(Fields=Array([Dictionary(FT=Name.Sig, T=String("s"), V=value)]), SigFlags=3)


def test_a_signed_document_is_kept_byte_for_byte(keep):
    original = documents.pdf(_signature, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    stored = keep(original, "acte.pdf")
    assert reading.content_for_scan(stored) == original
    assert stored.metadata["signed"]


def test_a_signed_document_that_acts_is_disarmed_all_the_same(keep):
    def both(document):
        _signature(document)
        open_action(document)

    stored = keep(documents.pdf(both, object_stream_mode=pikepdf.ObjectStreamMode.disable), "acte.pdf")
    assert b"/JS" not in _plain(reading.content_for_scan(stored))


def test_a_document_that_forbids_printing_is_kept_and_freed(keep):
    locked = documents.pdf(encryption=pikepdf.Encryption(owner="b", user=""))
    with pikepdf.open(io.BytesIO(reading.content_for_scan(keep(locked, "acte.pdf")))) as document:
        assert not document.is_encrypted


def test_usage_rights_go_with_the_signature_they_were(keep):
    def rights(document):
        document.Root.Perms = Dictionary(UR3=Dictionary(Type=Name.Sig))

    assert b"/Perms" not in _plain(reading.content_for_scan(keep(documents.pdf(rights), "cerfa.pdf")))
