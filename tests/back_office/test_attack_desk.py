"""The desk under impatient fingers: many clicks at once, a form sent meanwhile, boxes that hold what no box should."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from back_office import desk_form, desk_gestures
from channels_app.models import Contact
from core.errors import Refused
from organisation.enums import Role
from requests_app.models import Draft, ServiceRequest, Task
from tests import builders, builders_calls
from tests.back_office.test_desk import REPORT, desk_url, follow, hidden, opened

CLICKS = 20


def browser(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def all_at_once(act: Callable[[], int], times: int) -> list[int]:
    """Statuses of the same click, by as many hands at the same instant."""
    start, found = threading.Barrier(times), []

    def once() -> None:
        try:
            start.wait(timeout=20)
            found.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=once) for _hand in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return found


@pytest.mark.django_db(transaction=True)
def test_twenty_clicks_on_the_filled_button_make_one_request_and_one_contact():
    user = builders.make_agent("accueil", Role.COUNTER)
    call = builders_calls.ring()
    client = browser(user)
    page = opened(client, _personne="sans", _appel=str(call.public_id))
    page = follow(client, **{**hidden(page), **REPORT}, action="actualiser")
    sent = {**hidden(page), **REPORT, "action": "deposer"}
    clients = [browser(user) for _hand in range(CLICKS)]
    found = all_at_once(lambda: clients.pop().post(desk_url(), sent).status_code, CLICKS)
    assert found == [302] * CLICKS
    made = ServiceRequest.objects.get()
    assert made.acknowledgements.count() == 1
    assert Contact.objects.filter(request=made).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["desk_keep", "desk_questions"])
def test_what_is_kept_just_after_the_form_was_sent_is_no_error(name, monkeypatch, sign_in):
    client = sign_in(builders.make_agent("accueil", Role.COUNTER))
    page = opened(client, _personne="sans")
    sent = hidden(page)
    find = desk_form.find

    def sent_meanwhile(public_id, by):
        found = find(public_id, by)
        Draft.objects.update(request=builders.make_request())
        return found

    monkeypatch.setattr(desk_form, "find", sent_meanwhile)
    answer = client.post(reverse(f"back_office:{name}"), sent, headers={"HX-Request": "true"})
    assert answer.status_code in (204, 302)


@pytest.mark.django_db
def test_an_hour_of_another_zone_breaks_nothing(sign_in):
    client = sign_in(builders.make_agent("accueil", Role.COUNTER))
    page = client.get(desk_url(), {"situation": "phone", "faire": "rappeler"})
    asked = {"_objet": "Piscine", "_rappel_tel": "0639982760", "_rappel_heure": "14:30+02:00"}
    assert client.post(desk_url(), {**hidden(page), **asked, "action": "noter-rappel"}).status_code == 302
    assert Task.objects.get().due_time.tzinfo is None


@pytest.mark.django_db
def test_a_call_back_that_may_not_be_noted_leaves_no_task(sign_in):
    client = sign_in(builders.make_agent("etat-civil", Role.HANDLER))
    page = client.get(desk_url(), {"situation": "phone", "faire": "rappeler"})
    asked = {
        **hidden(page), "_objet": "Voirie", "_rappel_tel": "0639982760",
        "_rappel_service": str(builders.service("voirie").public_id), "action": "noter-rappel",
    }  # fmt: skip
    answer = client.post(desk_url(), asked)
    assert answer.status_code == 302
    assert Task.objects.get().service == builders.service("voirie")
    assert Contact.objects.get().service == builders.service("etat-civil")


@pytest.mark.django_db
def test_of_a_call_back_and_its_contact_both_are_noted_or_neither(sign_in, monkeypatch):
    def refuse(**_given):
        raise Refused("Non.")

    monkeypatch.setattr(desk_gestures, "record_contact", refuse)
    client = sign_in(builders.make_agent("accueil", Role.COUNTER))
    page = client.get(desk_url(), {"situation": "phone", "faire": "rappeler"})
    asked = {**hidden(page), "_objet": "Piscine", "_rappel_tel": "0639982760", "action": "noter-rappel"}
    assert client.post(desk_url(), asked).status_code == 422
    assert not Task.objects.exists()


@pytest.mark.django_db
def test_a_null_byte_where_a_letter_is_looked_for_finds_nothing(sign_in):
    client = sign_in(builders.make_agent("accueil", Role.COUNTER))
    assert client.get(reverse("back_office:post_out"), {"retour": "RK\x00123456"}).status_code == 200
