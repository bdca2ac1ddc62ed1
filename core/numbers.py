"""Request numbers ``2026-042317-K``: year, sequence, check letter.

Gaps are allowed: a gap-free counter would lock every filing.
"""

import re

from django.db import connection

# Without I, O and U: 23 letters, a prime, so that every single slip and swap of digits changes the letter.
_LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ"
_NUMBER = re.compile(r"^(\d{4})-?(\d{1,9})-?([A-Z]?)$")


def check_letter(year: int, sequence: int) -> str:
    """One letter over the digits read as one integer, modulo 23."""
    return _LETTERS[int(f"{year}{sequence:06d}") % len(_LETTERS)]


def format_number(year: int, sequence: int) -> str:
    return f"{year}-{sequence:06d}-{check_letter(year, sequence)}"


def next_request_number(commune_id: int, year: int) -> str:
    """The next number of this commune and year, from a PostgreSQL sequence made on first use."""
    name = f"grc_request_number_{int(commune_id)}_{int(year)}"
    with connection.cursor() as cursor:
        # NULL where the sequence is not there yet.
        cursor.execute("SELECT nextval(to_regclass(%s))", [name])
        sequence = cursor.fetchone()[0]
        if sequence is None:
            # Two first filings of the year would both create it: the second waits here, then finds it.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
            cursor.execute(f"CREATE SEQUENCE IF NOT EXISTS {name}")
            cursor.execute("SELECT nextval(%s::regclass)", [name])
            sequence = cursor.fetchone()[0]
        return format_number(year, sequence)


def normalise_number(text: str) -> str | None:
    """The canonical number for what a person typed (spaces, case, missing letter), or None when it cannot be one."""
    match = _NUMBER.match(re.sub(r"[\s–—]+", "", (text or "").upper().replace("–", "-").replace("—", "-")))
    if not match:
        return None
    year, sequence, letter = int(match[1]), int(match[2]), match[3]
    canonical = format_number(year, sequence)
    return canonical if letter in ("", canonical[-1]) else None
