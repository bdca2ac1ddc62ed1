"""What an answer carries back: read when it is ours, whatever programs did to it; never when it is forged."""

import uuid

import pytest
from django.test import override_settings
from hypothesis import given, strategies as st

from messaging.enums import ReplyKind
from messaging.threading import (
    ReplyToken,
    message_id_local_part,
    read_message_id,
    read_message_ids,
    read_reply_token,
    reply_address,
)

PUBLIC_ID = uuid.UUID("7d5c1f0e-3b1a-4c55-9f10-2f8f0a5f6b21")
BOX = "etat-civil@admiville.example"


def ours(public_id=PUBLIC_ID):
    return f"<{message_id_local_part(public_id)}@admiville.example>"


def forged(text):
    """One letter of the signature changed."""
    at = text.index("@") - 1
    return text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1 :]


@pytest.mark.parametrize(
    "mangle",
    [
        str,
        str.upper,
        lambda text: text.strip("<>"),
        lambda text: f" \r\n\t{text[:20]}\r\n {text[20:]} ",
        lambda text: text.replace("admiville.example", "relais.example"),
    ],
)
def test_our_message_id_is_read_whatever_programs_did_to_it(mangle):
    assert read_message_id(mangle(ours())) == PUBLIC_ID


@pytest.mark.parametrize(
    "text", ["", "<>", "<7d5c@admiville.example>", f"<{PUBLIC_ID}@admiville.example>", forged(ours()), ours()[:40]]
)
def test_a_message_id_that_is_not_ours_is_read_as_nothing(text):
    assert read_message_id(text) is None


def test_the_signature_of_one_envelope_opens_no_other():
    other = uuid.uuid4()
    assert read_message_id(ours().replace(str(PUBLIC_ID), str(other))) is None


def test_ours_are_found_among_references_in_their_order_once_each():
    second = uuid.uuid4()
    references = ["<a@b.example>", ours(second), ours(), ours(second)]
    assert read_message_ids(references) == [second, PUBLIC_ID]


def test_a_retired_key_is_still_read():
    with override_settings(SECRET_KEY="ancienne"):
        old_id, old_address = ours(), reply_address(BOX, request_ref=1)
    assert read_message_id(old_id) is read_reply_token(old_address) is None
    with override_settings(SECRET_KEY_FALLBACKS=["ancienne"]):
        assert read_message_id(old_id) == PUBLIC_ID
        assert read_reply_token(old_address) == ReplyToken(ReplyKind.PUBLIC, 1)


@given(st.integers(0, 2**63 - 1), st.none() | st.integers(0, 2**40), st.sampled_from(ReplyKind))
def test_what_an_address_says_is_read_back(request_ref, agent_ref, kind):
    address = reply_address("a@b.example", request_ref=request_ref, agent_ref=agent_ref, kind=kind)
    assert read_reply_token(address) == ReplyToken(kind, request_ref, agent_ref)
    assert len(address.partition("@")[0]) <= 64


@pytest.mark.parametrize("mangle", [str.upper, "« Ville » <{}>".format, " {} ".format, "<{}>".format])
def test_an_address_is_read_in_any_clothes(mangle):
    assert read_reply_token(mangle(reply_address(BOX, request_ref=42))) == ReplyToken(ReplyKind.PUBLIC, 42)


def test_an_address_too_long_for_a_post_office_stays_bare():
    long = "service-de-l-accompagnement-des-demarches-des-habitants@b.example"
    assert reply_address(long, request_ref=7) == long


def test_a_token_cannot_change_its_request_its_kind_or_its_agent():
    address = reply_address(BOX, request_ref=42, kind=ReplyKind.PUBLIC)
    for changed in (
        forged(address),
        address.replace("+r.p1a.", "+r.p1b."),
        address.replace("+r.p1a.", "+r.i1a."),
        address.replace("+r.p1a.", "+r.p1a-1."),
        BOX,
        "etat-civil+r.@admiville.example",
        "",
    ):
        assert changed != address
        assert read_reply_token(changed) is None


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text):
    assert read_message_id(text) is None
    assert read_reply_token(text) is None
