"""Celery doors: one operation each."""

from celery import shared_task

from requests_app import operations
from requests_app.operations import purge_tasks as forgetting


@shared_task
def sweep_deadlines() -> int:
    """Daily; may run late without changing what it writes."""
    return operations.sweep_deadlines()


@shared_task
def purge_tasks() -> int:
    """Daily: calls made more than a year ago, of no request."""
    return forgetting.purge_tasks()


@shared_task
def purge_drafts() -> int:
    """Daily."""
    return operations.purge_drafts()
