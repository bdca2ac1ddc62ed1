"""The Debian packages of demonstrations and tests. Only the standard library: it runs before anything is installed."""

import os
import shutil
import subprocess
import sys

PACKAGES = (
    # WeasyPrint
    "libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "libfontconfig1", "fonts-inter", "fonts-dejavu-core",
    # what a file truly is, whether it is infected, what its first page looks like, what a scan says
    "libmagic1", "clamav-daemon", "poppler-utils", "tesseract-ocr", "tesseract-ocr-fra",
    # tests: a browser, a mailbox
    "chromium", "dovecot-imapd",
)  # fmt: skip
# Packages that bring a daemon must not start it: the GRC starts its own, on its own sockets.
INSTALL = """
set -e
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  trap 'rm -f $policy' EXIT
  printf '#!/bin/sh\\nexit 101\\n' > $policy
  chmod 755 $policy
fi
apt-get update -q
DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
"""


def missing() -> list[str]:
    """The packages that are not installed; none where the system has no dpkg (the caller is told)."""
    if not shutil.which("dpkg-query"):
        print("Système sans dpkg : installer soi-même l’équivalent de", " ".join(PACKAGES))  # noqa: T201
        return []
    command = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *PACKAGES]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603
    installed = {line.split()[0] for line in listed.splitlines() if line.endswith(" installed")}
    return [package for package in PACKAGES if package not in installed]


def install_missing() -> None:
    """As root, or through sudo; else prints the one line to run and stops."""
    if not (packages := missing()):
        return
    prefix = _as_root()
    if prefix is None:
        line = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"
        sys.exit(f"Paquets Debian manquants. En tant que root, lancer :\n\n  {line}\n\npuis recommencer.")
    print("Paquets Debian :", " ".join(packages), flush=True)  # noqa: T201
    if subprocess.run([*prefix, "sh", "-c", INSTALL, "sh", *packages], check=False).returncode:  # noqa: S603
        sys.exit("apt-get a échoué : lire son message ci-dessus, corriger, puis recommencer.")


def _as_root() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    silent = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0  # noqa: S607
    return ["sudo"] if silent or sys.stdin.isatty() else None
