"""`make run`: one GRC on this machine, embedded servers included, until told to stop."""

import fcntl
import json
import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import IO
from urllib.request import Request, urlopen

from grc import environment
from grc.runner import children, prepare, processes, signals
from grc.runner.children import Child
from grc.runner.state import State

READY_SECONDS = 120
LOOK_EVERY_SECONDS = 0.5


def run(*, servers_only: bool = False) -> None:
    if (mode := os.environ.get("GRC_MODE")) == environment.PRODUCTION:
        sys.exit("« make run » sert à la démonstration et à la formation ; la production : docker-compose.yml.")
    os.umask(0o077)  # keys, mails and files of people: for whoever starts the GRC, and nobody else
    home = environment.home()
    home.mkdir(parents=True, exist_ok=True)
    lock = hold(home)
    state = State.load(home)
    state.mode = mode or state.mode
    signals.listen()
    try:
        with ExitStack() as running:
            launch(state, running, servers_only=servers_only)
    except signals.Stop:
        say("GRC arrêté.")
    except RuntimeError as error:
        sys.exit(str(error))
    finally:
        state.children.clear()
        state.save()
        lock.close()


def hold(home: Path) -> IO[str]:
    """One run a GRC_HOME. The kernel drops the lock with the process, however it ends."""
    lock = (home / "run.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        sys.exit(f"Une GRC tourne déjà avec ce dossier ({home}). Une seconde : GRC_HOME=… PORT=… make run")
    return lock


def launch(state: State, running: ExitStack, *, servers_only: bool) -> None:
    port = int(os.environ.get("PORT") or 8000)
    children.end_leftovers(state)
    state.invent_keys()
    state.environment["PUBLIC_URL"] = f"http://127.0.0.1:{port}"
    programs = start_servers(state, running)
    for child in (children.scanner(state), children.mail_sink(state)):
        if child:
            programs.append(child)
            start(child, state, running)
    if not servers_only:
        prepare.prepare(state)
        wait_for_the_port(port)
        began = time.time()
        for child in (children.worker(), children.fetcher(), children.beat(state), children.web(state, port)):
            start(child, state, running)
            programs.append(child)
        wait_until_usable(port, state.environment["HEALTH_TOKEN"], began, programs)
        say(f"GRC prêt : http://127.0.0.1:{port}/")
    else:
        say(f"Serveurs prêts. Dans un autre terminal : GRC_HOME={state.home} {sys.executable} manage.py …")
    watch(programs, state)


def start_servers(state: State, running: ExitStack) -> list[Child]:
    """PostgreSQL and Valkey of our own, unless their addresses were given."""
    servers: list[Child] = []
    for name, kind in (("DATABASE_URL", children.Database), ("REDIS_URL", children.Broker)):
        if url := os.environ.get(name):
            state.environment[name] = url
        else:
            servers.append(kind())
            start(servers[-1], state, running)
    return servers


def start(child: Child, state: State, running: ExitStack) -> None:
    running.callback(child.stop)
    child.start(state)
    remember(child, state)


def remember(child: Child, state: State) -> None:
    if child.process:
        state.children[child.name] = child.process.pid
        state.save()


def wait_for_the_port(port: int) -> None:
    """A run killed a second ago may still hold it; another program holds it for longer."""
    limit = time.monotonic() + 5
    while processes.answers(port):
        if time.monotonic() > limit:
            raise RuntimeError(f"Le port {port} est déjà pris. En choisir un autre : PORT={port + 1} make run")
        time.sleep(0.2)


def wait_until_usable(port: int, token: str, began: float, programs: list[Child]) -> None:
    """Usable: the health page says 200 and a worker has beaten since this start."""
    limit = time.monotonic() + READY_SECONDS
    while time.monotonic() < limit:
        if ended := [child.name for child in programs if child.has_ended()]:
            raise RuntimeError(f"Arrêt inattendu de {', '.join(ended)} : lire son journal dans logs/.")
        if worker_beat_at(port, token) > began:
            return
        time.sleep(0.2)
    raise RuntimeError(f"La GRC n’est pas devenue utilisable en {READY_SECONDS} s : lire les journaux dans logs/.")


def worker_beat_at(port: int, token: str) -> float:
    try:
        question = Request(f"http://127.0.0.1:{port}/sante", headers={"Authorization": f"Bearer {token}"})
        with urlopen(question, timeout=5) as answer:  # noqa: S310
            return float(json.load(answer)["detail"]["worker_last_beat_at"] or 0)
    except (OSError, ValueError, KeyError):
        return 0


def watch(programs: list[Child], state: State) -> None:
    """Restarts what ends by itself, until a signal comes."""
    while True:
        time.sleep(LOOK_EVERY_SECONDS)
        if signals.make_is_stopping():
            raise signals.Stop("SIGHUP")
        for child in programs:
            if child.has_ended():
                say(f"« {child.name} » s’est arrêté : relancé.")
                restart(child, state)


def restart(child: Child, state: State) -> None:
    """A program that will not come back is tried again at the next look; the others go on meanwhile."""
    time.sleep(1)
    child.stop()
    try:
        child.start(state)
    except RuntimeError as error:
        say(str(error))
    remember(child, state)


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201
