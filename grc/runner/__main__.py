"""`python -m grc.runner run` (what `make run` calls) or `servers` (the servers alone, for work on the code)."""

import sys

from grc.runner.run import run

if __name__ == "__main__":
    run(servers_only=sys.argv[1:] == ["servers"])
