"""The antivirus of this installation: `clamd`, its `demo` twin, or `none`."""

from files import conf
from files.scanners.base import Outcome, Scanner, ScannerDown, Verdict
from files.scanners.clamd import ClamdScanner
from files.scanners.demo import DemoScanner
from files.scanners.none import NoScanner

__all__ = ["Outcome", "Scanner", "ScannerDown", "Verdict", "scanner"]


def scanner() -> Scanner:
    """The one that the settings name: FILES_SCANNER, else clamd when it has a socket, else none."""
    socket_path = conf.text("CLAMD_SOCKET")
    chosen = conf.text("FILES_SCANNER") or ("clamd" if socket_path else "none")
    if chosen == "demo":
        return DemoScanner()
    if chosen == "clamd" and socket_path:
        return ClamdScanner(socket_path, timeout=conf.number("FILES_SCAN_TIMEOUT"))
    return NoScanner()
