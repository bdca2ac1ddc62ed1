"""A line between a client and a server that can be cut at any moment, in the middle of a mail."""

from __future__ import annotations

import contextlib
import socket
import threading


class Cutter:
    """Listens on ``port`` and passes everything to ``target`` until ``cut()`` breaks every open line."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.door.getsockname()[1]
        self.open: list[socket.socket] = []
        self.cuts = 0
        threading.Thread(target=self._welcome, daemon=True).start()

    def _welcome(self) -> None:
        while True:
            try:
                client, _address = self.door.accept()
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                return
            self.open += [client, server]
            for source, sink in ((client, server), (server, client)):
                threading.Thread(target=self._pass, args=(source, sink), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while chunk := source.recv(65536):
                sink.sendall(chunk)
        for side in (source, sink):
            with contextlib.suppress(OSError):
                side.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        lines, self.open = self.open, []
        for side in lines:
            with contextlib.suppress(OSError):
                side.shutdown(socket.SHUT_RDWR)
            side.close()
        self.cuts += bool(lines)

    def close(self) -> None:
        self.door.close()
        self.cut()
