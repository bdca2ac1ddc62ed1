"""The pipe of a mail server: one line of JSON a mail, 0 once all are kept, 75 when one could not be."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from channels_app.models import InboundEmail
from core import calendar
from grc.environment import ROOT
from requests_app.models import ServiceRequest
from tests.channels_app.letters import mail, mailbox

KEYS = {
    "file", "outcome", "request", "subject", "sender", "sender_name", "body", "attachments", "reason"
}  # fmt: skip


def ingest(*files: str | Path, mailbox: str = "") -> tuple[list[dict], int]:
    out, code = io.StringIO(), 0
    try:
        call_command("ingest_email", *map(str, files), mailbox=mailbox, stdout=out)
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    return [json.loads(line) for line in out.getvalue().splitlines()], code


@pytest.fixture
def letter(tmp_path):
    def write(raw: bytes, name: str = "courriel.eml") -> Path:
        path = tmp_path / name
        path.write_bytes(raw)
        return path

    return write


pytestmark = pytest.mark.django_db


def test_a_mail_is_told_with_every_key(letter):
    mailbox()
    path = letter(mail("Bonjour,\n> cité\nAu revoir", attachments={"notes.txt": b"abc"}))
    (told,), code = ingest(path)
    made = ServiceRequest.objects.get()
    assert code == 0
    assert set(told) == KEYS
    assert (told["file"], told["outcome"], told["request"]) == (str(path), "request", made.number)
    assert (told["subject"], told["sender"]) == ("Acte de naissance", "malika.benhaddou@courriel.example")
    assert (told["sender_name"], told["body"]) == ("Malika Benhaddou", "Bonjour,\n> cité\nAu revoir")
    sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert told["attachments"] == [{"name": "notes.txt", "sha256": sha256, "size": 3}]
    assert made.received_on == calendar.today(made.commune)


def test_a_duplicate_is_parsed_and_names_the_request_of_the_first(letter):
    path = letter(mail())
    mailbox()
    (first,), _code = ingest(path)
    (second,), code = ingest(path)
    assert (code, second["outcome"], second["request"]) == (0, "duplicate", first["request"])
    assert {key: second[key] for key in KEYS - {"outcome", "reason"}} == {
        key: first[key] for key in KEYS - {"outcome", "reason"}
    }


def test_several_files_are_several_lines_and_a_bad_one_stops_nobody(letter):
    mailbox()
    files = [letter(mail(), "1.eml"), letter(b"", "2.eml"), letter(mail("Autre"), "3.eml")]
    told, code = ingest(*files)
    assert [one["outcome"] for one in told] == ["request", "quarantined", "request"]
    assert (code, [one["file"] for one in told]) == (0, [str(path) for path in files])


def test_a_file_that_cannot_be_read_is_not_kept_and_the_others_are(letter, tmp_path):
    mailbox()
    told, code = ingest(tmp_path / "absent.eml", letter(mail()))
    assert (code, told[0]["outcome"], told[1]["outcome"]) == (75, "not_stored", "request")
    assert set(told[0]) == KEYS


def test_the_mailbox_named_is_the_one(letter):
    mailbox()
    mailbox("etat-civil@admiville.example", "etat-civil")
    ingest(letter(mail()), mailbox="Etat-Civil@admiville.example")
    assert ServiceRequest.objects.get().service.code == "etat-civil"


def test_an_unknown_mailbox_keeps_nothing_and_the_mail_server_keeps_the_mail(letter):
    mailbox()
    (told,), code = ingest(letter(mail()), mailbox="inconnue@admiville.example")
    assert (code, told["subject"], InboundEmail.objects.count()) == (75, "Acte de naissance", 0)
    assert "inconnue@admiville.example" in told["reason"]


def test_a_town_that_has_no_mailbox_yet_loses_nothing(letter):
    from tests.builders import make_town

    make_town()
    (told,), code = ingest(letter(mail()))
    assert (code, told["outcome"], ServiceRequest.objects.get().service.code) == (0, "request", "accueil")


def test_the_forward_of_an_agent_gives_the_citizen(letter):
    mailbox()
    body = "Pour toi.\n\n-----Message d'origine-----\nDe : Josette Ferrand <josette@courriel.example>\n"
    body += "Envoyé : mardi 3 novembre 2026 10:12\nÀ : Ines\nObjet : Ma carte\n\nBonjour, ma carte ?"
    raw = mail(body, sender="Inès Fabre <ines.fabre@admiville.example>", subject="TR: Ma carte")
    (told,), _code = ingest(letter(raw))
    assert (told["sender"], told["sender_name"]) == ("josette@courriel.example", "Josette Ferrand")
    assert ServiceRequest.objects.get().reply_email == "josette@courriel.example"
    (again,), _code = ingest(letter(raw))
    assert (again["outcome"], again["sender"]) == ("duplicate", "josette@courriel.example")


def run(*words: str, given: bytes = b"", **env: str) -> subprocess.CompletedProcess:
    """As the mail server runs it: a process of its own, the database of this test."""
    name = connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    known = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "grc.settings.test", **env}
    command = [sys.executable, "manage.py", "ingest_email", *words]
    return subprocess.run(command, cwd=ROOT, input=given, env=known, capture_output=True, timeout=120, check=False)


@pytest.mark.django_db(transaction=True)
def test_from_standard_input_nothing_but_json_comes_out():
    mailbox()
    done = run("-", given=mail())
    told = json.loads(done.stdout)
    assert (done.returncode, told["file"], told["outcome"]) == (0, "-", "request"), done.stderr
    assert done.stdout.count(b"\n") == 1
    assert ServiceRequest.objects.get().number == told["request"]


def test_without_a_database_the_mail_server_keeps_the_mail():
    done = run("-", given=mail(), DATABASE_URL="postgresql://nobody:x@127.0.0.1:9/none")
    told = json.loads(done.stdout)
    assert (done.returncode, set(told), told["subject"]) == (75, KEYS, "Acte de naissance"), done.stderr
