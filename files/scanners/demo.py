"""The twin used without clamd: knows one virus, the harmless EICAR test file, alone or inside an archive."""

import io
import zipfile
import zlib

from files.scanners.base import Outcome, Verdict

# In two parts, so that the source of this program is not itself taken for the test file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_LARGEST_ENTRY = 1024 * 1024


class DemoScanner:
    def scan(self, content: bytes) -> Verdict:
        if EICAR in content or any(EICAR in entry for entry in _entries(content)):
            return Verdict(Outcome.INFECTED, "Eicar-Test-Signature")
        return Verdict(Outcome.CLEAN)


def _entries(content: bytes) -> list[bytes]:
    if not content.startswith(b"PK\x03\x04"):
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [archive.read(entry) for entry in archive.infolist() if entry.file_size <= _LARGEST_ENTRY]
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError):
        return []
