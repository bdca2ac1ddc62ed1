"""A line that is cut or slow: a small proxy between us and a real server."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Line:
    """`cuts`: bytes that the server may say on each of the first connections; after those, the line holds."""

    port: int
    cuts: list[int]
    pause: float = 0.0
    connections: int = 0
    said: list[int] = field(default_factory=list)


@contextlib.contextmanager
def through(server_port: int, *, cuts: list[int] | None = None, pause: float = 0.0) -> Iterator[Line]:
    with socket.create_server(("127.0.0.1", 0)) as door:
        line = Line(door.getsockname()[1], list(cuts or []), pause)
        threading.Thread(target=_serve, args=(door, server_port, line), daemon=True).start()
        yield line


def _serve(door: socket.socket, server_port: int, line: Line) -> None:
    with contextlib.suppress(OSError):
        while True:
            client, _address = door.accept()
            allowed = line.cuts[line.connections] if line.connections < len(line.cuts) else None
            line.connections += 1
            line.said.append(0)
            server = socket.create_connection(("127.0.0.1", server_port))
            threading.Thread(target=_pour, args=(client, server, line, None), daemon=True).start()
            threading.Thread(target=_pour, args=(server, client, line, allowed), daemon=True).start()


def _pour(source: socket.socket, target: socket.socket, line: Line, allowed: int | None) -> None:
    """Until one side leaves, or the number of bytes allowed is reached: then both are dropped."""
    passed = 0
    with contextlib.suppress(OSError):
        while data := source.recv(16_384):
            if allowed is not None and passed + len(data) > allowed:
                target.sendall(data[: allowed - passed])
                break
            time.sleep(line.pause)
            target.sendall(data)
            passed += len(data)
    for end in (source, target):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
