"""What every letter of a process shares: style sheets read once, fonts laid out once.

Parsing the sheets and opening the fonts was half of the time of a letter. A thread has its own: Pango’s font map is
not made to be shared. It is renewed after many letters, so that what the libraries keep does not grow for ever.
"""

from __future__ import annotations

import contextlib
import gc
import re
import threading
from collections.abc import Iterator

from weasyprint import CSS
from weasyprint.text.fonts import FontConfiguration

from documents.assets import ASSET, OwnFilesOnly, read_static

LETTERS_A_PRESS = 500
_LINK = re.compile(r'<link rel="stylesheet" href="asset:([\w./-]+)">')
_of_thread = threading.local()


class Press:
    """One set of fonts, and the sheets made for it."""

    def __init__(self) -> None:
        self.fonts = FontConfiguration()
        self.letters = 0
        self._sheets: dict[str, CSS] = {}

    def linked(self, html: str) -> tuple[str, list[CSS]]:
        """The page without its links to our sheets, and these sheets, in the order of the links."""
        return _LINK.sub("", html), [self._linked(path) for path in _LINK.findall(html)]

    def _linked(self, path: str) -> CSS:
        folder = path.rpartition("/")[0]
        return self.sheet(read_static(path).decode(), base_url=f"{ASSET}{folder}/")

    def sheet(self, text: str, *, base_url: str = f"{ASSET}letters/") -> CSS:
        """Parsed once; sheets are few: those of our files and one a town."""
        key = f"{base_url} {text}"
        if key not in self._sheets:
            self._sheets[key] = CSS(string=text, base_url=base_url, url_fetcher=OwnFilesOnly(), font_config=self.fonts)
        return self._sheets[key]


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Without the garbage collector while one page is drawn: measured 3 to 12 % of the time of a letter, for no higher
    peak of memory. What is left goes with the next collection."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def press() -> Press:
    """The press of this thread, for one more letter."""
    known: Press | None = getattr(_of_thread, "press", None)
    if known is None or known.letters >= LETTERS_A_PRESS:
        known = _of_thread.press = Press()
    known.letters += 1
    return known
