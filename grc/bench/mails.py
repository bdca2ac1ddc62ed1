"""A mail, from its bytes to the registered request and its facts; then the facts themselves, delivered."""

from __future__ import annotations

import email
import email.policy
import json
import secrets
import time
from email.message import EmailMessage

from django.db import connection, transaction

from channels_app.email.fetch import TOGETHER
from channels_app.models import InboundEmail
from channels_app.operations import take_in_due
from channels_app.operations.keep import keep
from core import outbox
from core.actor import Actor
from core.batch import batch
from core.enums import Lane
from grc.bench import intake, recipe
from grc.bench.figure import Figure, percentile, sample
from grc.bench.replay import bare, record
from grc.bench.stage import Stage

MAILS, NOTHINGS, BACKLOG = 400, 4000, 50_000
NOTHING = "bench.nothing"
BY = Actor.system("bench")
BODY = (
    "Bonjour,\n\nLe lampadaire devant le 14 rue des Tanneurs est éteint depuis trois semaines, le trottoir est très "
    "sombre le soir quand les enfants rentrent de l’école. Pouvez-vous faire passer quelqu’un ?\n\n"
    "Merci d’avance.\n{}\n"
)


def letter() -> bytes:
    """Somebody new, as most are; two parts, as mail programs write."""
    mail, name = EmailMessage(), secrets.token_hex(5)
    mail["From"], mail["To"] = f"Usager {name} <{name}@courriel.example>", "mairie@admiville.example"
    mail["Subject"], mail["Message-ID"] = f"Lampadaire éteint rue des Tanneurs ({name})", f"<{name}@courriel.example>"
    mail["Date"] = "Fri, 20 Nov 2026 09:30:00 +0100"
    mail.set_content(BODY.format(name))
    mail.add_alternative(f"<html><body><p>{BODY.format(name)}</p></body></html>", subtype="html")
    return mail.as_bytes()


def ingestion(stage: Stage) -> None:
    """As two workers do it: kept, then taken in; the floor parses with the standard library and inserts one row.

    The time of a mail is that of the worker that has it: twice the clock’s, for two of them.
    """
    _forget_waiting()
    spent, busy = intake.together(MAILS)
    figure = Figure("Courriel : des octets à la demande", stage.size, p50_ms=spent / MAILS * 1000 * intake.PROCESSES)
    figure.per_second, figure.queries = MAILS / spent, record(_one_mail).queries
    figure.floor_ms = _floor([letter() for _rank in range(MAILS)])
    stage.add(figure)
    stage.add(Figure("Courriel : processeur", stage.size, value=busy / MAILS * 1000, unit="ms"))


def received(letters: list[bytes]) -> None:
    """By the batches of a visit to a mailbox, then by those of the worker."""
    for first in range(0, len(letters), TOGETHER):
        with batch():
            for raw in letters[first : first + TOGETHER]:
                keep(raw, mailbox_id=None, by=BY)
    while take_in_due():
        pass


