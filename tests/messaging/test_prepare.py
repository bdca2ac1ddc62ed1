"""Words and letters are made once; what cannot be made says why."""

import datetime as dt

import pytest
from django.utils import timezone

from core.actor import Actor
from files import reading
from files.models import StoredFile
from messaging import operations
from messaging.enums import DispatchState
from messaging.models import Dispatch, MessageTemplate
from messaging.rendering import html_of
from messaging.tasks import prepare_dispatches
from tests.documents import pdf
from tests.messaging.envelopes import LETTER, VARIABLES, envelope, town

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("test")


def letters_of(dispatch):
    return list(StoredFile.objects.of("dispatch", dispatch.pk))


def test_an_envelope_is_rendered_stored_fingerprinted_and_queued():
    dispatch = operations.prepare(envelope(attachments=[LETTER]).pk)
    assert dispatch.state == DispatchState.QUEUED
    assert dispatch.subject == "Nous avons reçu votre demande 2026-042317-K"
    assert len(dispatch.content_sha256) == 64
    (letter,) = letters_of(dispatch)
    assert reading.is_readable(letter)
    assert "12 janvier 2027" in pdf.words(reading.open_file(letter.pk, by=SYSTEM).content)


def test_text_and_html_say_the_same_and_hostile_words_stay_words():
    texte = "Bonjour <script>alert(1)</script>\n\n- un point\n- un autre"
    values = {**VARIABLES, "texte": texte}
    dispatch = operations.prepare(envelope(template="message-du-service", variables=values).pk)
    assert "<script>alert(1)</script>" in dispatch.body_text
    assert "&lt;script&gt;" in html_of(dispatch)
    assert "<script" not in html_of(dispatch)
    assert "<li>un point</li>" in html_of(dispatch)
    assert '<a href="https://admiville.example/suivi/AbCd/">' in html_of(dispatch)


def test_a_paragraph_that_has_nothing_to_say_is_left_out():
    dispatch = operations.prepare(envelope().pk)
    assert "\n\n\n" not in dispatch.body_text
    assert "Vous n’avez rien à signer" in dispatch.body_text


def test_the_town_s_own_words_are_used_until_they_are_switched_off():
    operations.ensure_templates(town().pk)
    own = MessageTemplate.objects.filter(code="accuse-de-reception")
    own.update(subject="Merci {{ personne }}")
    assert operations.prepare(envelope("a").pk).subject == "Merci Malika Benhaddou"
    own.update(is_active=False)
    assert operations.prepare(envelope("b").pk).subject.startswith("Nous avons reçu")


def test_a_confidential_notice_names_nothing_of_the_matter():
    dispatch = operations.prepare(envelope(template="avis-au-service-confidentiel", confidential=True).pk)
    assert dispatch.subject == "Nouvelle demande 2026-042317-K"
    assert VARIABLES["objet"] not in dispatch.body_text + html_of(dispatch)
    assert VARIABLES["demarche"] not in dispatch.body_text + html_of(dispatch)


def test_a_letter_to_post_is_held_for_printing():
    dispatch = operations.prepare(envelope(channel="post", to_address="27 rue des Orfèvres", attachments=[LETTER]).pk)
    assert dispatch.state == DispatchState.HELD
    assert len(letters_of(dispatch)) == 1


def test_the_task_run_three_times_prepares_once():
    dispatch = envelope(attachments=[LETTER])
    assert [prepare_dispatches() for _turn in range(3)] == [1, 0, 0]
    first = Dispatch.objects.get(pk=dispatch.pk)
    assert first.state == DispatchState.QUEUED
    assert len(letters_of(dispatch)) == 1
    again = operations.prepare(dispatch.pk)
    assert again.content_sha256 == first.content_sha256
    assert len(letters_of(dispatch)) == 1


def test_a_poison_template_is_tried_again_then_fails_with_its_cause_and_blocks_nobody(settings):
    settings.GRC_MESSAGING = {"preparing_tries": 2, "first_pause": 0}
    poison = envelope("poison", attachments=[{**LETTER, "template": "letters/absent.html"}])
    healthy = envelope("healthy")
    assert prepare_dispatches() == 3
    poison.refresh_from_db()
    healthy.refresh_from_db()
    assert healthy.state == DispatchState.QUEUED
    assert poison.state == DispatchState.FAILED
    assert "absent.html" in poison.last_error


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"template": "inconnu"}, "« inconnu » n’existe pas"),
        ({"variables": {"numero": "1"}}, "date_reception"),
        ({"variables": VARIABLES, "attachments": [LETTER]}, "Accusé de réception"),
    ],
)
def test_the_cause_is_told_in_words(settings, changes, cause):
    settings.GRC_MESSAGING = {"preparing_tries": 1}
    dispatch = operations.prepare(envelope(**changes).pk)
    assert dispatch.state == DispatchState.FAILED
    assert cause in dispatch.last_error


def test_a_failed_try_waits_before_the_next():
    dispatch = operations.prepare(envelope(template="inconnu").pk)
    assert dispatch.state == DispatchState.PREPARING
    assert dispatch.due_at > timezone.now() + dt.timedelta(seconds=30)
    assert operations.prepare(dispatch.pk).attempts == 1


def test_an_envelope_in_another_worker_s_hands_is_left_alone_until_its_lease_ends():
    dispatch = envelope()
    soon = timezone.now() + dt.timedelta(minutes=1)
    Dispatch.objects.filter(pk=dispatch.pk).update(attempts=1, lease_until=soon)
    assert operations.prepare(dispatch.pk).state == DispatchState.PREPARING
    Dispatch.objects.filter(pk=dispatch.pk).update(lease_until=soon - dt.timedelta(minutes=2))
    assert operations.prepare(dispatch.pk).state == DispatchState.QUEUED


def test_a_page_that_kills_its_worker_every_time_is_given_up(settings):
    settings.GRC_MESSAGING = {"preparing_tries": 3}
    dispatch = envelope()
    Dispatch.objects.filter(pk=dispatch.pk).update(attempts=3, lease_until=timezone.now() - dt.timedelta(minutes=9))
    assert "interrompue" in operations.prepare(dispatch.pk).last_error
    assert operations.prepare(dispatch.pk).state == DispatchState.FAILED
