"""What the post carries between the two people: our letters, and the paper that comes back through a scanner."""

from __future__ import annotations

from PIL import Image

from channels_app.models import PostalItem, ScanBatch
from channels_app.operations import postal
from files.models import StoredFile
from files.reading import content_for_scan
from messaging.models import Dispatch
from tests.channels_app.post import letters_on_paper as drawing
from tests.documents import pdf

# Where the window of a DL envelope is, in millimetres of an A4 sheet (from its left and top edges).
WINDOW = (100, 200, 45, 85)


def letters_in(dispatch: Dispatch) -> list[bytes]:
    """The PDFs of one envelope, in their order."""
    return [content_for_scan(one) for one in StoredFile.objects.of("dispatch", dispatch.pk).order_by("pk")]


def in_the_window(content: bytes, line: str) -> bool:
    """``line`` as the post office wants it: capitals, without comma."""
    left, top = pdf.place(content, line)
    return WINDOW[0] <= left <= WINDOW[1] and WINDOW[2] <= top <= WINDOW[3]


def scanned(*sheets: Image.Image, seed: int = 7, turned: tuple[int, ...] = ()) -> list[Image.Image]:
    """As a town hall scanner gives them back: leaning one way or the other, speckled, grey; ``turned`` upside down."""
    worn = []
    for rank, sheet in enumerate(sheets):
        wear = drawing.Wear(
            skew=(1.9, -2.4, 0.8, -1.3)[rank % 4], noise=10, grey=232, seed=seed + rank, holes=rank % 2 == 1,
            turned=180 if rank in turned else 0,
        )  # fmt: skip
        worn.append(drawing.worn(sheet, wear))
    return worn


def read_everything() -> None:
    """What the workers do with the scans that wait."""
    for batch_id in ScanBatch.objects.order_by("pk").values_list("pk", flat=True):
        while postal.read_scan(batch_id) in ("waiting", "reading"):
            pass


def items(batch: ScanBatch) -> list[PostalItem]:
    return list(PostalItem.objects.filter(batch=batch).order_by("rank"))
