"""`python -m grc.runner.alive URL`: what a container asks of itself; ends with 0 when the page answers 200."""

import sys
from urllib.error import URLError
from urllib.request import Request, urlopen

from grc import environment

if __name__ == "__main__":
    # Asked under the public name: another one would be refused.
    question = Request(sys.argv[1], headers={"Host": environment.host_of(environment.value("PUBLIC_URL"))})  # noqa: S310
    try:
        with urlopen(question, timeout=8) as answer:  # noqa: S310
            sys.exit(0 if answer.status == 200 else 1)
    except URLError as trouble:
        sys.exit(str(trouble))
