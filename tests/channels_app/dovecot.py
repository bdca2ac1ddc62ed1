"""A real Dovecot on a port of 127.0.0.1, for the time of the tests: plain, STARTTLS and XOAUTH2 doors."""

from __future__ import annotations

import contextlib
import grp
import imaplib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PASSWORD = "mot-de-passe-de-test"
TOKEN = "jeton-de-test"

CONFIG = """
protocols = imap
base_dir = {home}/run
instance_name = {name}
log_path = {home}/dovecot.log
listen = 127.0.0.1
default_login_user = {login_user}
default_internal_user = {login_user}
default_internal_group = {login_group}
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:{home}/mails/%u
mail_home = {home}/homes/%u
ssl = yes
ssl_cert = <{home}/cert.pem
ssl_key = <{home}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
passdb {{
  driver = static
  mechanisms = xoauth2
  args = password={token}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/homes/%u allow_all_users=yes
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class Server:
    port: int
    tls_port: int
    home: Path

    @property
    def certificate(self) -> Path:
        return self.home / "cert.pem"

    @contextlib.contextmanager
    def line(self, user: str) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=20) as line:
            line.login(user, PASSWORD)
            yield line

    def put(self, user: str, *mails: bytes, date: str = '"20-Nov-2026 10:00:00 +0100"', folder: str = "INBOX") -> None:
        """As the mail server of the town does."""
        with self.line(user) as line:
            for raw in mails:
                answer, data = line.append(folder, "", date, raw)  # type: ignore[arg-type]
                assert answer == "OK", data

    def count(self, user: str, folder: str = "INBOX", *words: str) -> int:
        with self.line(user) as line:
            if line.select(f'"{folder}"', readonly=True)[0] != "OK":
                return 0
            return len(line.search(None, *(words or ("ALL",)))[1][0].split())


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """Started, answered once, then stopped and wiped."""
    home = Path(tempfile.mkdtemp(prefix="grc-dovecot-"))
    home.chmod(0o755)
    server = Server(free_port(), free_port(), home)
    _certificate(home)
    config = home / "dovecot.conf"
    config.write_text(
        CONFIG.format(
            home=home,
            name=home.name,
            password=PASSWORD,
            token=TOKEN,
            port=server.port,
            tls_port=server.tls_port,
            **_user(),
        )
    )
    for name in ("mails", "homes"):
        (home / name).mkdir()
        os.chown(home / name, _user()["uid"], _user()["gid"])
    process = subprocess.Popen([shutil.which("dovecot") or "/usr/sbin/dovecot", "-F", "-c", str(config)])
    try:
        _wait(server, process)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
        shutil.rmtree(home, ignore_errors=True)


def _user() -> dict[str, Any]:
    """As root, mails belong to « mail » and strangers log in as « dovenull »; as anybody else, all is this person’s."""
    me = pwd.getpwuid(os.getuid())
    login, owner = (pwd.getpwnam("dovenull"), pwd.getpwnam("mail")) if os.getuid() == 0 else (me, me)
    group = grp.getgrgid(login.pw_gid).gr_name
    return {"login_user": login.pw_name, "login_group": group, "uid": owner.pw_uid, "gid": owner.pw_gid}


def _certificate(home: Path) -> None:
    words = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *words]
    subprocess.run(
        [*command, "-keyout", str(home / "key.pem"), "-out", str(home / "cert.pem")], check=True, capture_output=True
    )


def _wait(server: Server, process: subprocess.Popen) -> None:
    log = server.home / "dovecot.log"
    for _turn in range(100):
        if process.poll() is not None:
            raise RuntimeError(f"Dovecot stopped: {log.read_text() if log.exists() else ''}")
        with contextlib.suppress(OSError, imaplib.IMAP4.error), server.line("essai"):
            return
        time.sleep(0.1)
    raise RuntimeError(f"Dovecot does not answer: {log.read_text() if log.exists() else ''}")
