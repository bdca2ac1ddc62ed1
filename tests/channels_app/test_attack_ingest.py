"""The pipe of a mail server, ill used: whatever happens, a mail that is not kept stays with the mail server (75), one
that is kept does not go back (0), and each line of JSON holds its contract."""

import email
import email.policy
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection

from channels_app.models import InboundEmail
from files import storage
from grc.environment import ROOT
from tests.channels_app.letters import mail, mailbox

MAILS = sorted((Path(__file__).parent / "mails").glob("*.eml"))
KEYS = {"file", "outcome", "request", "subject", "sender", "sender_name", "body", "attachments", "reason"}
OUTCOMES = {"request", "message", "set_aside", "quarantined", "duplicate"}


def environment(**more: str) -> dict[str, str]:
    url = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{connection.settings_dict['NAME']}"
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "grc.settings.test", **more}


def run(*words: str, redirected: str = "", **more: str) -> subprocess.CompletedProcess:
    command = f"{sys.executable} manage.py ingest_email {' '.join(words)} {redirected}"
    return subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env=environment(**more), capture_output=True, timeout=120, check=False
    )


def ingest(*files: str | Path) -> tuple[list[dict], int]:
    out, code = io.StringIO(), 0
    try:
        call_command("ingest_email", *map(str, files), stdout=out)
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    return [json.loads(line) for line in out.getvalue().splitlines()], code


@pytest.mark.django_db
def test_every_mail_of_the_corpus_is_told_within_the_contract():
    mailbox()
    told, code = ingest(*MAILS)
    assert (code, len(told)) == (0, len(MAILS))
    for one in told:
        assert set(one) == KEYS
        assert one["outcome"] in OUTCOMES
        assert one["reason"] or one["outcome"] == "request"
        assert isinstance(one["body"], str) and isinstance(one["attachments"], list)
        assert (one["request"] is not None) == (one["outcome"] in {"request", "message"})
        assert all(set(row) == {"name", "sha256", "size"} for row in one["attachments"])
    again, _code = ingest(*MAILS)
    words = KEYS - {"outcome", "reason"}
    assert {row["outcome"] for row in again} == {"duplicate"}
    assert [{key: row[key] for key in words} for row in again] == [{key: row[key] for key in words} for row in told]


@pytest.mark.django_db
def test_attachments_are_those_of_the_standard_library():
    """Wherever the standard library finds an attachment in a well made mail, ours has the same bytes."""
    mailbox()
    told = {Path(row["file"]): row for row in ingest(*MAILS)[0]}
    compared = 0
    for path, row in told.items():
        if path.stem.startswith(("structure-", "bounce-", "protection-")) or "winmail" in path.stem:
            continue  # broken on purpose, opened, or left out on purpose
        ours = {one["sha256"]: one["size"] for one in row["attachments"]}
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for part in message.walk():
            if part is not message and part.get_content_disposition() == "attachment" and not part.is_multipart():
                content = part.get_payload(decode=True)
                assert ours.get(hashlib.sha256(content).hexdigest()) == len(content), path.stem
                compared += 1
    assert compared >= 10


@pytest.mark.django_db
def test_a_directory_a_missing_file_and_a_file_given_twice(tmp_path):
    mailbox()
    path = tmp_path / "a.eml"
    path.write_bytes(mail())
    told, code = ingest(tmp_path, tmp_path / "absent", path, path)
    assert [one["outcome"] for one in told] == ["not_stored", "not_stored", "request", "duplicate"]
    assert code == 75


@pytest.mark.django_db
def test_a_full_disk_keeps_the_mail_with_the_mail_server(tmp_path, monkeypatch):
    def full(path: str, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    mailbox()
    path = tmp_path / "a.eml"
    path.write_bytes(mail())
    with monkeypatch.context() as patch:
        patch.setattr(storage, "write", full)
        (told,), code = ingest(path)
    assert (code, told["outcome"], told["subject"]) == (75, "not_stored", "Acte de naissance")
    assert InboundEmail.objects.count() == 0
    assert ingest(path)[0][0]["outcome"] == "request"


@pytest.mark.django_db
@pytest.mark.parametrize("error", [DatabaseError("x"), RuntimeError("x"), MemoryError()], ids=repr)
@pytest.mark.parametrize("where", ["take_in", "is_staff"])
def test_what_breaks_once_the_mail_is_kept_never_sends_it_back(tmp_path, monkeypatch, error, where):
    def breaks(*_args: object, **_known: object) -> None:
        raise error

    mailbox()
    path = tmp_path / "a.eml"
    body = "-----Message d'origine-----\nDe : A <a@b.example>\nEnvoyé : 3 mars 2026\nÀ : x\nObjet : y\n\nTexte"
    path.write_bytes(mail(body, subject="Tr: y"))
    monkeypatch.setattr(f"channels_app.operations.ingest.{where}", breaks)
    (told,), code = ingest(path)
    assert (code, told["outcome"], set(told)) == (0, "quarantined", KEYS)
    assert InboundEmail.objects.count() == 1


@pytest.mark.django_db
def test_a_file_beyond_memory_stays_where_it_is(monkeypatch, tmp_path):
    def too_big(self: Path) -> bytes:
        raise MemoryError

    monkeypatch.setattr(Path, "read_bytes", too_big)
    told, code = ingest(tmp_path / "a.eml")
    assert (code, told[0]["outcome"]) == (75, "not_stored")


@pytest.mark.parametrize("words", [(), ("--boite", "x", "a.eml"), ("--mailbox",)], ids=str)
def test_a_call_badly_written_keeps_nothing_and_returns_nothing(words):
    done = run(*words)
    assert (done.returncode, done.stdout) == (75, b"")


def test_a_closed_standard_input_is_no_mail():
    done = run("-", redirected="<&-")
    told = json.loads(done.stdout)
    assert (done.returncode, told["outcome"], set(told)) == (75, "not_stored", KEYS), done.stderr


def test_a_broken_setting_returns_no_mail():
    done = run("-", redirected="< /dev/null", DJANGO_SETTINGS_MODULE="grc.settings.production", SECRET_KEY="")
    assert (done.returncode, done.stdout) == (75, b""), done.stderr[-500:]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("redirected", [">&-", "| true; exit ${PIPESTATUS[0]}", "> /dev/full"])
def test_nobody_listening_to_what_is_told_loses_nothing(tmp_path, redirected):
    mailbox()
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(mail(name))
    done = run(str(tmp_path / "a"), str(tmp_path / "b"), redirected=redirected)
    assert (done.returncode, InboundEmail.objects.count()) == (0, 2), done.stderr[-500:]


@pytest.mark.django_db(transaction=True)
def test_a_signal_in_the_middle_is_no_success(tmp_path):
    mailbox()
    os.mkfifo(tmp_path / "slow")
    command = [sys.executable, "manage.py", "ingest_email", str(tmp_path / "slow")]
    running = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    with open(tmp_path / "slow", "wb") as pipe:  # opens once the command reads
        pipe.write(mail())
        pipe.flush()
        time.sleep(0.2)
        running.send_signal(signal.SIGTERM)
        out, _err = running.communicate(timeout=60)
    assert running.returncode != 0
    assert (out, InboundEmail.objects.count()) == (b"", 0)
