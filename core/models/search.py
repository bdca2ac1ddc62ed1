"""One row per searchable thing; the text is folded in Python, the vector is made by PostgreSQL."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchEntry(models.Model):
    """Written by the operation that changes the thing (``core.search.index``), filtered by the kind's visibility."""

    kind = models.CharField(max_length=30)
    ref = models.BigIntegerField()
    commune = models.ForeignKey("core.Commune", on_delete=models.CASCADE, related_name="+")
    service_ref = models.BigIntegerField(null=True)
    sector = models.CharField(max_length=40, blank=True)
    confidential = models.BooleanField(default=False)
    held = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    vector = models.GeneratedField(
        expression=SearchVector("text", config="french"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "ref"],
                name="search_one_entry_a_thing",
                violation_error_message=_("Chaque chose n’a qu’une entrée de recherche."),
            ),
        ]
        indexes = [
            GinIndex(fields=["vector"], name="search_vector"),
            GinIndex(fields=["text"], name="search_trigrams", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"
