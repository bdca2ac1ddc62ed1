"""What signing in leaves behind, once it is of no more use."""

from __future__ import annotations

import datetime as dt

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

# Counting stops after fifteen minutes; a day is enough to look into an attack.
ATTEMPTS_KEPT = dt.timedelta(days=1)


@transaction.atomic
def purge_sign_in_traces() -> int:
    """Ended sessions (they may hold what was typed before they ended) and old attempts; how many rows went."""
    now = timezone.now()
    sessions, _by_model = Session.objects.filter(expire_date__lt=now).delete()
    attempts, _by_model = AccessAttempt.objects.filter(attempt_time__lt=now - ATTEMPTS_KEPT).delete()
    return sessions + attempts
