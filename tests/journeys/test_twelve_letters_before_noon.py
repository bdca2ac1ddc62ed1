"""The mail of a day: twelve letters scanned at once, three under our codes, the nine others registered by keyboard."""

from __future__ import annotations

import sys

import pytest

from channels_app.models import PostalItem, ScanBatch
from channels_app.post.enums import ItemState
from core.enums import Channel
from organisation.enums import Role
from requests_app.models import ServiceRequest
from tests.builders import make_agent, make_request
from tests.channels_app.post import letters_on_paper as drawing, post_room
from tests.journeys import paper
from tests.journeys.conftest import Enter
from tests.journeys.keyboard import Hands

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CLAIRE, MAIL = "claire.lemoine@admiville.example", "/agents/courrier/"


@pytest.fixture(autouse=True)
def _scanner(settings):
    settings.FILES_SCANNER = "demo"


def test_twelve_letters_are_read_joined_and_registered(enter: Enter, capsys, tmp_path):
    make_agent("accueil", Role.COUNTER, email=CLAIRE, first_name="Claire", last_name="Lemoine")
    requests = [make_request() for _rank in range(3)]
    made = drawing.twelve_letters([one.deposit_code for one in requests], post_room.separator())
    scan = tmp_path / "courrier-du-jour.pdf"
    scan.write_bytes(drawing.as_pdf(made.pages))
    desk = enter(CLAIRE)
    page, hands = desk.page, Hands(desk.page)
    desk.open(MAIL)
    hands.press("p")
    hands.at("#scans")
    page.locator("#scans").set_input_files(scan)
    hands.push("#ajout button[type=submit]")
    page.get_by_text("la lecture commence").wait_for()
    paper.read_everything()

    items = paper.items(ScanBatch.objects.get())
    assert [post_room.numbers(one) for one in items] == made.letters
    joined = [one for one in items if one.state == ItemState.JOINED]
    assert [one.request for one in joined] == requests
    assert [one.rank - 1 for one in joined] == sorted(made.codes)
    waiting = [one for one in items if one.state == ItemState.PROPOSED]
    for item, written in zip(waiting, drawing.LETTERS, strict=True):
        assert item.read_sender == ", ".join(written.sender)
        assert item.read_subject.lower() == written.subject.lower()

    desk.open(MAIL)
    hands = Hands(page)
    for item in waiting:
        page.get_by_role("heading", name=f"Enregistrer le pli {item.rank}", exact=True).wait_for()
        with page.expect_navigation():
            hands.press("Control+Enter")
    page.get_by_text("Tout le courrier de ce jour est traité").wait_for()
    with capsys.disabled():
        sys.stdout.write(f"\nDouze plis, neuf à enregistrer : {hands.told()}\n")
    assert desk.violations() == []
    numbers = sorted(PostalItem.objects.values_list("arrival_number", flat=True))
    assert [int(number[-6:]) for number in numbers] == list(range(1, 13)), "no gap, no double"
    filed = ServiceRequest.objects.filter(channel=Channel.POST)
    assert filed.count() == 9
    assert set(filed.values_list("citizen__family_name", flat=True)) == {
        one.sender[0].split()[-1] for one in drawing.LETTERS
    }
