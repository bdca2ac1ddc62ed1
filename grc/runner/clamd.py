"""The scanner of demonstrations: clamd on a socket of its own, with one local signature, that of the EICAR test file.

Real signatures are the business of freshclam, in production only.
"""

import hashlib
import shutil
import socket
import tempfile
from pathlib import Path

# The 68 characters of the EICAR test file, in hexadecimal so that no scanner removes this source; at offset 0.
EICAR = (
    "58354f2150254041505b345c505a58353428505e2937434329377d24454943"
    "41522d5354414e444152442d414e544956495255532d544553542d46494c452124482b482a"
)
LONGEST_SOCKET_PATH = 100


def program() -> str | None:
    return shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")


def socket_path(directory: Path) -> Path:
    """Under GRC_HOME, or under the temporary directory when that would be too long for a socket."""
    path = directory / "clamd.sock"
    if len(str(path)) <= LONGEST_SOCKET_PATH:
        return path
    short = hashlib.sha256(str(directory).encode()).hexdigest()[:12]
    parent = Path(tempfile.gettempdir()) / f"grc-{short}"
    parent.mkdir(mode=0o700, exist_ok=True)
    return parent / "clamd.sock"


def write_configuration(directory: Path) -> Path:
    signatures, work = directory / "signatures", directory / "tmp"
    for folder in (signatures, work):
        folder.mkdir(parents=True, exist_ok=True)
    (signatures / "local.ndb").write_text(f"Eicar-Test-Signature:0:0:{EICAR}\n")
    configuration = directory / "clamd.conf"
    configuration.write_text(
        f"DatabaseDirectory {signatures}\nTemporaryDirectory {work}\nLocalSocket {socket_path(directory)}\n"
        "LocalSocketMode 600\nFixStaleSocket yes\nForeground yes\nMaxThreads 4\nStreamMaxLength 30M\n"
        "ConcurrentDatabaseReload no\nSelfCheck 86400\n"
    )
    return configuration


def answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(2)
        try:
            client.connect(str(path))
            client.sendall(b"zPING\0")
            return client.recv(16).startswith(b"PONG")
        except OSError:
            return False
