"""Documents built in memory: honest ones, and the parts from which hostile ones are made."""

import io
import warnings
import zipfile
import zlib

import pikepdf
import pillow_heif
from PIL import Image

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
DOCUMENT_XML = (
    '<?xml version="1.0"?><w:document xmlns:w="x"><w:body><w:p>La DDE 75 dit bonjour</w:p></w:body></w:document>'
)
RELATIONSHIPS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
HYPERLINK = (
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
    'Target="https://admiville.example/" TargetMode="External"/>'
)


def picture(size=(120, 80), mode="RGB", colour="teal") -> Image.Image:
    image = Image.new(mode, size, colour)
    image.paste("white" if mode != "L" else 255, (0, 0, size[0] // 2, size[1] // 2))
    return image


def jpeg(size=(120, 80), **options) -> bytes:
    output = io.BytesIO()
    picture(size).save(output, "JPEG", **options)
    return output.getvalue()


def png(size=(120, 80), mode="RGB", **options) -> bytes:
    output = io.BytesIO()
    picture(size, mode).save(output, "PNG", **options)
    return output.getvalue()


def webp() -> bytes:
    output = io.BytesIO()
    picture().save(output, "WEBP")
    return output.getvalue()


def heic() -> bytes:
    output = io.BytesIO()
    pillow_heif.from_pillow(picture()).save(output, quality=80)
    return output.getvalue()


def phone_photo(orientation=6) -> bytes:
    """A JPEG as a phone writes it: position, author, camera, and lying on its side."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = "Malika Benhaddou"
    exif[0x010F] = "Appareil de Malika"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (48.0, 51.0, 29.5), "E", (2.0, 17.0, 40.2)
    return jpeg((120, 80), exif=exif, comment=b"carnet de Malika")


def pdf(change=None, **options) -> bytes:
    """One page; `change(pdf)` alters it before it is written."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(300, 400))
    if change:
        change(document)
    output = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        document.save(output, **options)
    return output.getvalue()


def archive(entries, *, first=None, compression=zipfile.ZIP_DEFLATED) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", compression) as written:
        for name, content in ([first] if first else []) + list(entries):
            stored = zipfile.ZIP_STORED if name == "mimetype" else compression
            written.writestr(name, content, compress_type=stored)
    return output.getvalue()


def docx(*extra) -> bytes:
    return archive(
        [
            ("[Content_Types].xml", CONTENT_TYPES),
            ("word/document.xml", DOCUMENT_XML),
            ("word/_rels/document.xml.rels", RELATIONSHIPS % HYPERLINK),
            *extra,
        ]
    )


def xlsx(*extra) -> bytes:
    return archive([("[Content_Types].xml", CONTENT_TYPES), ("xl/workbook.xml", "<workbook/>"), *extra])


def odt(*extra, content="<office:document-content><office:scripts/></office:document-content>", kind="text") -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return archive([("content.xml", content), ("META-INF/manifest.xml", "<m/>"), *extra], first=("mimetype", mimetype))


def zeros_as_zip_entry(name: str, megabytes: int) -> bytes:
    """A Word document with one part that inflates about a thousand times."""
    return docx((name, b"\0" * (megabytes * 1024 * 1024)))


def png_bomb(side=30_000) -> bytes:
    """A PNG of a few kilobytes that announces `side` × `side` points."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    header = side.to_bytes(4, "big") * 2 + bytes([1, 0, 0, 0, 0])
    lines = zlib.compress(b"\0" * ((side // 8 + 1) * 200), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def pdf_bomb(megabytes=300) -> bytes:
    """A PDF whose table of objects inflates beyond what the reader may decode."""
    bomb = zlib.compressobj(9)
    packed = b"".join(bomb.compress(b"\0" * 1024 * 1024) for _step in range(megabytes)) + bomb.flush()
    head = b"%PDF-1.5\n"
    table = b"1 0 obj\n<</Type/XRef/W[1 4 1]/Size 90000000/Root 2 0 R/Filter/FlateDecode/Length %d>>stream\n" % len(
        packed
    )
    return head + table + packed + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(head)
