"""The same matrix for the counter, the telephone, the post, people and absences: who finds what."""

import pytest
from django.test import Client
from django.urls import reverse

from back_office import urls
from organisation.enums import Role
from requests_app.enums import Phase
from tests import builders
from tests.back_office.test_access_matrix import EXPECTED as KNOWN, READERS as OTHERS, reader

pytestmark = pytest.mark.django_db
READERS = ("counter", *OTHERS)
NOBODY = "00000000-0000-4000-8000-000000000000"
# What names nothing is 404 for who may look, 403 for who holds no handling role; élus and the DPO read no person.
# The DPO reads the envelopes addressed to them, hence the mail of the day.
EXPECTED = {
    "reset_password": (410, 410, 410, 410, 410, 410, 410, 410, 410),
    "my_account": (200, 302, 200, 200, 200, 200, 200, 200, 302),
    "change_password": (422, 302, 422, 422, 422, 422, 422, 422, 302),
    "change_extension": (302, 302, 302, 302, 302, 302, 302, 302, 302),
    "absences": (200, 302, 200, 200, 200, 200, 200, 200, 302),
    "absence_end": (404, 302, 404, 404, 404, 404, 404, 404, 302),
    "accounts": (403, 302, 403, 200, 403, 403, 403, 403, 302),
    "leaver": (403, 302, 403, 404, 403, 403, 403, 403, 302),
    "send_reset": (403, 302, 403, 404, 403, 403, 403, 403, 302),
    "tasks": (200, 302, 200, 200, 200, 200, 200, 200, 302),
    "task_act": (404, 302, 404, 404, 404, 404, 404, 404, 302),
    "calls": (200, 302, 403, 200, 403, 403, 403, 403, 302),
    "my_extension": (302, 302, 302, 302, 302, 302, 302, 302, 302),
    "call_back_lost": (404, 302, 404, 404, 404, 404, 404, 404, 302),
    "current_call": (204, 403, 204, 204, 204, 204, 204, 204, 403),
    "desk": (200, 302, 200, 200, 200, 200, 403, 403, 302),
    "desk_people": (302, 302, 302, 302, 302, 302, 403, 403, 302),
    "desk_procedures": (302, 302, 302, 302, 302, 302, 403, 403, 302),
    "desk_questions": (302, 302, 302, 302, 302, 302, 403, 403, 302),
    "desk_keep": (204, 302, 204, 204, 204, 204, 403, 403, 302),
    "desk_streets": (200, 302, 200, 200, 200, 200, 200, 200, 302),
    "desk_done": (404, 302, 404, 404, 404, 404, 404, 404, 302),
    "desk_receipt": (404, 302, 404, 404, 404, 404, 404, 404, 302),
    "desk_handed": (404, 302, 404, 404, 404, 404, 404, 404, 302),
    "desk_prepared": (404, 302, 404, 404, 404, 404, 404, 404, 302),
    "continuity": (200, 302, 200, 200, 200, 200, 403, 403, 302),
    "continuity_enter": (302, 302, 302, 302, 302, 302, 403, 403, 302),
    "continuity_pack": (404, 302, 404, 404, 404, 404, 403, 403, 302),
    "continuity_retry": (404, 302, 404, 404, 404, 404, 404, 404, 302),
    "people": (200, 302, 200, 200, 200, 200, 403, 403, 302),
    "people_new": (422, 302, 422, 422, 422, 422, 403, 403, 302),
    "person": (404, 302, 404, 404, 404, 404, 403, 403, 302),
    "person_act": (404, 302, 404, 404, 404, 404, 403, 403, 302),
    "people_merge": (404, 302, 404, 404, 404, 404, 403, 403, 302),
    "ties": (404, 302, 404, 404, 404, 404, 404, 404, 302),
    "merge": (404, 302, 200, 200, 404, 404, 404, 404, 302),
    "split": (404, 302, 200, 200, 404, 404, 404, 404, 302),
    "transmit": (404, 302, 200, 200, 404, 404, 404, 404, 302),
    "post_in": (200, 302, 200, 200, 200, 200, 403, 200, 302),
    "post_in_act": (404, 302, 404, 404, 404, 404, 403, 404, 302),
    "post_in_people": (404, 302, 404, 404, 404, 404, 403, 404, 302),
    "post_in_next": (404, 302, 404, 404, 404, 404, 403, 404, 302),
    "post_in_envelope": (422, 302, 422, 422, 422, 422, 403, 422, 302),
    "post_in_add": (302, 302, 302, 302, 302, 302, 403, 302, 302),
    "post_in_read_again": (404, 302, 404, 404, 404, 404, 403, 404, 302),
    "post_in_picture": (404, 302, 404, 404, 404, 404, 403, 404, 302),
    "post_in_register": (200, 302, 200, 200, 200, 200, 403, 200, 302),
    "post_in_separator": (200, 302, 200, 200, 200, 200, 403, 200, 302),
    "post_out": (200, 302, 200, 200, 200, 200, 403, 403, 302),
    "post_out_mark": (302, 302, 302, 302, 302, 302, 403, 403, 302),
    "post_out_letter": (404, 302, 404, 404, 404, 404, 403, 403, 302),
    "post_out_make": (302, 302, 302, 302, 302, 302, 403, 403, 302),
    "post_out_batch": (404, 302, 404, 404, 404, 404, 403, 403, 302),
    "post_out_batch_letters": (404, 302, 404, 404, 404, 404, 403, 403, 302),
    "post_out_batch_list": (404, 302, 404, 404, 404, 404, 403, 403, 302),
    "post_out_send_again": (404, 302, 404, 404, 404, 404, 403, 403, 302),
    "post_out_came_back": (404, 302, 404, 404, 404, 404, 403, 403, 302),
}
POSTS = {
    "change_password",
    "change_extension",
    "absence_end",
    "send_reset",
    "task_act",
    "my_extension",
    "call_back_lost",
    "desk_questions",
    "desk_keep",
    "desk_handed",
    "continuity_enter",
    "continuity_retry",
    "people_new",
    "person_act",
    "ties",
    "post_in_act",
    "post_in_envelope",
    "post_in_add",
    "post_in_read_again",
    "post_out_mark",
    "post_out_make",
    "post_out_batch",
    "post_out_send_again",
    "post_out_came_back",
}
OF_A_REQUEST = {"ties", "merge", "split", "transmit"}
GESTURES = {"task_act": "prendre", "person_act": "alerte"}


def client_of(kind: str) -> Client:
    if kind != "counter":
        return reader(kind)
    client = Client()
    client.force_login(
        builders.make_agent("accueil", Role.COUNTER), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def address(name: str) -> str:
    pattern = next(pattern for pattern in urls.urlpatterns if pattern.name == name)
    known = {
        "public_id": builders.make_request(phase=Phase.IN_PROGRESS).public_id if name in OF_A_REQUEST else NOBODY,
        "other_id": NOBODY,
        "token": "faux",
        "gesture": GESTURES.get(name, ""),
    }
    wanted = pattern.pattern.converters
    return reverse(f"back_office:{name}", kwargs={key: known[key] for key in wanted})


def test_every_address_is_listed_once():
    assert {pattern.name for pattern in urls.urlpatterns} == set(EXPECTED) | set(KNOWN)
    assert not set(EXPECTED) & set(KNOWN)


@pytest.mark.parametrize("kind", READERS)
def test_who_finds_what(kind):
    client, found = client_of(kind), {}
    for name in EXPECTED:
        url = address(name)
        found[name] = (client.post(url) if name in POSTS else client.get(url)).status_code
    assert found == {name: row[READERS.index(kind)] for name, row in EXPECTED.items()}
