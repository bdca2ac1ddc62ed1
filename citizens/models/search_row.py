from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from citizens.models.citizen import Citizen


class PersonSearchRow(models.Model):
    """A kept person as the search sees them, all merged rows together; folded in Python (citizens/rules/marks.py).

    Two rows at most: one without anything veiled, and one with everything where something is. `marks` are hashed
    tokens (name words and their misspellings, sounds, birth date, ends of phones, street words) under one GIN index;
    the other columns are what the ranking compares. The street of a protected address is in neither.
    """

    person = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="search_rows")
    commune = models.ForeignKey("core.Commune", on_delete=models.CASCADE, related_name="+", db_index=False)
    veiled = models.BooleanField(default=False)
    names = models.TextField()
    birth_date = models.DateField(null=True)
    phones = models.TextField(blank=True)
    emails = models.TextField(blank=True)
    streets = models.TextField(blank=True)
    sort_key = models.CharField(max_length=320)
    marks = ArrayField(models.IntegerField())

    class Meta:
        verbose_name = _("ligne de recherche")
        verbose_name_plural = _("lignes de recherche")
        constraints = [
            models.UniqueConstraint(
                name="citizens_search_row_once",
                fields=["person", "veiled"],
                violation_error_message=_("Cette personne est déjà dans la recherche."),
            ),
        ]
        indexes = [GinIndex(fields=["marks"], name="citizens_marks")]

    def __str__(self) -> str:
        return f"recherche de l’usager {self.person_id}"
