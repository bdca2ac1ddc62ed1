"""clamd over its Unix socket, command INSTREAM: the content never touches the disk in clear."""

import socket
import struct

from files.scanners.base import Outcome, ScannerDown, Verdict

_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096


class ClamdScanner:
    def __init__(self, socket_path: str, *, timeout: int = 20) -> None:
        self.socket_path = socket_path
        self.timeout = timeout

    def scan(self, content: bytes) -> Verdict:
        return _verdict(self._ask(content))

    def ping(self) -> bool:
        """True when clamd answers; for the health page."""
        try:
            with self._connected() as connection:
                connection.sendall(b"zPING\0")
                return self._answer(connection) == "PONG"
        except OSError:
            return False

    def _ask(self, content: bytes) -> str:
        try:
            with self._connected() as connection:
                try:
                    self._send(connection, content)
                except (BrokenPipeError, ConnectionResetError):
                    # clamd answers and closes as soon as the stream is longer than it accepts.
                    return self._answer(connection) or "closed before the end ERROR"
                return self._answer(connection)
        except OSError as error:
            raise ScannerDown(type(error).__name__) from error

    def _connected(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.settimeout(self.timeout)
            connection.connect(self.socket_path)
        except OSError:
            connection.close()
            raise
        return connection

    def _send(self, connection: socket.socket, content: bytes) -> None:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            connection.sendall(struct.pack("!I", len(chunk)) + chunk)
        connection.sendall(struct.pack("!I", 0))

    def _answer(self, connection: socket.socket) -> str:
        received = b""
        while not received.endswith(b"\0") and len(received) < _LONGEST_ANSWER:
            part = connection.recv(_LONGEST_ANSWER)
            if not part:
                break
            received += part
        return received.rstrip(b"\0").decode("utf-8", "replace").strip()


def _verdict(answer: str) -> Verdict:
    """« stream: OK », « stream: Eicar-Test-Signature FOUND », « … ERROR »; anything else is no answer."""
    said = answer.removeprefix("stream:").strip()
    if said == "OK":
        return Verdict(Outcome.CLEAN)
    if said.endswith("FOUND"):
        return Verdict(Outcome.INFECTED, said.removesuffix("FOUND").strip()[:200])
    if said.endswith("ERROR"):
        return Verdict(Outcome.UNREADABLE, said[:200])
    raise ScannerDown("no answer")
