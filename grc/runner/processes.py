"""Children that never outlive whoever started them, not even when it is killed with -9."""

import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

PR_SET_PDEATHSIG = 1

# Before a child that neither answers nor ends is given up: starting takes over a minute on a loaded machine.
PATIENCE = 240


def die_with_parent(death_signal: int, parent: int) -> None:
    """The kernel will send this process `death_signal` when `parent`, which started it, ends."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(death_signal))
    if os.getppid() != parent:  # it ended meanwhile
        os.kill(os.getpid(), death_signal)


def start(
    command: Sequence[str | Path],
    *,
    log: Path,
    stop_signal: int = signal.SIGTERM,
    user: int | None = None,
    group: int | None = None,
    environment: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Starts a child in its own process group (Ctrl-C reaches the runner only, which stops them in order)."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment) if environment is not None else None,
            cwd=cwd,
            user=user,
            group=group,
            extra_groups=[] if user is not None else None,
            # `subprocess` calls it last, after the change of user, which would clear the wish.
            preexec_fn=partial(die_with_parent, stop_signal, os.getpid()),
            process_group=0,
        )


def stop(process: subprocess.Popen[bytes], stop_signal: int = signal.SIGTERM, seconds: float = 10) -> None:
    """Asks, waits, then kills the whole group: the children of the child as well."""
    if process.poll() is None:
        process.send_signal(stop_signal)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            pass
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def free_port(preferred: int | None = None) -> int:
    """A port of 127.0.0.1 where nobody listens; the preferred one when it is still free."""
    for candidate in (preferred, 0):
        if candidate is None:
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", candidate))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise RuntimeError("Aucun port libre sur 127.0.0.1.")


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(ready: Callable[[], bool], *, process: subprocess.Popen[bytes], log: Path, seconds: float) -> None:
    """Returns once `ready()`; raises with the end of the log when the child ends or the time is over."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if ready():
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
    raise RuntimeError(f"« {log.stem} » n’a pas démarré ; la fin de son journal ({log}) :\n{tail}")


def wait_gone(pid: int, seconds: float) -> None:
    """Waits for a process that is not our child; kills it when it will not go."""
    limit = time.monotonic() + seconds
    while Path(f"/proc/{pid}").exists():
        if time.monotonic() > limit:
            os.kill(pid, signal.SIGKILL)
            return
        time.sleep(0.05)
