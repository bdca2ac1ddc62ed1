"""Celery doors: ids in, an operation called."""

from celery import shared_task

from files import operations


@shared_task
def scan_file(file_id: int) -> str:
    return operations.scan(file_id)


@shared_task
def make_preview(file_id: int) -> None:
    operations.make_preview(file_id)


@shared_task
def rescan_pending() -> int:
    return operations.rescan_pending()


@shared_task
def purge_orphans() -> int:
    return operations.purge_orphans()
