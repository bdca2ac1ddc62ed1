"""The screen of what failed: only of requests I see, each with its cause in words, and « Réessayer »."""

import pytest
from django.urls import reverse
from django.utils import timezone

from channels_app.models import InboundEmail, Mailbox
from channels_app.operations import keep
from core.actor import Actor
from core.models import AccessTrailEntry, OutboxDelivery, OutboxEvent
from files.enums import ScanState
from files.models import StoredFile
from files.operations import store_own
from messaging.enums import DispatchState
from messaging.models import Dispatch
from organisation.enums import Role
from tests import builders
from tests.back_office.pages import soup, text_of

pytestmark = pytest.mark.django_db
SCREEN = "/agents/echecs/"


@pytest.fixture
def manager(sign_in):
    return sign_in(builders.make_agent("etat-civil", Role.MANAGER))


def broken_sending(made, state: str = DispatchState.FAILED, key: str = "message:1") -> Dispatch:
    return Dispatch.objects.create(
        commune=made.commune, key=key, kind="message", to_address="malika.benhaddou@courriel.example",
        template_code="message-du-service", message_id=f"<{key}@admiville.example>", state=state, due_at=timezone.now(),
        prepared_at=timezone.now(), last_error="550 no such user", subject_kind="request", subject_ref=str(made.pk),
    )  # fmt: skip


def waiting_file(made) -> StoredFile:
    stored = store_own(
        b"%PDF-1.4 x", name="livret.pdf", content_type="application/pdf", commune_id=made.commune_id,
        owner_kind="request", owner_id=made.pk, by=Actor.system("test"),
    )  # fmt: skip
    StoredFile.objects.filter(pk=stored.pk).update(scan_state=ScanState.PENDING)
    return stored


def dead_task(request_id: int) -> OutboxDelivery:
    event = OutboxEvent.objects.create(name="request.registered", payload={"request_id": request_id})
    return OutboxDelivery.objects.create(
        event=event, handler="requests_app.notifications:acknowledge", lane="fast", state="dead", due_at=timezone.now(),
        last_error="ValueError: Malika",
    )  # fmt: skip


def test_nothing_failed_is_said_chapter_by_chapter(manager):
    page = text_of(manager.get(SCREEN))
    for words in ("Aucun envoi en échec.", "Aucun fichier bloqué.", "Aucune tâche abandonnée."):
        assert words in page


def test_a_sending_a_file_and_a_task_are_told_with_their_cause(manager):
    made = builders.make_request()
    broken_sending(made), waiting_file(made), dead_task(made.pk)
    page = text_of(manager.get(SCREEN))
    for words in (made.number, "Le serveur de messagerie a refusé le message", "livret.pdf",
                  "attend son analyse par l’antivirus", "Le programme a essayé plusieurs fois"):  # fmt: skip
        assert words in page
    assert "ValueError: Malika" not in page


def test_a_message_that_came_back_says_to_check_the_address(manager):
    broken_sending(builders.make_request(), DispatchState.BOUNCED)
    assert "Le message est revenu" in text_of(manager.get(SCREEN))


def test_what_failed_for_a_request_i_do_not_see_does_not_exist(manager):
    hidden = builders.make_request("aide-ccas", answers={})
    sending, stored, task = broken_sending(hidden), waiting_file(hidden), dead_task(hidden.pk)
    page = text_of(manager.get(SCREEN))
    assert hidden.number not in page
    assert "Aucun envoi en échec." in page
    assert "Aucun fichier bloqué." in page
    assert "Aucune tâche abandonnée." in page
    for name, ref in (("retry_sending", sending.public_id), ("retry_file", stored.public_id), ("retry_task", task.pk)):
        assert manager.post(reverse(f"back_office:{name}", args=[ref])).status_code == 404


def test_trying_again_puts_the_sending_back_in_its_queue(manager):
    sending = broken_sending(builders.make_request())
    manager.post(reverse("back_office:retry_sending", args=[sending.public_id]))
    assert Dispatch.objects.get(pk=sending.pk).state not in (DispatchState.FAILED, DispatchState.BOUNCED)


