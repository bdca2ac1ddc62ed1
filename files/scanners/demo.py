"""The twin used without clamd: knows one virus, the harmless EICAR test file."""

from files.scanners.base import Outcome, Verdict

# In two parts, so that the source of this program is not itself taken for the test file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class DemoScanner:
    def scan(self, content: bytes) -> Verdict:
        if EICAR in content:
            return Verdict(Outcome.INFECTED, "Eicar-Test-Signature")
        return Verdict(Outcome.CLEAN)
