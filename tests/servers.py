"""The servers of the tests, started before Django reads its settings (pytest loads this file with `-p`).

Addresses already given (DATABASE_URL, REDIS_URL) are used as they are; the workers of xdist inherit those of the
process that started them, so one cluster serves them all.
"""

import atexit
import os
import secrets
import shutil
import tempfile
from pathlib import Path

from grc.runner import postgres, valkey

HOME = "GRC_TESTS_HOME"


def start_what_is_missing() -> None:
    if HOME in os.environ:  # a worker: the process that started it has done all this
        return
    directory = Path(tempfile.mkdtemp(prefix="grc-tests-"))
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    directory.chmod(0o711)
    # Never the data directory of somebody's demonstration.
    os.environ |= {HOME: str(directory), "GRC_HOME": str(directory / "home"), "GRC_MODE": "demonstration"}
    if not os.environ.get("DATABASE_URL"):
        cluster = postgres.start(directory / "postgres", password=secrets.token_hex(16), durable=False)
        atexit.register(cluster.stop)
        os.environ["DATABASE_URL"] = cluster.url
    if not os.environ.get("REDIS_URL"):
        broker = valkey.start(directory / "valkey", password=secrets.token_hex(16))
        atexit.register(broker.stop)
        os.environ["REDIS_URL"] = broker.url


start_what_is_missing()
