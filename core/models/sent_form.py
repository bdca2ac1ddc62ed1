"""The forms already received: sent twice by a nervous hand, a form does its work once."""

from django.db import models


class SentForm(models.Model):
    """``key`` is a digest of the page, of its author and of all it said; ``outcome`` tells the second sending."""

    key = models.CharField(max_length=64, primary_key=True)
    outcome = models.JSONField(default=dict)
    sent_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key[:8]
