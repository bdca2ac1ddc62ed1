"""A code tells which request a page belongs to, opens nothing, and never forces a door that is shut."""

import datetime as dt

import pytest
import segno
from PIL import Image

from channels_app.models import PostalItem, ScanPage
from channels_app.operations import postal
from channels_app.operations.postal.join_by_code import join_by_code
from channels_app.post import codes, matching
from channels_app.post.enums import ItemState
from core.models import Commune, OutboxEvent
from messaging.models import Dispatch
from requests_app.enums import Kind, Phase
from requests_app.models import Message, ServiceRequest
from tests.builders import bring_to, make_request, make_town, service
from tests.channels_app.post import letters_on_paper as paper, post_room

pytestmark = pytest.mark.django_db


def bearing(code: str, **more) -> PostalItem:
    """A letter of one page whose code was read."""
    commune = make_town()
    known = {"commune": commune, "service": service("accueil"), "received_on": "2026-11-18", "deposit_code": code}
    item = PostalItem.objects.create(**{**known, **more})
    item.refresh_from_db()
    return item


@pytest.mark.parametrize(
    ("phase", "word"), [(Phase.CLOSED, "terminée"), (Phase.WITHDRAWN, "retirée")], ids=["closed", "withdrawn"]
)
def test_a_letter_for_an_ended_request_is_left_to_an_agent_with_the_reason(phase, word):
    made = make_request(phase=phase)
    item = join_by_code(bearing(made.deposit_code).pk)
    assert item.state == ItemState.BY_HAND
    assert word in item.reason
    assert made.number in item.reason
    assert (item.request, item.related) == (None, made)


def test_a_code_of_another_commune_is_left_to_an_agent_and_names_nothing():
    made = make_request()
    other = Commune.objects.create(name="Belmont", slug="belmont", insee_code="99002", postcode="99020")
    item = join_by_code(bearing(made.deposit_code, commune=other).pk)
    assert item.state == ItemState.BY_HAND
    assert "autre commune" in item.reason
    assert item.related is None
    assert made.number not in item.reason


def test_the_code_of_a_confidential_ended_request_veils_the_letter():
    made = make_request("aide-ccas", answers={})
    bring_to(made, Phase.CLOSED)
    item = join_by_code(bearing(made.deposit_code).pk)
    assert item.confidential
    assert item.service == made.service
    assert item.state == ItemState.BY_HAND


def test_an_unknown_code_is_told():
    item = join_by_code(bearing("7K4QX2199HBVTMWJ3ACD5EFGKN").pk)
    assert item.state == ItemState.BY_HAND
    assert "aucune demande" in item.reason


def test_what_the_letter_answers_counts_from_the_day_the_town_received_it():
    made = make_request()
    join_by_code(bearing(made.deposit_code).pk)
    assert made.timeline.get(kind=Kind.ANSWERED).effective_on == dt.date(2026, 11, 18)


def test_joining_three_times_tells_the_service_once_and_numbers_once():
    made = make_request()
    item = bearing(made.deposit_code)
    for _ in range(3):
        joined = join_by_code(item.pk)
    assert Message.objects.filter(request=made).count() == 1
    assert OutboxEvent.objects.filter(name="postal_item.joined").count() == 1
    for _ in range(3):
        postal.notify_joined(joined.pk)
    notice = Dispatch.objects.get(key=f"postal:{joined.pk}")
    assert notice.to_address == made.service.email
    assert joined.arrival_number.endswith("-000001")


def qr(text: str, size: int = 240) -> Image.Image:
    import io

    output = io.BytesIO()
    segno.make(text, error="m", micro=False).save(output, kind="png", scale=8, border=4)
    return Image.open(output).convert("L").resize((size, size))


@pytest.mark.parametrize("confidential", [False, True])
def test_of_two_codes_on_a_page_an_agent_chooses(confidential):
    first, second = make_request(), make_request()
    ServiceRequest.objects.filter(pk=second.pk).update(confidential=confidential)
    page = post_room.letter(0)[0]
    page.paste(qr(second.deposit_code), (1200, 1800))
    page.paste(qr(first.deposit_code), (1200, 60))
    batch = post_room.read([page])
    (item,) = post_room.items(batch)
    assert (item.request, item.state, item.confidential) == (None, ItemState.BY_HAND, confidential)
    assert "plusieurs demandes" in item.reason
    assert "Plusieurs codes" in ScanPage.objects.get(batch=batch).problem
    assert not Message.objects.filter(request__in=[first, second]).exists()


def test_a_follow_up_link_is_neither_used_nor_kept():
    made = make_request()
    page = post_room.letter(1)[0]
    page.paste(qr(f"https://admiville.example/suivi/{made.link_token}/"), (1150, 60))
    batch = post_room.read([page])
    (item,) = post_room.items(batch)
    assert item.request is None
    assert item.deposit_code == ""
    assert made.link_token not in str(ScanPage.objects.filter(batch=batch).values_list())
    assert (
        codes.without_links(f"voir admiville.example/suivi/{made.link_token} merci")
        == "voir admiville.example/[…] merci"
    )


def test_a_damaged_code_is_read_from_its_letters():
    made = make_request()
    # Letters that do not change from run to run: what the reader makes of chance letters is another matter.
    made.deposit_code = "7K4QX2H9WBVTMWJ3ACD5EFGKNR"
    made.save(update_fields=["deposit_code"])
    sheet = paper.cover_sheet(made.deposit_code)
    found = codes.read(sheet)
    assert found.deposits == (made.deposit_code,)
    sheet.paste(255, (180, 650, 560, 1050))
    assert codes.read(sheet).deposits == ()
    batch = post_room.read([sheet])
    (item,) = post_room.items(batch)
    assert item.request == made


def test_a_misread_code_is_mended_only_when_one_code_alone_is_near():
    made = make_request()
    code = made.deposit_code
    wrong = code[:12] + ("A" if code[12] != "A" else "C") + code[13:]
    assert matching.mended([wrong]) == code
    assert matching.mended(["0" * 26]) == ""
