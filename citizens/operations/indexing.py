"""The search rows of one person, written in the transaction of what changed them."""

from __future__ import annotations

from citizens.enums import ContactKind
from citizens.models import Citizen, ContactPoint, PersonSearchRow
from citizens.querysets import person_set
from citizens.rules import marks
from core import search
from core.batch import forget_all, in_a_batch


def index_person(citizen: Citizen) -> None:
    """All rows that are this person, under the kept one: what is veiled apart, protected streets nowhere."""
    if not in_a_batch():
        forget_all()  # who may read their address
    rows = list(person_set(citizen).order_by("pk"))
    kept = next(row for row in rows if row.pk == citizen.kept_id)
    others = [row.pk for row in rows if row.pk != kept.pk]
    points = list(ContactPoint.objects.filter(citizen__in=rows).order_by("pk"))
    PersonSearchRow.objects.filter(person__in=rows).delete()
    for other in others:
        search.remove("citizen", other)
    _write(kept, rows, points)


def index_new_person(citizen: Citizen, points: list[ContactPoint]) -> None:
    """Of a row just made, with its contact points: nothing is read, nothing was there."""
    _write(citizen, [citizen], points)


def _write(kept: Citizen, rows: list[Citizen], points: list[ContactPoint]) -> None:
    veiled = any(row.veiled or row.birth_veiled for row in rows) or any(point.veiled for point in points)
    open_rows = [row for row in rows if not row.veiled]
    open_points = [point for point in points if not point.veiled and point.citizen_id in {row.pk for row in open_rows}]
    made = [search_row(kept, open_rows, open_points, veiled=False)] if open_rows else []
    if veiled:
        made.append(search_row(kept, rows, points, veiled=True))
    PersonSearchRow.objects.bulk_create(made)
    _index_words(kept, made[0])


def reindex_person(citizen_id: int) -> None:
    """Of a kept row, inside the transaction that holds it."""
    index_person(Citizen.objects.get(pk=citizen_id))


def search_row(kept: Citizen, rows: list[Citizen], points: list[ContactPoint], *, veiled: bool) -> PersonSearchRow:
    """One row, not saved: what these rows and contact points let search."""
    names = [name for row in rows for name in (row.family_name, row.name_in_use, row.first_names) if name]
    words = marks.name_words(*names)
    births = [row.birth_date for row in rows if row.birth_date and (veiled or not row.birth_veiled)]
    phones = _values(points, ContactKind.PHONE, marks.phone_digits)
    emails = _values(points, ContactKind.EMAIL, str)
    protected = any(row.protected for row in rows)
    streets = [] if protected else [street for street in _streets(points) if street]
    tokens = marks.marks_of(
        kept.commune_id, words=words, birth_dates=births, phones=phones, emails=emails, streets=streets
    )
    if kept.registration:
        tokens = sorted({*tokens, marks.mark(kept.commune_id, "n", kept.registration.lower())})
        words.append(kept.registration.lower())
    return PersonSearchRow(
        person=kept,
        commune_id=kept.commune_id,
        veiled=veiled,
        names=" ".join(words),
        birth_date=births[0] if births else None,
        phones=" ".join(phones),
        emails=" ".join(emails),
        streets="|".join(streets),
        sort_key=kept.sort_key,
        marks=tokens,
    )


def _values(points: list[ContactPoint], kind: ContactKind, spell: object) -> list[str]:
    assert callable(spell)  # noqa: S101 - narrows the type
    return list(dict.fromkeys(spell(point.normalised) for point in points if point.kind == kind))


def _streets(points: list[ContactPoint]) -> list[str]:
    used = [point for point in points if point.kind == ContactKind.POSTAL and point.ended_on is None]
    return list(dict.fromkeys(marks.street_of(point.value) for point in used))


def _index_words(kept: Citizen, row: PersonSearchRow) -> None:
    """The entry of the search over everything; its visibility is `policies.entries_visible_to`."""
    secret = row.veiled
    text = " ".join([row.names, row.phones, row.emails, row.streets.replace("|", " ")])
    search.index("citizen", kept.pk, commune_id=kept.commune_id, text=text, confidential=secret)
