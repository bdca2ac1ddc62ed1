"""The inbox: what the agent's services must do, soonest due first, at a constant cost."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import AccessTrailEntry
from core.trail import Verb
from organisation.enums import Role
from requests_app.enums import Phase
from requests_app.models import ServiceRequest
from tests import builders
from tests.back_office.pages import soup, text_of

pytestmark = pytest.mark.django_db
INBOX = "/agents/"


def numbers(response) -> list[str]:
    return [
        cell.get_text() for cell in soup(response).select(".list tbody td .num") if cell.get_text().startswith("20")
    ]


def due_in(service_request: ServiceRequest, days: int) -> ServiceRequest:
    ServiceRequest.objects.filter(pk=service_request.pk).update(
        next_due_on=dt.date.today() + dt.timedelta(days=days), rejection_due=dt.date.today() + dt.timedelta(days=days)
    )
    return service_request


def test_requests_of_my_services_come_soonest_due_first(desk):
    later, sooner = due_in(builders.make_request(), 20), due_in(builders.make_request(), 5)
    assert numbers(desk.get(INBOX)) == [sooner.number, later.number]


def test_rows_are_grouped_late_soon_later(desk):
    for days in (-3, 1, 30):
        due_in(builders.make_request(), days)
    groups = [row.get_text(" ", strip=True) for row in soup(desk.get(INBOX)).select("tr.group")]
    assert [group.split("\xa0")[0].split(" 1")[0].strip() for group in groups] == [
        "En retard", "Échéance proche", "Plus tard",
    ]  # fmt: skip


def test_requests_of_other_services_do_not_appear(desk):
    builders.make_request("signalement-voirie")
    assert numbers(desk.get(INBOX)) == []
    assert "Rien à traiter" in text_of(desk.get(INBOX))


def test_a_confidential_request_has_no_row_no_count_and_no_hit_without_the_right(sign_in):
    hidden = builders.make_request("aide-ccas", answers={})
    plain, trusted = builders.make_agent("ccas"), builders.make_agent("ccas", Role.HANDLER, Role.CONFIDENTIAL)
    for query in ("", "?vue=toutes", f"?vue=toutes&q={hidden.number}", "?vue=toutes&q=Benhaddou"):
        page = text_of(sign_in(plain).get(INBOX + query))
        assert hidden.number not in page.replace(f'value="{hidden.number}"', "")
        assert "1 demande" not in page.replace("1 demande choisie", "")
    assert hidden.number in text_of(sign_in(trusted).get(INBOX))


def test_each_row_is_read_with_the_list_thirty_cost_what_one_costs(desk):
    builders.make_request()
    desk.get(INBOX)
    with CaptureQueriesContext(
        connection,
    ) as one:
        desk.get(INBOX)
    for _more in range(29):
        builders.make_request()
    with CaptureQueriesContext(connection) as thirty:
        page = desk.get(INBOX)
    assert len(numbers(page)) == 30
    assert len(thirty) == len(one)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?etat=in_progress", "taken"),
        ("?canal=phone", "phoned"),
        ("?retard=1", "late"),
        ("?agent=moi", "taken"),
        ("?vue=les-miennes", "taken"),
        ("?vue=en-retard", "late"),
        ("?vue=attente-usager", "asked"),
    ],
)
def test_filters_and_views_keep_what_they_say(desk, agent, query, found):
    kinds = {
        "taken": builders.make_request(phase=Phase.IN_PROGRESS, by_agent=agent),
        "phoned": builders.make_request(channel="phone"),
        "late": due_in(builders.make_request(), -1),
        "asked": builders.make_request(phase=Phase.WAITING_PERSON, by_agent=agent),
    }
    assert numbers(desk.get(INBOX + query)) == [kinds[found].number]


@pytest.mark.parametrize(
    "query", ["?etat=nimporte", "?service=42", "?vue=<script>", "?apres=hier", "?q=%00", "?avant=x.y"]
)
def test_an_address_that_means_nothing_shows_the_whole_list(desk, query):
    made = builders.make_request()
    page = desk.get(INBOX + query)
    assert page.status_code == 200
    assert numbers(page) == [made.number]


@pytest.mark.parametrize("words", ["{number}", "benhaddou", "Malika", "06 39 98 41 27", "tanneurs"])
def test_search_finds_by_number_name_phone_and_words(desk, words):
    made = builders.make_request()
    found = desk.get(INBOX, {"vue": "toutes", "q": words.format(number=made.number)})
    assert numbers(found) == [made.number]


def test_a_search_leaves_a_trail_without_its_words(desk):
    desk.get(INBOX, {"q": "benhaddou"})
    entry = AccessTrailEntry.objects.get(verb=Verb.SEARCH)
    assert "benhaddou" not in str(entry.detail)


def test_closed_requests_are_found_and_the_newest_comes_first(desk, agent):
    old = builders.make_request(phase=Phase.CLOSED, by_agent=agent, received_on=dt.date(2026, 1, 5))
    recent = builders.make_request()
    assert numbers(desk.get(INBOX + "?vue=toutes")) == [recent.number, old.number]


def test_pages_follow_each_other_by_key_without_loss_or_repeat(desk, monkeypatch):
    monkeypatch.setattr("back_office.paging.PAGE", 4)
    made = {due_in(builders.make_request(), days).number for days in (1, 1, 2, 3, 3, 3, 4, 5, 6)}
    url, seen = reverse("back_office:inbox"), []
    for _page in range(5):
        page = desk.get(url)
        seen += numbers(page)
        link = soup(page).select_one(".pager a[data-press=ArrowRight]")
        if link is None:
            break
        url = str(link["href"])
    assert len(seen) == len(set(seen)) == 9
    assert set(seen) == made
    back = soup(page).select_one(".pager a[data-press=ArrowLeft]")
    assert numbers(desk.get(str(back["href"]))) == seen[4:8]
