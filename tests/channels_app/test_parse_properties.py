"""Whatever arrives, the parser answers, within its bounds: arbitrary bytes, mails of the corpus spoilt at random."""

from email.message import EmailMessage
from pathlib import Path

from hypothesis import HealthCheck, given, settings, strategies as st

from channels_app.email.parse import ParsedEmail, Unparsable, parse
from channels_app.email.parsing import limits

MAILS = sorted((Path(__file__).parent / "mails").glob("*.eml"))
SMALL = [path for path in MAILS if path.stat().st_size < 30_000]
PIECES = st.sampled_from(
    [b"\r\n", b"\n", b"\r", b"\r\n\r\n", b"\0", b"=", b"=?", b"?=", b"=?utf-8?B?", b"--", b"------=_Part_42", b'"',
     b"<", b">", b"(", b";", b"\xff", b"\xc3", b"\x1b$B", b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n",
     b"Content-Type: message/rfc822\r\n\r\n", b"Content-Transfer-Encoding: base64\r\n", b"begin 644 a\nend\n",
     b"Content-Disposition: attachment; filename*0*=utf-8''%\r\n", b"charset=idna", b"charset=utf-7", b"De : \n",
     b"<blockquote>", b"<table><tr><td>", b"</td>", b"<a href='", b"BEGIN:VEVENT", b"Final-Recipient: rfc822;"]
)  # fmt: skip
CALM = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def read(raw: bytes) -> ParsedEmail | None:
    try:
        mail = parse(raw)
    except Unparsable:
        assert not raw.strip(b" \t\r\n\0")
        return None
    check(mail, raw)
    return mail


def check(mail: ParsedEmail, raw: bytes) -> None:
    texts = (mail.subject, mail.topic, mail.body, mail.sender, mail.sender_name, mail.message_id, *mail.recipients)
    for text in texts:
        assert "\0" not in text
        text.encode("utf-8", "strict")
    assert len(mail.body) <= limits.BODY_CHARACTERS + 100
    assert len(mail.attachments) <= limits.ATTACHMENTS
    assert len(mail.to) <= limits.RECIPIENTS
    assert len(mail.references) <= limits.REFERENCES
    assert len(mail.forwards) <= limits.FORWARDS
    assert mail.date is None or mail.date.utcoffset() is not None
    # A mail joined whole and its documents: twice the mail at most, envelopes opened included.
    assert sum(one.size for one in mail.attachments) <= 3 * len(raw) + 1000
    for one in mail.attachments:
        assert one.name
        assert len(one.name) <= 120
        assert not set(one.name) & set('/\\:*?"<>|\r\n\0')


@CALM
@given(st.binary(max_size=2_000))
def test_arbitrary_bytes_are_read_or_refused_by_name(raw):
    read(raw)


@CALM
@given(st.lists(st.one_of(PIECES, st.binary(max_size=20), st.text(max_size=20).map(str.encode)), max_size=60))
def test_bytes_that_look_like_a_mail_are_read(pieces):
    read(b"From: a@b.example\r\nSubject: " + b"".join(pieces))


@CALM
@given(st.data())
def test_a_spoilt_mail_of_the_corpus_is_read(data):
    raw = bytearray(data.draw(st.sampled_from(SMALL)).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, max(len(raw) - 1, 0)))
        kind = data.draw(st.sampled_from(["cut", "drop", "insert", "flip", "repeat"]))
        if kind == "cut":
            del raw[at:]
        elif kind == "drop":
            del raw[at : at + data.draw(st.integers(1, 200))]
        elif kind == "insert":
            raw[at:at] = data.draw(PIECES)
        elif kind == "repeat":
            raw[at:at] = raw[at : at + 100] * 5
        elif raw:
            raw[at % len(raw)] ^= data.draw(st.integers(1, 255))
    read(bytes(raw))


@CALM
@given(st.data())
def test_a_mail_cut_anywhere_keeps_its_sender_once_it_was_read(data):
    path = MAILS[[one.stem for one in MAILS].index("structure-outlook-word-html")]
    raw = path.read_bytes()
    from_end = raw.index(b"\r\n", raw.index(b"\r\nFrom:") + 2) + 2
    cut = data.draw(st.integers(from_end, len(raw)))
    mail = read(raw[:cut])
    assert mail is not None
    assert mail.sender == "jeanne.martin@mail.example"


@CALM
@given(st.text(max_size=300), st.text(max_size=100))
def test_what_a_program_writes_well_is_read_as_it_was_written(words, subject):
    message = EmailMessage()
    printable = "".join(c for c in subject if c.isprintable() and c.isalnum() or c == " ").strip()
    message["Subject"] = " ".join(printable.split())
    message["From"] = "Jeanne <jeanne@mail.example>"
    text = "\n".join(line.strip() for line in words.splitlines() if line.strip() and line.isprintable())
    message.set_content(text, cte="base64")
    mail = read(message.as_bytes())
    assert mail is not None
    assert mail.subject == message["Subject"]
    assert mail.body == text.strip("\n")
