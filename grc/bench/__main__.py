"""`python -m grc.bench [--sizes 10000,100000,1000000] [--only corbeille] [--minutes 50]`: what `make bench` runs."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from grc.bench import report, table
from grc.bench.ground import Ground
from grc.environment import ROOT, home

SIZES = "10000,100000,1000000"


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--sizes", default=SIZES, help="nombres de demandes, séparés par des virgules")
    parser.add_argument("--only", action="append", default=[], help="un chapitre : corbeille, depot, courriel…")
    parser.add_argument("--minutes", type=float, default=50, help="au-delà, les tailles restantes sont laissées")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="garder les bases, et reprendre celles d’avant")
    parser.add_argument("--picture", action="store_true", help="écrire aussi docs/performances.md et ses courbes")
    return parser.parse_args()


def main() -> int:
    options = asked()
    sizes = sorted(int(size) for size in options.sizes.split(","))
    began, figures = time.monotonic(), []
    place = home() / "bench"
    with Ground(place) as ground:
        told: dict[str, Any] = {"server": ground.server_settings(), "sizes": {}, "machine": report.machine()}
        told |= {"day": time.strftime("%Y-%m-%d"), "command": " ".join(["python -m grc.bench", *sys.argv[1:]])}
        for size in sizes:
            if time.monotonic() - began > options.minutes * 60:
                say(f"Taille {size} laissée : les {options.minutes:g} minutes sont passées.")
                continue
            seconds, rows = measure(ground, size, sizes, options)
            told["sizes"][str(size)] = seconds
            figures += rows
            table.write(place, figures, told | {"seconds": time.monotonic() - began})
    if options.picture:
        report.main()
    say(table.drawn(table.read(place)[0]))
    say(f"{place / table.LATEST} ({(time.monotonic() - began) / 60:.1f} min)")
    return 0


def measure(
    ground: Ground, size: int, sizes: list[int], options: argparse.Namespace
) -> tuple[dict[str, float], list[Any]]:
    began = time.monotonic()
    if not (options.keep and ground.exists(size)):
        say(f"{size} demandes…")
        ground.make(size, seed=options.seed)
    made = time.monotonic() - began
    megabytes = ground.run_sql(ground.url(size), "SELECT pg_database_size(current_database()) / 1048576")[0][0]
    say(f"Base de {size} demandes : {made:.0f} s, {megabytes} Mo")
    out = ground.home / f"figures-{size}.json"
    out.unlink(missing_ok=True)
    command = [sys.executable, "-m", "grc.bench.inside", str(size), ",".join(map(str, sizes)), str(out), *options.only]
    subprocess.run(command, cwd=ROOT, env=ground.environment(size), check=False)  # noqa: S603
    if not options.keep:
        ground.drop(size)
    return {"made_s": round(made, 1), "megabytes": megabytes}, _read(out)


def _read(path: Path) -> list[dict[str, Any]]:
    return json.loads(path.read_text()) if path.exists() else []


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
