import uuid

import pytest

from core.actor import Actor
from core.errors import Forbidden, Refused
from core.models import AccessTrailEntry
from core.trail import Verb
from files import reading, storage
from files.models import StoredFile
from files.operations import make_preview
from tests.files import documents


def _trail(verb):
    return AccessTrailEntry.objects.filter(verb=verb, subject_kind="file")


def test_whoever_may_read_the_owner_reads_the_file_and_it_is_written_down(scanned, agent, readers):
    stored = scanned(name="livret.pdf")
    readable = reading.open_file(stored.public_id, by=agent)
    assert readable.content.startswith(b"%PDF-")
    assert (readable.name, readable.size, readable.warning) == ("livret.pdf", stored.size, "")
    entry = _trail(Verb.DOWNLOAD).get()
    assert (entry.actor_kind, entry.actor_ref, entry.subject_ref) == ("agent", "7", str(stored.pk))


def test_it_opens_by_number_or_by_public_identifier(scanned, agent, readers):
    stored = scanned()
    by_text = reading.open_file(str(stored.public_id), by=agent)
    assert reading.open_file(stored.pk, by=agent) == by_text


@pytest.mark.parametrize("actor", [Actor.agent(8), Actor.citizen(3), Actor.link_holder(13), Actor.anonymous()])
def test_anybody_else_is_refused_and_the_refusal_is_written_down(actor, scanned, readers):
    stored = scanned()
    with pytest.raises(Forbidden):
        reading.open_file(stored.pk, by=actor)
    assert _trail(Verb.REFUSED).get().subject_ref == str(stored.pk)
    assert not _trail(Verb.DOWNLOAD).exists()


@pytest.mark.parametrize("reference", [404, uuid.UUID(int=0), "n’importe quoi", ""])
def test_a_file_that_does_not_exist_answers_like_one_that_is_forbidden(reference, scanned, readers, agent):
    stored = scanned()
    with pytest.raises(Forbidden) as absent:
        reading.open_file(reference, by=agent)
    with pytest.raises(Forbidden) as forbidden:
        reading.open_file(stored.pk, by=Actor.agent(8))
    assert absent.value.sentence == forbidden.value.sentence


def test_without_a_policy_nobody_reads_but_the_machines(scanned):
    stored = scanned(owner_kind="decision")
    with pytest.raises(Forbidden):
        reading.open_file(stored.pk, by=Actor.agent(7))
    assert reading.open_file(stored.pk, by=Actor.system("documents")).size == stored.size


def test_a_file_nobody_owns_is_read_by_nobody(scanned, readers, agent):
    with pytest.raises(Forbidden):
        reading.open_file(scanned(owner_id=None).pk, by=agent)


def test_a_file_that_waits_for_its_scan_does_not_open_even_for_the_machines(keep, readers, agent):
    stored = keep()
    for actor in (agent, Actor.system("documents")):
        with pytest.raises(Refused, match="attend son analyse"):
            reading.open_file(stored.pk, by=actor)
    assert not _trail(Verb.DOWNLOAD).exists()


def test_altered_bytes_are_never_served(scanned, agent, readers):
    stored = scanned()
    sealed = bytearray(storage.read(stored.path))
    sealed[40] ^= 1
    storage.delete(stored.path)
    storage.write(stored.path, bytes(sealed))
    with pytest.raises(Refused, match="ne peut pas être lu"):
        reading.open_file(stored.pk, by=agent)


def test_bytes_of_another_file_are_never_served(scanned, agent, readers):
    one, other = scanned(name="a.pdf"), scanned(name="b.pdf")
    StoredFile.objects.filter(pk=one.pk).update(path=other.path + "-", wrapped_key=other.wrapped_key)
    storage.write(other.path + "-", storage.read(other.path))
    with pytest.raises(Refused):
        reading.open_file(one.pk, by=agent)


def test_a_lost_content_is_told_not_crashed(scanned, agent, readers):
    stored = scanned()
    storage.delete(stored.path)
    with pytest.raises(Refused, match="prévenez l’administrateur"):
        reading.open_file(stored.pk, by=agent)


def test_the_preview_follows_the_policy_of_its_file(scanned, agent, readers):
    stored = scanned(documents.jpeg(), "photo.jpg")
    preview = make_preview(stored.pk)
    assert reading.open_file(preview.pk, by=agent).content_type == "image/jpeg"
    assert _trail(Verb.READ).count() == 1
    with pytest.raises(Forbidden):
        reading.open_file(preview.pk, by=Actor.agent(8))


def test_a_document_is_always_a_download(scanned, agent, readers):
    answer = reading.response(reading.open_file(scanned(name="été.pdf").pk, by=agent), inline=True)
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%C3%A9t%C3%A9.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in answer["Cache-Control"]


def test_a_picture_we_drew_may_be_shown_inside_a_page(scanned, agent, readers):
    readable = reading.open_file(scanned(documents.jpeg(), "photo.jpg").pk, by=agent)
    assert reading.response(readable, inline=True)["Content-Disposition"].startswith("inline")
    assert reading.response(readable)["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("content_type", ["image/svg+xml", "text/html", "application/xml", "text/plain", "image/gif"])
def test_what_a_browser_could_run_is_never_shown_inside_a_page(content_type):
    readable = reading.ReadableFile(b"<svg onload=alert(1)>", "x.svg", content_type, 21)
    assert reading.response(readable, inline=True)["Content-Disposition"].startswith("attachment")


def test_a_hostile_name_cannot_add_a_header():
    readable = reading.ReadableFile(b"x", 'a"\r\nSet-Cookie: x=y.pdf', "application/pdf", 1)
    answer = reading.response(readable)
    assert "\n" not in answer["Content-Disposition"]
    assert "Set-Cookie" not in answer.headers
