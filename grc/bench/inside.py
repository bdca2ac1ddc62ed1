"""`python -m grc.bench.inside SIZE SIZES OUT [CHAPTER…]`: the chapters of one size, in a process of Django."""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import django

django.setup()

from grc.bench import filing, machine, mails, pages, papers, people, servers, town  # noqa: E402 - Django must know its rooms first
from grc.bench.stage import Stage, web  # noqa: E402

CHAPTERS: dict[str, Callable[[Stage], None]] = {
    "ville": town.made,
    "corbeille": pages.inbox,
    "demande": pages.one_request,
    "recherche": pages.searches,
    "compteurs": pages.counts,
    "suivi": pages.follow_up,
    "usagers": people.search,
    "poids": machine.weights,
    "guichet": people.desk,
    "plis": people.letters,
    "depot": filing.alone,
    "courriel": mails.ingestion,
    "relais": mails.relay,
    "arriere": mails.backlog,
    "accuses": papers.acknowledgements,
    "pointe": filing.together,
    "serveurs": servers.compared,
    "memoire": machine.memory,
    "balayages": machine.sweeps,
}
# What does not grow with the town, or takes long: at the smallest and largest sizes, not between.
AT_BOTH_ENDS = {"poids", "relais", "arriere", "accuses", "pointe", "memoire"}


def main() -> None:
    size, sizes = int(sys.argv[1]), [int(one) for one in sys.argv[2].split(",")]
    out, only = Path(sys.argv[3]), sys.argv[4:]
    stage = Stage(size, min(sizes))
    left_out = AT_BOTH_ENDS if min(sizes) < size < max(sizes) else set()
    with web() as stage.port:
        for name, chapter in CHAPTERS.items():
            if name not in only if only else name in left_out:
                continue
            began = time.monotonic()
            try:
                chapter(stage)
            except Exception:  # noqa: BLE001 - the other chapters are measured; this one is told as missing
                traceback.print_exc()
            say(f"  {name} : {time.monotonic() - began:.0f} s")
            out.write_text(json.dumps([figure.as_json() for figure in stage.figures]))


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