def _forget_waiting() -> None:
    """What the town of the bench left to do is not ours to measure."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_outboxdelivery SET state = 'done' WHERE state = 'due'")


def _one_mail() -> None:
    keep(letter(), mailbox_id=None, by=BY)
    take_in_due()


def _floor(letters: list[bytes]) -> float:
    """Milliseconds a mail: `email` with its default policy, the text read, one row, one commit."""
    (step,) = [one for one in recipe.written_by(_one_mail) if one["table"] == InboundEmail._meta.db_table]  # noqa: SLF001
    columns = [column for column in step["columns"] if column not in ("id", "raw_id", "request_id")]
    row = dict(zip(step["columns"], step["rows"][0], strict=True))
    holes = ", ".join(["%s"] * len(columns))
    sql = f"INSERT INTO {step['table']} ({', '.join(columns)}) VALUES ({holes})"  # noqa: S608 - our own table
    turns = iter(letters * 3)
    with bare() as server, server.cursor() as cursor:

        def again() -> None:
            parsed = email.message_from_bytes(next(turns), policy=email.policy.default)
            body = parsed.get_body(("plain",))
            row["subject"] = str(parsed["Subject"])[:200] + (body.get_content()[:0] if body else "")
            row["dedupe_key"] = row["fingerprint"] = secrets.token_hex(32)
            row["state"], row["due_at"] = "kept", "2099-01-01"
            cursor.execute(sql, [_plain(row[column], column) for column in columns])
            server.commit()

        taken = sample(again, times=MAILS, seconds=5)
    return percentile(taken, 0.5)


def _plain(value: object, column: str) -> object:
    if column == "public_id":
        return secrets.token_hex(16)
    return json.dumps(value) if isinstance(value, dict | list) else value


@outbox.subscribe(NOTHING, lane=Lane.SWEEPS)
def nothing(_payload: outbox.Payload) -> None:
    """A handler that does nothing: what is left is the relay."""


def relay(stage: Stage) -> None:
    """The facts of the mails just taken in, by the real handlers; then facts that nobody does anything with."""
    _real(stage)
    _pour(NOTHINGS)
    began = time.perf_counter()
    taken = _relay_all(Lane.SWEEPS)
    spent = time.perf_counter() - began
    figure = Figure("Boîte d’envoi : abonné vide", stage.size, p50_ms=spent / taken * 1000, per_second=taken / spent)
    figure.queries = record(_fifty).queries
    figure.floor_ms = _floor_of_relay()
    stage.add(figure)


def _real(stage: Stage) -> None:
    began, taken = time.perf_counter(), 0
    for lane in (Lane.FAST, Lane.MAIL, Lane.DOCUMENTS):
        taken += _relay_all(lane, most=1500)
    spent = time.perf_counter() - began
    if taken:
        stage.add(
            Figure("Boîte d’envoi : abonnés réels", stage.size, p50_ms=spent / taken * 1000, per_second=taken / spent)
        )


def _fifty() -> None:
    _pour(outbox.BATCH)
    outbox.relay(Lane.SWEEPS)


def _relay_all(lane: Lane, most: int = 10**9) -> int:
    total = 0
    while total < most and (taken := outbox.relay(lane)):
        total += taken
    return total


def _pour(count: int, age: str = "0") -> None:
    """So many facts at once, as an import would leave them, due for ``age``."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "WITH facts AS (INSERT INTO core_outboxevent (name, payload, occurred_at)"
            " SELECT %s, '{}', now() FROM generate_series(1, %s) RETURNING id)"
            " INSERT INTO core_outboxdelivery (event_id, handler, lane, state, attempts, due_at, last_error)"
            " SELECT id, %s, 'sweeps', 'due', 0, now() - %s::interval, '' FROM facts",
            [NOTHING, count, f"{__name__}:{nothing.__qualname__}", age],
        )


def _floor_of_relay() -> float:
    """Fifty taken, fifty leased, fifty marked done, two commits: milliseconds a delivery by psycopg2 alone."""
    _pour(outbox.BATCH * 12)
    with bare() as server, server.cursor() as cursor:

        def again() -> None:
            cursor.execute(
                "UPDATE core_outboxdelivery SET attempts = attempts + 1, lease_until = now() + interval '1 minute'"
                " WHERE id IN (SELECT id FROM core_outboxdelivery WHERE state = 'due' AND lane = 'sweeps'"
                " AND due_at <= now() ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING id, event_id",
                [outbox.BATCH],
            )
            ids = [found[0] for found in cursor.fetchall()]
            server.commit()
            cursor.execute(
                "UPDATE core_outboxdelivery SET state = 'done', done_at = now(), lease_until = NULL WHERE id = ANY(%s)",
                [ids],
            )
            server.commit()

        taken = sample(again, times=8, seconds=3, warm=1)
    return percentile(taken, 0.5) / outbox.BATCH


def backlog(stage: Stage) -> None:
    """Fifty thousand facts wait; those that come meanwhile on another lane are delivered all the same."""
    _relay_all(Lane.SWEEPS)
    _pour(BACKLOG, "1 hour")
    began, waits, fresh, total = time.perf_counter(), [], 0.0, 0
    while taken := outbox.relay(Lane.SWEEPS):
        total += taken
        if time.perf_counter() - fresh > 1:
            fresh = time.perf_counter()
            waits.append(_wait_of_a_fresh_one())
    spent = time.perf_counter() - began
    figure = Figure("Boîte d’envoi : arriéré de 50 000", stage.size, p50_ms=percentile(waits, 0.5))
    figure.p95_ms, figure.per_second = percentile(waits, 0.95), total / spent
    figure.value, figure.unit = spent, "s"
    stage.add(figure)


def _wait_of_a_fresh_one() -> float:
    """Written now in a lane of its own, relayed by the next turn of that lane."""
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "WITH fact AS (INSERT INTO core_outboxevent (name, payload, occurred_at) VALUES (%s, '{}', now())"
            " RETURNING id) INSERT INTO core_outboxdelivery"
            " (event_id, handler, lane, state, attempts, due_at, last_error)"
            " SELECT id, %s, 'fast', 'due', 0, now(), '' FROM fact",
            [NOTHING, f"{__name__}:{nothing.__qualname__}"],
        )
    while outbox.relay(Lane.FAST):
        pass
    return (time.perf_counter() - began) * 1000
