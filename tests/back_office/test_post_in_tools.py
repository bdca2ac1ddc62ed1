"""Around the day’s mail: scans brought in, envelopes, what stopped, pages and separator sheets."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from channels_app.models import PostalItem, ScanBatch
from channels_app.post.enums import BatchState, ItemState
from organisation.models import Service
from tests.back_office.pages import part, soup, text_of
from tests.builders_post import HOLE, TREE, drawn, make_batch
from tests.channels_app.post.post_room import mail_agent, social_agent

pytestmark = pytest.mark.django_db
HOME = "/agents/courrier/"


@pytest.fixture
def room(sign_in):
    return sign_in(mail_agent(first_name="Claire", last_name="Lemoine"))


def test_a_scan_is_taken_and_a_bad_file_is_told_without_stopping_the_other(room):
    make_batch(TREE)
    scans = [SimpleUploadedFile("lot.jpg", drawn(*HOLE)), SimpleUploadedFile("notes.txt", b"du texte")]
    said = text_of(room.post(HOME + "lots/", {"scans": scans}, follow=True))
    assert "lot.jpg est reçu" in said and "notes.txt :" in said
    assert ScanBatch.objects.filter(state=BatchState.WAITING).count() == 1
    again = SimpleUploadedFile("encore.jpg", drawn(*HOLE))
    assert "est déjà là" in text_of(room.post(HOME + "lots/", {"scans": [again]}, follow=True))


def test_the_column_asks_for_news_only_while_a_scan_is_read(room):
    batch = make_batch(TREE)
    assert not part(room.get(HOME), "plis").has_attr("hx-get")
    ScanBatch.objects.update(state=BatchState.READING)
    column = part(room.get(HOME), "plis")
    assert column["hx-trigger"] == "every 3s"
    fragment = room.get(column["hx-get"], headers={"HX-Request": "true"})
    assert "Lecture" in text_of(fragment) and "HX-Trigger" not in fragment
    ScanBatch.objects.update(state=BatchState.READ)
    assert room.get(column["hx-get"], headers={"HX-Request": "true"})["HX-Trigger"] == "plis-lus"
    assert batch.page_count == 1


def test_a_scan_that_stopped_says_why_and_what_can_be_done(room):
    batch = make_batch()
    ScanBatch.objects.update(state=BatchState.FAILED, error="Ce PDF est protégé par un mot de passe.")
    said = text_of(room.get(HOME))
    assert "mot de passe" in said
    for word in ("Réessayer", "Numériser à nouveau", "Saisir à la main"):
        assert word in said
    assert "est relu" in text_of(room.post(f"{HOME}lots/{batch.public_id}/relire/", follow=True))
    batch.refresh_from_db()
    assert batch.state == BatchState.WAITING


def test_a_sealed_letter_is_registered_by_its_envelope_and_then_is_its_service_s_alone(room, sign_in):
    make_batch(TREE)
    social = str(Service.objects.get(code="ccas").pk)
    given = {"unopened": "social", "service": "", "received_on": "2026-11-18", "sender": "Solange Petit"}
    refused = room.post(HOME + "enveloppe/", given)
    assert refused.status_code == 422 and "Indiquez le service" in text_of(refused)
    assert 'value="Solange Petit"' in refused.content.decode()
    said = text_of(room.post(HOME + "enveloppe/", {**given, "service": social}, follow=True))
    item = PostalItem.objects.get(state=ItemState.REGISTERED)
    assert item.arrival_number in said and "remettre fermé" in said
    assert "Solange" not in text_of(room.get(HOME, {"jour": "2026-11-18"}))
    register = text_of(room.get(HOME + "registre/"))
    assert item.arrival_number in register and "Solange" not in register
    assert "Solange" in text_of(sign_in(social_agent()).get(HOME, {"jour": "2026-11-18"}))


def test_a_scan_heavier_than_what_the_public_may_send_is_taken_whole(room, settings):
    make_batch()
    one, other = drawn(*TREE), drawn(*HOLE)
    settings.MAX_UPLOAD_BYTES = len(one) // 2
    added = {"scans": SimpleUploadedFile("lot.jpg", one)}
    assert "lot.jpg est reçu" in text_of(room.post(HOME + "lots/", added, follow=True))
    assert ScanBatch.objects.get(name="lot.jpg").file.size == len(one)
    settings.GRC_SCAN_MAX_BYTES = settings.FILES_MAX_REQUEST_BYTES = max(len(one), len(other))
    two = [SimpleUploadedFile("un.jpg", one), SimpleUploadedFile("deux.jpg", other)]
    said = text_of(room.post(HOME + "lots/", {"scans": two}, follow=True))
    assert "deux.jpg : Ces lots sont trop lourds ensemble" in said


def key_of(page) -> str:
    return soup(page).find("input", {"name": "key"})["value"]


def test_an_envelope_sent_twice_by_an_impatient_hand_is_one_letter_and_one_number(room):
    make_batch(TREE)
    page = room.get(HOME, {"faire": "enveloppe"})
    given = {"key": key_of(page), "received_on": "2026-11-18", "sender": "Solange Petit", "subject": "Facture"}
    said = [text_of(room.post(HOME + "enveloppe/", given, follow=True)) for _ in range(2)]
    item = PostalItem.objects.get(state=ItemState.REGISTERED)
    assert all(item.arrival_number in one for one in said)
    room.post(HOME + "enveloppe/", given | {"sender": "Marc Petit"})
    assert PostalItem.objects.filter(state=ItemState.REGISTERED).count() == 2, "another letter in a form found again"
    assert key_of(room.get(HOME, {"faire": "enveloppe"})) != given["key"]


def test_the_rail_counts_the_letters_that_wait_and_no_other(room, sign_in):
    make_batch(TREE, HOLE)
    assert "Courrier du jour 2" in text_of(room.get("/agents/"))
    room.post(HOME + "enveloppe/", {"received_on": "2026-11-18", "sender": "Solange Petit", "subject": "Facture"})
    assert "Courrier du jour 2" in text_of(room.get("/agents/"))
    assert "Courrier du jour 2" not in text_of(sign_in(social_agent()).get("/agents/"))


def test_a_page_is_shown_as_a_picture_never_kept_by_the_browser(room):
    picture = PostalItem.objects.get(batch=make_batch(TREE)).pages.get().picture
    address = reverse("back_office:post_in_picture", args=[picture.public_id])
    whole, small = room.get(address), room.get(address + "?petite=1")
    assert whole["Content-Type"] == "image/jpeg" and "inline" in whole["Content-Disposition"]
    assert "no-store" in small["Cache-Control"] and len(small.content) < len(whole.content) / 3


def test_separator_sheets_are_printed(room):
    make_batch()
    sheet = room.get(HOME + "separation.pdf")
    assert sheet.content.startswith(b"%PDF")
