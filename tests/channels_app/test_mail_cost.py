"""What one mail costs the database, so that it never creeps back; and how mails are taken by batches."""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from channels_app.models import InboundEmail, Mailbox
from channels_app.operations import acting, keep, take_in_due
from organisation.models import Closure, LegalEntity, Service
from procedures.models import Procedure, ProcedureVersion
from requests_app.models import ServiceRequest
from tests.builders import service
from tests.channels_app.letters import BY, mail, mailbox

pytestmark = pytest.mark.django_db

# Savepoints included: those of the tests’ own transaction are two each.
KEEPING, TAKING_IN = 10, 25
CONFIGURATION = {
    model._meta.db_table for model in (Mailbox, Service, LegalEntity, Closure, Procedure, ProcedureVersion)
} | {"core_commune"}


@contextmanager
def statements() -> Iterator[list[str]]:
    said: list[str] = []

    def note(execute, sql, params, many, context):
        said.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield said


def kept(count: int, offset: int = 0) -> None:
    box = mailbox()
    for number in range(offset, offset + count):
        keep(mail(sender=f"Malika Durand <p{number}@x.example>"), mailbox_id=box.pk, by=BY)


def taking_in(count: int, offset: int) -> list[str]:
    kept(count, offset)
    with statements() as said:
        assert take_in_due() == count
    return said


def test_keeping_a_mail_costs_a_few_statements():
    box = mailbox()
    with statements() as said:
        keep(mail(), mailbox_id=box.pk, by=BY)
    assert len(said) <= KEEPING, "\n".join(said)


def test_taking_in_one_more_mail_costs_its_own_rows_only():
    taking_in(1, 0)
    few, many = taking_in(2, 10), taking_in(12, 20)
    assert (len(many) - len(few)) / 10 <= TAKING_IN, "\n".join(many)
    assert ServiceRequest.objects.count() == 15


def test_what_administrators_set_is_read_once_a_batch():
    taking_in(1, 0)

    def read(said: list[str]) -> Counter:
        tables = (re.search(r'FROM "(\w+)"', sql) for sql in said if sql.startswith("SELECT"))
        return Counter(found[1] for found in tables if found and found[1] in CONFIGURATION)

    assert read(taking_in(12, 20)) == read(taking_in(2, 10))


def test_the_next_batch_sees_what_an_administrator_changed():
    kept(1)
    take_in_due()
    assert ServiceRequest.objects.get().service.code == "accueil"
    Mailbox.objects.update(service=service("voirie"))
    kept(1, 1)
    take_in_due()
    assert ServiceRequest.objects.latest("pk").service.code == "voirie"


def test_a_mail_tried_already_comes_alone(monkeypatch):
    kept(3)
    lost = InboundEmail.objects.order_by("pk")[1]
    InboundEmail.objects.filter(pk=lost.pk).update(attempts=1)
    claimed = batches(monkeypatch)
    assert take_in_due() == 3
    assert claimed == [[lost.pk], sorted(set(InboundEmail.objects.values_list("pk", flat=True)) - {lost.pk})]


def test_heavy_mails_are_not_claimed_together(monkeypatch):
    kept(3)
    InboundEmail.objects.update(size=3_000_000)
    claimed = batches(monkeypatch)
    assert take_in_due() == 3
    assert [len(one) for one in claimed] == [1, 1, 1]


def test_a_mail_that_fails_stops_none_of_its_batch_and_leaves_nothing(monkeypatch):
    kept(3)
    second = InboundEmail.objects.order_by("pk")[1].pk
    really = acting.act

    def breaks(inbound, *others):
        really(inbound, *others)
        if inbound.pk == second:
            raise RuntimeError

    monkeypatch.setattr(acting, "act", breaks)
    assert take_in_due() == 3
    states = InboundEmail.objects.order_by("pk").values_list("state", "attempts")
    assert list(states) == [("request", 1), ("kept", 1), ("request", 1)]
    assert ServiceRequest.objects.count() == 2


def batches(monkeypatch) -> list[list[int]]:
    """The keys of what is claimed, batch by batch, from now on."""
    module, seen = sys.modules["channels_app.operations.take_in"], []
    really = module._claim

    def claim(limit):
        taken = really(limit)
        if taken:
            seen.append([inbound.pk for inbound in taken])
        return taken

    monkeypatch.setattr(module, "_claim", claim)
    return seen
