"""The screen of what failed tells of waiting notices and of our domains, and never names a confidential request."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from back_office import failures
from core.models import OutboxDelivery, OutboxEvent
from messaging.enums import DispatchState
from messaging.models import Dispatch, SendingDomain
from messaging.queries import domains_in_use
from organisation.enums import Role
from requests_app.models import ServiceRequest
from tests import builders
from tests.back_office.pages import text_of

pytestmark = pytest.mark.django_db
SCREEN = reverse("back_office:failures")


@pytest.fixture
def manager(sign_in):
    return sign_in(builders.make_agent("etat-civil", Role.MANAGER))


def envelope(made: ServiceRequest, key: str, **fields) -> Dispatch:
    now = timezone.now()
    known = {"state": DispatchState.FAILED, "due_at": now, "prepared_at": now, "confidential": made.confidential}
    return Dispatch.objects.create(
        commune=made.commune, key=key, kind="notice", to_address="malika.benhaddou@courriel.example",
        template_code="message-du-service", message_id=f"<{key}@admiville.example>", service_id_ref=made.service_id,
        subject_kind="request", subject_ref=str(made.pk), **{**known, **fields},
    )  # fmt: skip


def waiting(made: ServiceRequest, **fields) -> Dispatch:
    soon = timezone.now() + dt.timedelta(minutes=40)
    held = {"state": DispatchState.QUEUED, "capped_at": timezone.now(), "due_at": soon}
    return envelope(made, f"waits:{made.pk}", **held, **fields)


def dead_task(made: ServiceRequest) -> OutboxDelivery:
    event = OutboxEvent.objects.create(name="request.registered", payload={"request_id": made.pk})
    return OutboxDelivery.objects.create(
        event=event, handler="x:acknowledge", lane="fast", state="dead", due_at=timezone.now()
    )


def confidential(code: str = "acte-etat-civil") -> ServiceRequest:
    made = builders.make_request(code)
    ServiceRequest.objects.filter(pk=made.pk).update(confidential=True)
    made.refresh_from_db()
    return made


def test_a_notice_made_to_wait_is_told_with_the_moment_it_leaves(manager):
    assert "Aucun avis n’attend." in text_of(manager.get(SCREEN))
    made = builders.make_request()
    waiting(made)
    page = text_of(manager.get(SCREEN))
    assert "beaucoup d’avis automatiques en une heure" in page
    assert made.number in page


def test_a_notice_of_another_service_does_not_show(manager):
    made = builders.make_request("signalement-voirie")
    waiting(made)
    page = text_of(manager.get(SCREEN))
    assert "Aucun avis n’attend." in page
    assert made.number not in page


def test_what_failed_for_a_confidential_request_does_not_exist_without_the_right(manager):
    made = confidential()
    envelope(made, "failed:1"), waiting(made), dead_task(made)
    page = text_of(manager.get(SCREEN))
    assert made.number not in page
    for words in ("Aucun envoi en échec.", "Aucun avis n’attend.", "Aucune tâche abandonnée."):
        assert words in page


def test_a_request_that_became_confidential_is_hidden_whatever_its_envelopes_say(manager):
    made = confidential()
    envelope(made, "failed:1", confidential=False)
    waiting(made, confidential=False)
    page = text_of(manager.get(SCREEN))
    assert made.number not in page
    assert "Aucun avis n’attend." in page


def test_with_the_right_it_shows(sign_in):
    made = confidential()
    envelope(made, "failed:1"), waiting(made), dead_task(made)
    page = text_of(sign_in(builders.make_agent("etat-civil", Role.MANAGER, Role.CONFIDENTIAL)).get(SCREEN))
    assert page.count(made.number) == 3


def test_hidden_tasks_stay_hidden_however_many_there_are(monkeypatch):
    """Not only the latest ones are checked."""
    monkeypatch.setattr(failures, "MOST", 1)
    by = builders.actor(builders.make_agent("etat-civil", Role.MANAGER))
    tasks = [dead_task(confidential()) for _rank in range(12)]
    seen = dead_task(builders.make_request())
    machine = OutboxEvent.objects.create(name="dispatch.failed", payload={"dispatch_id": 1})
    other = OutboxDelivery.objects.create(event=machine, handler="x:y", state="dead", due_at=timezone.now())
    found = set(failures.visible_deliveries(by).values_list("pk", flat=True))
    assert found == {seen.pk, other.pk}
    assert not found & {one.pk for one in tasks}


def test_a_domain_that_is_not_in_order_is_told_on_top_until_it_is(manager):
    builders.make_request()
    assert "pas encore été vérifié" in text_of(manager.get(SCREEN))
    commune = builders.make_town()
    passed = dict.fromkeys(("spf", "dkim", "dmarc", "alignment", "verdict"), "passed")
    for domain in domains_in_use(commune):
        SendingDomain.objects.create(commune=commune, domain=domain, checked_at=timezone.now(), **passed)
    page = text_of(manager.get(SCREEN))
    assert "pas encore été vérifié" not in page
    assert "Voir les domaines d’envoi" not in page
