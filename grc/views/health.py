"""`GET /sante`: what a supervisor asks every minute.

503 only when the database or the broker does not answer, or no worker has beaten for 60 s. Dead deliveries, failed
mails and files in quarantine are figures: they wait for a person, and a restart would not help them.
"""

import hmac
from datetime import datetime, timedelta
from typing import Any

import redis
from django.conf import settings
from django.db import Error as DatabaseTrouble, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.enums import DeliveryState
from core.models import Heartbeat, OutboxDelivery
from files.enums import QUARANTINE
from files.models import StoredFile
from messaging.enums import DispatchState
from messaging.models import Dispatch

WORKER_SILENT_AFTER = timedelta(seconds=60)
NO_FIGURES = {"outbox": {"due": None, "dead": None}, "mail": {"failed": None}, "quarantine": None}


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    database, broker = database_answers(), broker_answers()
    beaten_at = last_beat_at() if database else None
    worker = beaten_at is not None and timezone.now() - beaten_at <= WORKER_SILENT_AFTER
    body: dict[str, Any] = {"database": database, "broker": broker, "worker": worker}
    body |= figures() if database else NO_FIGURES
    if may_see_detail(request):
        body["detail"] = {
            "mode": settings.GRC_MODE,
            "worker_last_beat_at": beaten_at.timestamp() if beaten_at else None,
        }
    return JsonResponse(body, status=200 if database and broker and worker else 503)


def may_see_detail(request: HttpRequest) -> bool:
    """Everybody in demonstration; elsewhere, who shows the token (`Authorization: Bearer …`)."""
    if settings.GRC_MODE == "demonstration":
        return True
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    return bool(settings.HEALTH_TOKEN) and hmac.compare_digest(shown, settings.HEALTH_TOKEN.encode())


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseTrouble:
        return False
    return True


def broker_answers() -> bool:
    client = redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def last_beat_at() -> datetime | None:
    return Heartbeat.objects.order_by("-beaten_at").values_list("beaten_at", flat=True).first()


def figures() -> dict[str, Any]:
    deliveries = OutboxDelivery.objects.all()
    return {
        "outbox": {
            "due": deliveries.filter(state=DeliveryState.DUE).count(),
            "dead": deliveries.filter(state=DeliveryState.DEAD).count(),
        },
        "mail": {"failed": Dispatch.objects.filter(state=DispatchState.FAILED).count()},
        "quarantine": StoredFile.objects.filter(scan_state__in=QUARANTINE).count(),
    }