def test_trying_again_asks_the_antivirus(manager, settings):
    settings.FILES_SCANNER = "demo"
    stored = waiting_file(builders.make_request())
    page = manager.post(reverse("back_office:retry_file", args=[stored.public_id]), follow=True)
    assert "L’antivirus a répondu." in text_of(page)
    assert StoredFile.objects.get(pk=stored.pk).scan_state == ScanState.CLEAN


def test_an_antivirus_that_is_down_is_told_without_an_error(manager, settings):
    settings.FILES_SCANNER, settings.CLAMD_SOCKET = "clamd", "/nulle/part"
    stored = waiting_file(builders.make_request())
    page = manager.post(reverse("back_office:retry_file", args=[stored.public_id]), follow=True)
    assert "L’antivirus ne répond toujours pas." in text_of(page)


def test_trying_again_wakes_a_dead_task(manager):
    task = dead_task(builders.make_request().pk)
    manager.post(reverse("back_office:retry_task", args=[task.pk]))
    assert OutboxDelivery.objects.get(pk=task.pk).state == "due"


def test_the_door_of_the_screen_is_drawn_only_for_who_may_enter(manager, desk):
    assert soup(manager.get("/agents/")).select_one(f"a[href='{SCREEN}']")
    assert soup(desk.get("/agents/")).select_one(f"a[href='{SCREEN}']") is None


def quarantined(code: str = "etat-civil") -> InboundEmail:
    box = Mailbox.objects.create(
        commune_id=builders.service(code).commune_id, service=builders.service(code), address=f"{code}@mairie.example"
    )
    raw = b"From: a@b.example\r\nSubject: Bonjour\r\n\r\nTexte"
    mail = keep(raw, mailbox_id=box.pk, received_at=timezone.now(), by=Actor.system("test"))
    state = {"state": "quarantined", "reason": "Ce courriel n’a pas pu être lu.", "last_error": "ValueError"}
    InboundEmail.objects.filter(pk=mail.pk).update(**state)
    return mail


def test_a_mail_in_quarantine_is_told_with_its_cause_and_tried_again(manager):
    builders.make_town()
    mail = quarantined()
    assert "n’a pas pu être lu" in text_of(manager.get(SCREEN))
    answer = manager.post(reverse("back_office:retry_mail", args=[mail.public_id]), follow=True)
    assert answer.status_code == 200
    mail.refresh_from_db()
    assert mail.state != "quarantined"
    assert AccessTrailEntry.objects.filter(subject_kind="inbound_email", actor_kind="agent").exists()


def test_a_mail_in_quarantine_that_asks_for_nothing_is_set_aside_with_a_reason(manager):
    builders.make_town()
    mail = quarantined()
    url = reverse("back_office:set_aside_mail", args=[mail.public_id])
    assert "Dites pourquoi" in text_of(manager.post(url, {"reason": " "}, follow=True))
    assert "Le courriel est écarté" in text_of(manager.post(url, {"reason": "Publicité."}, follow=True))
    mail.refresh_from_db()
    assert (mail.state, mail.reason, mail.raw_id is None) == ("set_aside", "Publicité.", False)
    assert manager.post(url, {"reason": "Encore."}).status_code == 404


def test_a_mail_of_a_mailbox_of_another_service_does_not_exist(manager):
    builders.make_town()
    mail = quarantined("voirie")
    assert "n’a pas pu être lu" not in text_of(manager.get(SCREEN))
    assert manager.post(reverse("back_office:retry_mail", args=[mail.public_id])).status_code == 404


def test_the_agent_who_tries_a_sending_again_is_named_in_the_trail(manager):
    dispatch = broken_sending(builders.make_request())
    manager.post(reverse("back_office:retry_sending", args=[dispatch.public_id]))
    entry = AccessTrailEntry.objects.get(subject_kind="dispatch", subject_ref=str(dispatch.pk))
    assert entry.actor_kind == "agent"


def test_domains_we_write_from_have_their_verdict_in_words(manager):
    builders.make_request()
    page = text_of(manager.get(reverse("back_office:sending")))
    assert "SPF" in page
    assert "pas encore vérifié" in page
