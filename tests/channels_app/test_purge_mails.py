"""What the mails said of people goes once its period has run, and not before; run three times, one effect."""

import datetime as dt
import sys

import pytest

from channels_app import tasks
from channels_app.models import InboundEmail
from channels_app.operations import keep, replay, take_in
from channels_app.operations.purge_mails import NOTHING
from channels_app.privacy import KEEP
from core import calendar
from core.actor import Actor
from core.privacy import holdings
from files.models import StoredFile
from files.operations import remove
from requests_app.models import ServiceRequest
from requests_app.operations import set_aside, withdraw
from tests.builders import actor, make_agent
from tests.channels_app.letters import BY, mail, mailbox, receive

pytestmark = pytest.mark.django_db
AGES = KEEP + dt.timedelta(days=2)
ABSENT = {"Auto_Submitted": "auto-replied", "subject": "Absente"}


def aged(inbound: InboundEmail, age: dt.timedelta = AGES) -> InboundEmail:
    then = calendar.now() - age
    InboundEmail.objects.filter(pk=inbound.pk).update(kept_at=then, received_at=then, settled_at=then)
    if inbound.request_id:
        ended = ServiceRequest.objects.filter(pk=inbound.request_id, closed_on__isnull=False)
        ended.update(closed_on=then.date())
    inbound.refresh_from_db()
    return inbound


def holds_somebody(inbound: InboundEmail) -> bool:
    inbound.refresh_from_db()
    return inbound.raw_id is not None or any(getattr(inbound, name) != empty for name, empty in NOTHING.items())


def test_purge_mails_three_times_deletes_the_bytes_and_the_names_once(django_capture_on_commit_callbacks):
    old, recent = aged(receive(mail(**ABSENT))), receive(mail("Aussi", **ABSENT))
    stored = old.raw
    with django_capture_on_commit_callbacks(execute=True):
        assert [tasks.purge_mails() for _night in range(3)] == [1, 0, 0]
    assert not holds_somebody(old)
    assert (old.state, old.purged_at is None) == ("set_aside", False)
    assert not StoredFile.objects.filter(pk=stored.pk).exists()
    assert holds_somebody(recent)
    assert recent.raw is not None


def test_every_personal_column_is_emptied():
    (declared,) = [one for one in holdings() if one.model is InboundEmail]
    assert set(declared.fields) == set(NOTHING)
    assert declared.keep == KEEP


@pytest.mark.parametrize(("less", "purged"), [(dt.timedelta(hours=1), 0), (-dt.timedelta(hours=1), 1)])
def test_its_period_runs_to_the_end(less, purged):
    aged(receive(mail(**ABSENT)), KEEP - less)
    assert tasks.purge_mails() == purged


def test_what_nobody_handled_is_kept_shown_and_still_replayable():
    unread = aged(receive(b""))
    waiting = keep(mail(), mailbox_id=mailbox().pk, by=BY)
    InboundEmail.objects.filter(pk=waiting.pk).update(kept_at=calendar.now() - AGES)
    assert (unread.state, tasks.purge_mails()) == ("quarantined", 0)
    assert unread in InboundEmail.objects.quarantined()
    assert replay(unread.pk, by=Actor.system("test")).state == "quarantined"
    assert take_in(waiting.pk).state == "request"


def test_the_mail_of_a_request_stays_until_a_year_after_its_end():
    asked = aged(receive(mail("Bonjour.")))
    assert tasks.purge_mails() == 0
    by = actor(make_agent("accueil"))
    set_aside(asked.request_id, cause="automatic", reason="Ne relève pas de la mairie.", by=by)
    assert tasks.purge_mails() == 0
    assert aged(asked).request.closed_on is not None
    words = asked.request.answers["message"]
    assert tasks.purge_mails() == 1
    assert not holds_somebody(asked)
    asked.request.refresh_from_db()
    assert asked.request.answers["message"] == words


@pytest.mark.parametrize("change", ["restricted", "left_out"])
def test_the_mail_of_a_request_that_is_held_or_of_pieces_kept_nowhere_else_stays(change):
    asked = receive(mail("Bonjour."))
    withdraw(asked.request_id, by=Actor.link_holder(asked.request_id))
    aged(asked)
    if change == "restricted":
        ServiceRequest.objects.filter(pk=asked.request_id).update(restriction="restricted")
    else:
        InboundEmail.objects.filter(pk=asked.pk).update(left_out=[{"name": "a.exe", "sentence": "Gardé."}])
    assert tasks.purge_mails() == 0
    assert holds_somebody(asked)


def test_a_late_copy_of_a_purged_mail_still_opens_nothing():
    raw = mail(**ABSENT)
    first = aged(receive(raw))
    tasks.purge_mails()
    again = receive(raw)
    assert (again.pk, InboundEmail.objects.count()) == (first.pk, 1)


def test_many_are_purged_batch_by_batch(monkeypatch):
    monkeypatch.setattr(sys.modules["channels_app.operations.purge_mails"], "BATCH", 2)
    for number in range(5):
        aged(receive(mail(f"{number}", **ABSENT)))
    assert tasks.purge_mails() == 5


def test_bytes_already_gone_stop_nothing():
    old = aged(receive(mail(**ABSENT)))
    InboundEmail.objects.filter(pk=old.pk).update(raw=None)
    remove(old.raw_id, by=Actor.system("test"))
    assert tasks.purge_mails() == 1
