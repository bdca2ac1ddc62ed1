"""The SMTP sink: what it said it took is a whole file, whoever it was for."""

import smtplib
import sys
from email.message import EmailMessage

import pytest

from grc import mailbox
from grc.environment import ROOT
from grc.runner import processes


@pytest.fixture
def sink(tmp_path):
    port, log = processes.free_port(), tmp_path / "sink.log"
    command = [sys.executable, "-m", "grc.runner.sink", str(port), str(tmp_path / "mails")]
    process = processes.start(command, log=log, cwd=ROOT)
    processes.wait_until(lambda: processes.answers(port), process=process, log=log, seconds=30)
    yield port
    processes.stop(process)


def send(port: int, subject: str) -> None:
    message = EmailMessage()
    message["From"], message["To"] = "demarches@admiville.example", "malika@courriel.example"
    message["Subject"], message["Message-ID"] = subject, f"<{subject}@admiville.example>"
    message.set_content("Votre demande a bien été reçue.\n")
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        client.send_message(message)


def test_a_mail_sent_is_a_mail_read(sink, tmp_path):
    send(sink, "premier")
    send(sink, "second")
    folder = tmp_path / "mails"
    newest, oldest = [mailbox.read(folder, key) for key in mailbox.keys(folder)]
    assert (newest.subject, oldest.subject) == ("second", "premier")
    assert newest.recipients == "malika@courriel.example"
    assert newest.message_id == "<second@admiville.example>"
    assert newest.text.strip() == "Votre demande a bien été reçue."
    assert folder.stat().st_mode & 0o077 == 0
