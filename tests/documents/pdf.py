"""Reading a PDF back, as a person and as a machine would."""

import io

import pikepdf
from pypdf import PdfReader


def words(content: bytes) -> str:
    """All the text, its special spaces made plain."""
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())


def page_count(content: bytes) -> int:
    return len(PdfReader(io.BytesIO(content)).pages)


def page_words(content: bytes, number: int) -> str:
    return " ".join(PdfReader(io.BytesIO(content)).pages[number].extract_text().replace("\u00a0", " ").split())


def tags(content: bytes) -> list[tuple[str, bool]]:
    """Every structure element of the document: its kind and whether it has a text alternative."""
    found: list[tuple[str, bool]] = []

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append((str(node["/S"]), "/Alt" in node))
            walk(node.get("/K", pikepdf.Array()))

    with pikepdf.open(io.BytesIO(content)) as pdf:
        walk(pdf.Root.StructTreeRoot.K)
    return found


def place(content: bytes, needle: str) -> tuple[float, float]:
    """Millimetres from the left and from the top of the first page where a piece of text begins."""
    found: list[tuple[float, float]] = []

    def visit(text, cm, tm, _font, _size):
        if needle in text.replace("\u00a0", " "):
            found.append((tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]))

    page = PdfReader(io.BytesIO(content)).pages[0]
    page.extract_text(visitor_text=visit)
    x, y = found[0]
    return x * 25.4 / 72, (float(page.mediabox.height) - y) * 25.4 / 72
