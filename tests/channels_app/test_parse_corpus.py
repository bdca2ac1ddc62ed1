"""Every mail of the corpus says what its author wrote: `mails/expected.yaml`, written from the words of the mails."""

from functools import cache
from pathlib import Path

import pytest
import yaml

from channels_app.email.parse import ParsedEmail, parse

MAILS = Path(__file__).parent / "mails"
EXPECTED = yaml.safe_load((MAILS / "expected.yaml").read_text())
# What is compared, under the name it has in the table; other names are those of ParsedEmail.
READ = {
    "body_is": lambda mail: mail.body,
    "date": lambda mail: mail.date and mail.date.isoformat(),
    "in_reply_to": lambda mail: list(mail.in_reply_to),
    "references": lambda mail: list(mail.references),
    "to": lambda mail: [one.email for one in mail.to],
    "cc": lambda mail: [one.email for one in mail.cc],
    "reply_to": lambda mail: [one.email for one in mail.reply_to],
    "delivered_to": lambda mail: list(mail.delivered_to),
    "recipients_count": lambda mail: len(mail.recipients),
    "attachments": lambda mail: [{"name": a.name, "size": a.size, "sha256": a.sha256} for a in mail.attachments],
    "inline": lambda mail: [a.name for a in mail.attachments if a.inline],
    "types": lambda mail: [a.content_type for a in mail.attachments],
    "automatic": lambda mail: list(mail.automatic),
    "protection": lambda mail: list(mail.protection),
    "defects": lambda mail: list(mail.defects),
    "forwards": lambda mail: len(mail.forwards),
    "forwarded": lambda mail: (
        mail.forwarded
        and [mail.forwarded.sender, mail.forwarded.sender_name, mail.forwarded.subject, str(mail.forwarded.sent_on)]
    ),
    "chain": lambda mail: [one.sender for one in mail.forwards],
    "failed": lambda mail: mail.bounce and [[one.address, one.status] for one in mail.bounce.failed],
    "permanent": lambda mail: mail.bounce and mail.bounce.is_permanent,
    "original": lambda mail: mail.bounce and mail.bounce.original_message_id,
}
LISTS = {"body_has", "body_lacks", "forwarded_body_has", "diagnostic_has"}


@cache
def parsed(name: str) -> ParsedEmail:
    return parse((MAILS / f"{name}.eml").read_bytes())


def value(mail: ParsedEmail, key: str):
    return READ[key](mail) if key in READ else getattr(mail, key)


def words_missing(mail: ParsedEmail, expected: dict) -> list[str]:
    forwarded = mail.forwarded.body if mail.forwarded else ""
    diagnostic = mail.bounce.recipients[0].diagnostic if mail.bounce else ""
    missing = [words for words in expected.get("body_has", []) if words not in mail.body]
    missing += [words for words in expected.get("forwarded_body_has", []) if words not in forwarded]
    missing += [words for words in expected.get("diagnostic_has", []) if words not in diagnostic]
    return missing + [f"de trop : {words}" for words in expected.get("body_lacks", []) if words in mail.body]


@pytest.mark.parametrize("name", EXPECTED)
def test_the_mail_says_what_its_author_wrote(name):
    mail, expected = parsed(name), EXPECTED[name]
    wanted = {key: what for key, what in expected.items() if key not in LISTS}
    assert {key: value(mail, key) for key in wanted} == wanted
    assert not words_missing(mail, expected), mail.body


def test_every_mail_of_the_folder_is_in_the_table():
    assert {path.stem for path in MAILS.glob("*.eml")} == set(EXPECTED)
    assert len(EXPECTED) >= 120


def test_an_automatic_mail_is_never_taken_for_a_person_nor_the_reverse():
    machines = {name for name in EXPECTED if name.startswith(("automatic-", "bounce-"))}
    assert {name for name in EXPECTED if parsed(name).is_automatic and not parsed(name).own_marker} | {
        name for name in machines if parsed(name).own_marker
    } == machines


def test_no_two_mails_have_the_same_fingerprint():
    assert len({parsed(name).fingerprint for name in EXPECTED}) == len(EXPECTED)


def test_what_is_read_can_be_stored_and_shown():
    for name in EXPECTED:
        mail = parsed(name)
        for text in (mail.subject, mail.body, mail.sender_name, mail.sender, *(a.name for a in mail.attachments)):
            assert "\0" not in text
            text.encode("utf-8")
