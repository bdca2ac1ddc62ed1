"""How a browser's files enter: in memory and bounded, so that nothing lies in clear on the disk (security.md §2.3).

A file beyond its limit is not kept: the rest of the form is still read, so that nothing typed is lost, and
`files.operations.store` refuses it with a sentence. A view for agents may ask for more (`up_to`): scans are heavy.
"""

import io
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpResponse

from files import conf

View = Callable[..., HttpResponse]


def up_to(limit: Callable[[], int]) -> Callable[[View], View]:
    """Files of this view may weigh as much, for who is signed in; nobody else fills the memory of the server."""

    def marked(view: View) -> View:
        view.upload_limit = limit  # type: ignore[attr-defined]
        return view

    return marked


class BoundedMemoryHandler(FileUploadHandler):
    """At most MAX_UPLOAD_BYTES a file and FILES_MAX_REQUEST_BYTES a request; the rest is counted, not kept."""

    chunk_size = 64 * 1024

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        larger = self._larger()
        self.most = max(conf.number("MAX_UPLOAD_BYTES"), larger)
        self.room = max(conf.number("FILES_MAX_REQUEST_BYTES"), larger)

    def _larger(self) -> int:
        """What `up_to` says; nothing for who is not signed in."""
        view = getattr(getattr(self.request, "resolver_match", None), "func", None)
        limit, user = getattr(view, "upload_limit", None), getattr(self.request, "user", None)
        return limit() if limit is not None and user is not None and user.is_authenticated else 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.kept, self.crowded, self.limit = io.BytesIO(), False, self.most

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > self.limit:
            self.room += self.kept.getbuffer().nbytes
            self.kept = io.BytesIO()
        elif len(raw_data) > self.room:
            self.crowded = True
        elif not self.crowded:
            self.kept.write(raw_data)
            self.room -= len(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        upload = InMemoryUploadedFile(
            self.kept,
            self.field_name,
            self.file_name or "",
            self.content_type or "",
            file_size,  # what was sent, not what was kept: the refusal reads it
            self.charset,
            self.content_type_extra,
        )
        upload.crowded_out = self.crowded  # type: ignore[attr-defined]
        upload.seek(0)
        return upload
