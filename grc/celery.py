"""Celery: four lanes, a queue for the mailboxes, and the clock (beat): the guarantee of what a call only hastens."""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_ready

from grc.environment import settings_module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings_module())

app = Celery("grc")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def say_so_at_once(**_kwargs: object) -> None:
    """The first beat of a worker that just started, without waiting for the clock."""
    app.send_task("core.tasks.beat_heart", queue=FAST)


FAST, MAIL, DOCUMENTS, SWEEPS = "fast", "mail", "documents", "sweeps"
# Apart, with a worker of its own: a slow IMAP server may hold a process for minutes. It must delay neither the sweeps
# nor, where one worker serves every lane, what a person waits for; and a long night sweep must not delay the mails.
FETCH = "fetch"


def every(seconds: float, task: str, queue: str, **kwargs: str) -> dict[str, object]:
    """One beat entry; it expires before the next ones pile up while no worker listens."""
    options = {"queue": queue, "expires": max(seconds * 2, 10)}
    return {"task": task, "schedule": seconds, "options": options, "kwargs": kwargs}


app.conf.beat_schedule = {
    "heartbeat": every(10, "core.tasks.beat_heart", FAST),
    "relay-fast": every(2, "core.tasks.relay_outbox", FAST, lane=FAST),
    "relay-mail": every(3, "core.tasks.relay_outbox", MAIL, lane=MAIL),
    "relay-documents": every(3, "core.tasks.relay_outbox", DOCUMENTS, lane=DOCUMENTS),
    "relay-sweeps": every(10, "core.tasks.relay_outbox", SWEEPS, lane=SWEEPS),
    "prepare-dispatches": every(3, "messaging.tasks.prepare_dispatches", DOCUMENTS),
    "send-dispatches": every(3, "messaging.tasks.send_dispatches", MAIL),
    "send-texts": every(5, "messaging.tasks.send_texts", MAIL),
    "prepare-print-batches": every(5, "messaging.tasks.prepare_batches", DOCUMENTS),
    "fetch-mailboxes": every(60, "channels_app.tasks.fetch_mailboxes", FETCH),
    "read-due-scans": every(30, "channels_app.tasks.read_due_scans", SWEEPS),
    "watch-scan-folder": every(20, "channels_app.tasks.watch_scan_folder", SWEEPS),
    "take-in-mails": every(5, "channels_app.tasks.take_in_kept", MAIL),
    "make-form-packs": every(20, "channels_app.tasks.make_form_packs", DOCUMENTS),
    "requeue-stuck-dispatches": every(60, "messaging.tasks.requeue_stuck", SWEEPS),
    "check-sending-domains": {
        "task": "messaging.tasks.check_sending_domains",
        "schedule": crontab(minute=10),
        "options": {"queue": SWEEPS},
    },
    "rescan-files": every(60, "files.tasks.rescan_pending", SWEEPS),
    "purge-orphan-files": {
        "task": "files.tasks.purge_orphans",
        "schedule": crontab(hour=3, minute=20),
        "options": {"queue": SWEEPS},
    },
    "purge-drafts": {
        "task": "requests_app.tasks.purge_drafts",
        "schedule": crontab(hour=3, minute=40),
        "options": {"queue": SWEEPS},
    },
    "purge-calls": {
        "task": "channels_app.tasks.purge_calls",
        "schedule": crontab(hour=3, minute=55),
        "options": {"queue": SWEEPS},
    },
    "purge-contacts": {
        "task": "channels_app.tasks.purge_contacts",
        "schedule": crontab(hour=4, minute=20),
        "options": {"queue": SWEEPS},
    },
    "purge-tasks": {
        "task": "requests_app.tasks.purge_tasks",
        "schedule": crontab(hour=4, minute=25),
        "options": {"queue": SWEEPS},
    },
    "forget-sent-forms": {
        "task": "core.tasks.forget_sent_forms",
        "schedule": crontab(hour=3, minute=45),
        "options": {"queue": SWEEPS},
    },
    "forget-delivered-facts": {
        "task": "core.tasks.forget_delivered_facts",
        "schedule": crontab(hour=3, minute=30),
        "options": {"queue": SWEEPS},
    },
    "purge-sign-in-traces": {
        "task": "accounts.tasks.purge_sign_in_traces",
        "schedule": crontab(hour=3, minute=50),
        "options": {"queue": SWEEPS},
    },
    "purge-mails": {
        "task": "channels_app.tasks.purge_mails",
        "schedule": crontab(hour=4, minute=0),
        "options": {"queue": SWEEPS},
    },
    "sweep-deadlines": {
        "task": "requests_app.tasks.sweep_deadlines",
        "schedule": crontab(hour=4, minute=10),
        "options": {"queue": SWEEPS},
    },
}
