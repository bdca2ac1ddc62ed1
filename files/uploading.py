"""How a browser's files enter: in memory and bounded, so that nothing lies in clear on the disk (security.md §2.3).

A file beyond its limit is not kept: the rest of the form is still read, so that nothing typed is lost, and
`files.operations.store` refuses it with a sentence.
"""

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from files import conf


class BoundedMemoryHandler(FileUploadHandler):
    """At most MAX_UPLOAD_BYTES a file and FILES_MAX_REQUEST_BYTES a request; the rest is counted, not kept."""

    chunk_size = 64 * 1024

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.room = conf.number("FILES_MAX_REQUEST_BYTES")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.kept, self.crowded, self.limit = io.BytesIO(), False, conf.number("MAX_UPLOAD_BYTES")

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
