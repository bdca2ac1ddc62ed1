"""Last sign of life of a worker, read by /sante."""

from django.db import models


class Heartbeat(models.Model):
    """One row a kind of process; ``beaten_at`` is written by the worker itself, not by the scheduler."""

    name = models.CharField(max_length=40, unique=True)
    beaten_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
