"""Celery doors of the accounts."""

from celery import shared_task

from accounts import operations


@shared_task
def purge_sign_in_traces() -> None:
    """Each night: sessions that ended, with what they kept, and old attempts to sign in."""
    operations.purge_sign_in_traces()
