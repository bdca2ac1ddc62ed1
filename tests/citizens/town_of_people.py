"""Generated people written by COPY, with the search rows that the operations would have written."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterable

from django.db import connection

from citizens.enums import ContactKind
from citizens.models import Citizen, ContactPoint
from citizens.operations.indexing import search_row
from citizens.rules.names import directory_key, folded_name
from tests.citizens.noisy_queries import Person

CITIZEN = "id,public_id,commune_id,kind,registration,civility,family_name,name_in_use,first_names,birth_date,sort_key"
CITIZEN += ",folded_name,language,preferred_channel,needs,protected,veiled,birth_veiled,revision,created_at"
CONTACT = "citizen_id,kind,value,normalised,label,veiled,created_at"
SEARCH = "person_id,commune_id,veiled,names,birth_date,phones,emails,streets,sort_key,marks"
THEN = "2026-01-05 09:00:00+00"


def settle(commune_id: int, people: Iterable[Person]) -> None:
    """Their number is their primary key."""
    citizens, contacts, rows = io.StringIO(), io.StringIO(), io.StringIO()
    for person in people:
        names = (person.family_name, person.name_in_use, person.first_names)
        citizen = Citizen(
            pk=person.number,
            commune_id=commune_id,
            family_name=names[0],
            name_in_use=names[1],
            first_names=names[2],
            birth_date=person.birth_date,
            sort_key=directory_key(names[0], names[2]),
            folded_name=folded_name(names[0], names[2]),
        )
        points = [
            ContactPoint(
                citizen=citizen, kind=ContactKind.PHONE, value=person.phone, normalised="+33" + person.phone[1:]
            ),
            ContactPoint(
                citizen=citizen, kind=ContactKind.POSTAL, value=person.address, normalised=person.address.lower()
            ),
        ]
        born = person.birth_date.isoformat()
        _line(citizens, citizen.pk, uuid.UUID(int=citizen.pk), commune_id, "person", "", "", *names, born,
              citizen.sort_key, citizen.folded_name, "fr", "", "{}", "f", "f", "f", 0, THEN)  # fmt: skip
        for point in points:
            _line(contacts, citizen.pk, point.kind, point.value, point.normalised, "", "f", THEN)
        row = search_row(citizen, [citizen], points, veiled=False)
        tokens = "{" + ",".join(map(str, row.marks)) + "}"
        _line(
            rows,
            citizen.pk,
            commune_id,
            "f",
            row.names,
            born,
            row.phones,
            row.emails,
            row.streets,
            row.sort_key,
            tokens,
        )
    with connection.cursor() as cursor:
        for table, columns, lines in (
            ("citizens_citizen", CITIZEN, citizens),
            ("citizens_contactpoint", CONTACT, contacts),
            ("citizens_personsearchrow", SEARCH, rows),
        ):
            lines.seek(0)
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", lines)
            cursor.execute(f"ANALYZE {table}")


def _line(lines: io.StringIO, *values: object) -> None:
    lines.write("\t".join(str(value) for value in values) + "\n")
