"""Table by table and column by column: a request of the generator is what the operations would have written."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import defaultdict
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from channels_app.models import PostalItem
from channels_app.post.indexing import index as index_letter
from citizens.models import Citizen, ContactPoint, PersonSearchRow
from citizens.operations.indexing import index_person
from citizens.rules.contacts import normalise
from citizens.rules.names import folded_name
from core import calendar, codes, numbers
from core.models import SearchEntry
from grc.volume import placeholders as the
from grc.volume.foundry import plans
from grc.volume.moulds import Mould
from grc.volume.playing import play, scene_of
from grc.volume.stage import one_play, open_stage, tables
from messaging.models import Dispatch
from messaging.threading import read_message_id
from requests_app import acknowledging
from requests_app.enums import CLOCK_KINDS, UNDECIDED
from requests_app.models import ServiceRequest, TimelineEntry
from requests_app.operations import saving
from requests_app.operations.sweep import sweep_one
from requests_app.rules.deadlines import acknowledgement_due, legal_dates, next_due, situation_of
from tests.grc.volume.conftest import STORIES, UNTIL

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("volume"), pytest.mark.campaign]
WHOLE = True

# Codes told apart by their look; everything else by its kind, its keys or its value.
FORMATS = {
    "path": r"\d+/[0-9a-f]{2}/[0-9a-f]{32}", "wrapped_key": r"[0-9a-f]{12}:[A-Za-z0-9_-]{79,80}=*",
    "deposit_code": r"[0-9A-HJKMNP-TV-Z]{26}", "resume_code": r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}",
    "arrival_number": r"A-\d{4}-\d{6,}", "number": r"(\d{4}-\d{6}-[A-Z])|(D-\d{4}-\d{5,})",
    "message_id": r"<[0-9a-f-]{36}\.[0-9a-f]{24}@\S+>",
}  # fmt: skip
LOOKS = {
    "sha256", "content_sha256", "key", "handler", "fingerprint", "dedupe_key", "raw_sha256",
}  # fmt: skip
# How old the request is decides these.
OF_THE_AGE = {
    ("requests_app_servicerequest", "next_alert_on"), ("requests_app_servicerequest", "last_event_kind"),
}  # fmt: skip


def shape(field: models.Field, value: Any) -> str:
    """What may differ between two rows of the same story is left out; what may not is kept."""
    if value is None or value == "" or value == [] or value == {}:
        return repr(value)
    if field.choices or isinstance(value, bool):
        return f"={value}"
    if isinstance(field, models.JSONField):
        return json.dumps(keys(value), sort_keys=True)
    if field.column in FORMATS and isinstance(value, str):
        return str(bool(re.fullmatch(FORMATS[field.column], value)))
    if field.column in LOOKS:
        return look(str(value))
    return type(value).__name__


def keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: keys(item) for key, item in value.items()}
    if isinstance(value, list):
        return [keys(value[0])] if value else []
    return "" if value in ("", None) else type(value).__name__


def look(text: str) -> str:
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "U", text)
    text = re.sub(r"\b[0-9a-f]{24,}\b", "H", text)
    text = re.sub(r"\b[0-9A-Z]{26}\b", "D", text)
    return re.sub(r"[A-Za-z0-9]{30,}[=]*", "B", re.sub(r"\d+", "9", text)) if "@" not in text else text.split("@")[1]


Shapes = dict[tuple[str, str], set[str]]


def shapes(ids: dict[str, list[int]]) -> Shapes:
    found: Shapes = defaultdict(set)
    for model in apps.get_models():
        table = model._meta.db_table
        if not ids.get(table):
            continue
        for row in model._default_manager.filter(pk__in=ids[table]):
            for field in model._meta.local_concrete_fields:
                if not field.primary_key and not isinstance(field, models.GeneratedField):
                    found[table, field.column].add(shape(field, getattr(row, field.attname)))
    return found


CHILDREN = {
    "requests_app_timelineentry": "request_id", "requests_app_message": "request_id", "requests_app_note": "request_id",
    "requests_app_acknowledgement": "request_id", "requests_app_decision": "request_id",
    "requests_app_draft": "request_id", "requests_app_task": "request_id",
    "channels_app_inboundemail": "request_id", "channels_app_postalitem": "request_id",
}  # fmt: skip


def of_request(pk: int) -> dict[str, list[int]]:
    """Every row that is about this request, found through the tables as a reader would."""
    found: dict[str, list[int]] = {"requests_app_servicerequest": [pk]}
    queries = {table: f"SELECT id FROM {table} WHERE {column} = %s" for table, column in CHILDREN.items()}
    queries["messaging_dispatch"] = "SELECT id FROM messaging_dispatch WHERE subject_ref = %s::text"
    queries["core_searchentry"] = "SELECT id FROM core_searchentry WHERE kind = 'request' AND ref = %s"
    queries["core_outboxevent"] = "SELECT id FROM core_outboxevent WHERE payload->>'request_id' = %s::text"
    queries["core_outboxdelivery"] = (
        "SELECT d.id FROM core_outboxdelivery d JOIN core_outboxevent e ON e.id = d.event_id "
        "WHERE e.payload->>'request_id' = %s::text"
    )
    queries["files_storedfile"] = (
        "SELECT id FROM files_storedfile WHERE (owner_kind = 'request' AND owner_id = %s) OR "
        "(owner_kind = 'dispatch' AND owner_id IN (SELECT id FROM messaging_dispatch WHERE subject_ref = %s::text))"
    )
    with connection.cursor() as cursor:
        for table, query in queries.items():
            cursor.execute(query, [pk] * query.count("%s"))
            found[table] = [row[0] for row in cursor.fetchall()]
    return found


@pytest.fixture(scope="module")
def filed(town) -> list[Shapes]:
    """The same stories filed and handled by the operations, in the order of the moulds; undone at once."""
    found, known = [], tables()
    with transaction.atomic(), open_stage(known):
        for rank, (story, way, ward, path, _weight) in enumerate(plans(town.commune, STORIES)):
            with one_play(known, rank):
                scene = scene_of(town.commune, story, ward, rank)
                found.append(shapes(of_request(play(scene, known, story, way["channel"], path, rank).request.pk)))
        transaction.set_rollback(True)
    return found


def ended(mould: Mould) -> list[dict[str, list[int]]]:
    """Generated requests of this mould that came to the end of their story: their rows, by table."""
    end = mould.stages[-1]
    wanted = ServiceRequest.objects.filter(
        procedure_version_id=mould.facts["procedure"], channel=mould.channel, phase=end.phase, revision=end.revision
    )
    return [of_request(pk) for pk in wanted.order_by("pk").values_list("pk", flat=True)[:4]]


def without_clocks(rows: dict[str, list[int]]) -> dict[str, list[int]]:
    """What the sweep wrote depends on how long the story lasted."""
    told = TimelineEntry.objects.filter(pk__in=rows["requests_app_timelineentry"]).exclude(kind__in=CLOCK_KINDS)
    return {**rows, "requests_app_timelineentry": list(told.values_list("pk", flat=True))}


def test_each_column_of_each_table_holds_what_the_operations_write(town, filed):
    compared: set[str] = set()
    for mould, expected in zip(town.moulds, filed, strict=True):
        for rows in ended(mould):
            found = shapes(without_clocks(rows))
            assert set(found) == set(expected), mould.key
            different = {column: (found[column], expected[column]) for column in found if column not in OF_THE_AGE}
            assert {c: pair for c, pair in different.items() if pair[0] != pair[1]} == {}, mould.key
            compared |= {table for table, _column in expected}
    assert compared >= {
        "requests_app_servicerequest", "requests_app_timelineentry", "messaging_dispatch", "core_outboxevent",
        "core_outboxdelivery", "core_searchentry", "files_storedfile", "requests_app_acknowledgement",
        "requests_app_message", "requests_app_draft", "requests_app_decision", "channels_app_inboundemail",
        "channels_app_postalitem",
    }  # fmt: skip


def test_numbers_codes_and_proofs_are_genuine(town):
    for made in ServiceRequest.objects.all():
        assert numbers.normalise_number(made.number) == made.number
        assert codes.read_link_token(made.link_token) == (made.public_id, 1)
        for acknowledgement in made.acknowledgements.all():
            assert acknowledgement.content_sha256 == acknowledging.fingerprint(acknowledgement.mentions)
            if acknowledgement.kind == "ARE":
                assert acknowledgement.mentions["spoken_code"] == made.spoken_code
                assert acknowledgement.mentions["follow_url"] == acknowledging.follow_url(made)
    for dispatch in Dispatch.objects.filter(subject_kind="request"):
        assert read_message_id(dispatch.message_id) == dispatch.public_id


def test_the_dates_are_those_of_the_rules(town):
    for made in ServiceRequest.objects.select_related("commune", "procedure_version", "procedure"):
        assert made.next_due_on == next_due(situation_of(made))[0], made.number
        if made.ar_due:
            assert made.ar_due_on == acknowledgement_due(made.received_on, made.commune)
        legal = legal_dates(made.silence, made.period, made.received_on)
        assert (made.rejection_due, made.acceptance_due) == (legal.rejection_due, legal.acceptance_due)
        assert calendar.local_date(made.commune, made.received_at) == made.received_on


def test_the_sweep_finds_nothing_left_to_write(town):
    before = TimelineEntry.objects.count()
    for made in ServiceRequest.objects.filter(phase__in=UNDECIDED):
        looked = made.next_alert_on
        sweep_one(made.pk, UNTIL - dt.timedelta(days=1))
        made.refresh_from_db()
        assert looked is None or looked >= UNTIL - dt.timedelta(days=1)
    assert TimelineEntry.objects.count() == before


def test_the_search_holds_what_the_rooms_would_write(town):
    """Written again by the operations, every entry is the same."""
    entries = {
        (entry.kind, entry.ref): (entry.text, entry.service_ref, entry.sector, entry.confidential)
        for entry in SearchEntry.objects.all()
    }
    people = {row.person_id: (row.names, row.marks, row.phones, row.streets) for row in PersonSearchRow.objects.all()}
    for made in ServiceRequest.objects.all():
        saving.index(made)
    for person in Citizen.objects.all():
        index_person(person)
    for item in PostalItem.objects.all():
        index_letter(item)
    again = SearchEntry.objects.all()
    assert {(e.kind, e.ref): (e.text, e.service_ref, e.sector, e.confidential) for e in again} == entries
    rows = PersonSearchRow.objects.all()
    assert {row.person_id: (row.names, row.marks, row.phones, row.streets) for row in rows} == people


def test_people_are_spelt_as_their_room_would(town):
    for point in ContactPoint.objects.all():
        assert normalise(point.kind, point.value) == point.normalised
    for person in Citizen.objects.all():
        assert person.folded_name == folded_name(person.family_name, person.first_names)


def test_nothing_of_the_stage_is_left(town):
    """Neither a made-up word, nor its year, nor a row number of its own."""
    words = (
        r"\mzq(nom|prenom|autre|courriel|domaine|rues|appel|message|" + "|".join(word[2:] for word in the.WORDS) + ")"
    )
    year = f"[^0-9a-f]{the.STAGE_DAY.year}-[0-9]{{2}}"
    for table in tables():
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM {table.name} AS it WHERE it::text ~* '{words}|{year}' "
                f"OR it::text ~ '(^|[^0-9a-f])7[0-9]{{17}}([^0-9a-f]|$)'"
            )
            assert cursor.fetchone()[0] == 0, table.name


def test_the_constraints_of_the_database_hold(town):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
