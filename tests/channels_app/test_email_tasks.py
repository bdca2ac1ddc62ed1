"""Every Celery task of the mail that comes in, run three times, unmocked: one effect; and who reads a mailbox."""

import threading

import pytest
from django.db import connection

from channels_app import tasks
from channels_app.models import InboundEmail
from channels_app.operations import fetch_mailbox as fetch, keep, take_in
from requests_app.models import ServiceRequest
from tests.channels_app.letters import BY, mail, mailbox
from tests.racing import at_once

pytestmark = pytest.mark.django_db


def test_fetch_mailbox_three_times_keeps_each_mail_once(box, imap_server):
    imap_server.put(box.username, mail("1"), mail("2"))
    assert [tasks.fetch_mailbox(box.pk) for _time in range(3)] == [2, 0, 0]
    assert InboundEmail.objects.count() == 2


def test_fetch_mailboxes_three_times_asks_for_each_active_mailbox(box):
    mailbox("pipe@admiville.example", "voirie")
    mailbox("fermee@admiville.example", "voirie", host="127.0.0.1", is_active=False)
    assert [tasks.fetch_mailboxes() for _time in range(3)] == [1, 1, 1]


def test_take_in_kept_three_times_makes_one_request_a_mail():
    for body in ("1", "2"):
        keep(mail(body), mailbox_id=mailbox().pk, by=BY)
    assert [tasks.take_in_kept() for _time in range(3)] == [2, 0, 0]
    assert ServiceRequest.objects.count() == 2


def test_one_bad_mailbox_does_not_stop_the_others(box, imap_server):
    bad = mailbox("morte@admiville.example", "voirie", host="127.0.0.1", port=9, security="none", secret="GRC_MAIL_X")
    imap_server.put(box.username, mail())
    assert [fetch(bad.pk), fetch(box.pk)] == [0, 1]
    bad.refresh_from_db()
    assert bad.last_error


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_read_one_mailbox_at_once(box, imap_server):
    imap_server.put(box.username, *[mail(str(number)) for number in range(5)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [0x6D61696C, box.pk])
    results: list[int] = []
    other = threading.Thread(target=lambda: results.append(at_once(lambda: fetch(box.pk))[0]))
    other.start()
    other.join(30)
    assert (results, InboundEmail.objects.count()) == ([0], 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [0x6D61696C, box.pk])
    assert sorted(at_once(*[lambda: fetch(box.pk)] * 3))[-1] == 5
    assert InboundEmail.objects.filter(copies=0).count() == 5


@pytest.mark.django_db(transaction=True)
def test_the_same_mail_taken_in_by_three_workers_makes_one_request():
    kept = keep(mail(), mailbox_id=mailbox().pk, by=BY)
    taken = at_once(*[lambda: take_in(kept.pk)] * 3)
    assert {one.request_id for one in taken} == {ServiceRequest.objects.get().pk}
