"""One request on one page: what it shows, to whom, at what cost, and the trail it leaves."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from core.actor import Actor
from core.models import AccessTrailEntry
from core.trail import Verb
from files.enums import ScanState
from files.models import StoredFile
from files.operations import store_own
from requests_app import operations, presence
from requests_app.enums import Phase
from tests import builders
from tests.back_office.pages import plain, soup, text_of, url_of

pytestmark = pytest.mark.django_db


def join_file(made, name: str = "acte.pdf", content: bytes = b"%PDF-1.4 x", **state: str) -> StoredFile:
    stored = store_own(
        content, name=name, content_type="application/pdf", commune_id=made.commune_id, owner_kind="request",
        owner_id=made.pk, by=Actor.system("test"),
    )  # fmt: skip
    StoredFile.objects.filter(pk=stored.pk).update(**state)
    return StoredFile.objects.get(pk=stored.pk)


def test_the_page_shows_the_three_clocks_even_when_one_does_not_apply(desk):
    page = soup(desk.get(url_of(builders.make_request())))
    labels = [plain(label.get_text()) for label in page.select(".clock h2")]
    assert labels == ["Accusé de réception", "Silence vaut refus", "Silence vaut accord"]


def test_answers_person_story_and_reason_are_on_the_page(desk, agent):
    made = builders.make_request()
    operations.write_note(made.pk, text="À voir avec l’officier.", by=builders.actor(agent))
    page = text_of(desk.get(url_of(made)))
    for words in ("Malika Benhaddou", "malika.benhaddou@courriel.example", "06 39 98 41 27", "Pourquoi ici",
                  "À voir avec l’officier.", "Demande déposée", made.number):  # fmt: skip
        assert words in page


def test_reading_the_page_is_recorded_once(desk, agent):
    made = builders.make_request()
    desk.get(url_of(made))
    entry = AccessTrailEntry.objects.get(verb=Verb.READ, subject_kind="request")
    assert (entry.actor_ref, entry.subject_ref) == (str(agent.pk), str(made.pk))


def test_other_requests_of_the_person_are_those_of_my_services_only(desk):
    person = builders.make_citizen()
    made, other = builders.make_request(citizen=person), builders.make_request(citizen=person)
    hidden = builders.make_request("signalement-voirie", citizen=person)
    secret = builders.make_request("aide-ccas", answers={}, citizen=person)
    page = text_of(desk.get(url_of(made)))
    assert other.number in page
    assert hidden.number not in page
    assert secret.number not in page


def test_an_anonymous_request_says_so(desk):
    assert "Sans identité" in text_of(desk.get(url_of(builders.make_request(anonymous=True))))


def test_fifty_events_cost_twenty_queries_at_most(desk, agent):
    made = builders.make_request()
    operations.take(made.pk, by=builders.actor(agent))
    operations.reply(made.pk, text="Nous regardons.", by=builders.actor(agent))
    for rank in range(48):
        operations.write_note(made.pk, text=f"Passage {rank}.", by=builders.actor(agent))
    desk.get(url_of(made))
    with CaptureQueriesContext(connection) as seen:
        desk.get(url_of(made))
    assert len(seen) <= 20, [query["sql"][:120] for query in seen]


def test_a_long_story_costs_no_more_queries_than_a_short_one(desk, agent):
    made = builders.make_request(phase=Phase.IN_PROGRESS, by_agent=agent)
    operations.reply(made.pk, text="Un mot.", by=builders.actor(agent))
    operations.write_note(made.pk, text="Une note.", by=builders.actor(agent))
    join_file(made)
    desk.get(url_of(made))
    with CaptureQueriesContext(connection) as short:
        desk.get(url_of(made))
    for rank in range(12):
        operations.reply(made.pk, text=f"Mot {rank}", by=builders.actor(agent))
        operations.write_note(made.pk, text=f"Note {rank}", by=builders.actor(agent))
        join_file(made, f"piece-{rank}.pdf")
    with CaptureQueriesContext(connection) as long:
        desk.get(url_of(made))
    assert len(long) == len(short)


@pytest.mark.parametrize(
    ("state", "words"), [(ScanState.PENDING, "Analyse en cours"), (ScanState.INFECTED, "Infecté, détruit")]
)
def test_a_file_that_does_not_open_has_no_link_and_says_why(desk, state, words):
    made = builders.make_request()
    stored = join_file(made, scan_state=state)
    page = desk.get(url_of(made))
    assert words in text_of(page)
    url = reverse("back_office:file", args=[stored.public_id])
    assert url not in page.content.decode()
    refused = desk.get(url)
    assert refused.status_code == 409
    assert "virus" in text_of(refused)


def test_a_download_is_an_attachment_and_leaves_a_trail(desk):
    made = builders.make_request()
    stored = join_file(made, "l’acte é.pdf")
    answer = desk.get(reverse("back_office:file", args=[stored.public_id]))
    assert answer.content == b"%PDF-1.4 x"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert AccessTrailEntry.objects.filter(verb=Verb.DOWNLOAD, subject_ref=str(stored.pk)).exists()


def test_neighbours_follow_the_list_the_agent_came_from(desk, agent):
    mine = [builders.make_request(phase=Phase.IN_PROGRESS, by_agent=agent) for _rank in range(2)]
    builders.make_request()
    page = soup(desk.get(url_of(mine[0]) + "?vue=les-miennes"))
    assert page.select_one("a[data-press=Escape]")["href"] == "/agents/?vue=les-miennes"
    assert page.select_one("a[data-press=j]")["href"] == f"{url_of(mine[1])}?vue=les-miennes"
    assert page.select_one("a[data-press=k]") is None


def test_a_colleague_who_reads_or_writes_is_named(desk):
    made, colleague = builders.make_request(), builders.make_agent("etat-civil", first_name="Nour", last_name="Haddad")
    url = reverse("back_office:presence", args=[made.public_id])
    assert text_of(desk.get(url)) == ""
    presence.seen(made.pk, colleague.pk)
    assert "Nour Haddad lit cette demande" in text_of(desk.get(url))
    presence.seen(made.pk, colleague.pk, is_writing=True)
    assert "Nour Haddad écrit sur cette demande" in text_of(desk.get(url_of(made)))


def test_the_whole_request_is_one_pdf_with_numbered_documents(desk):
    made = builders.make_request()
    join_file(made, "livret.pdf", scan_state=ScanState.PENDING)
    answer = desk.get(reverse("back_office:dossier", args=[made.public_id]))
    assert answer["Content-Type"] == "application/pdf"
    text = plain(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages))
    assert made.number in text
    assert "Pièce 1 — livret.pdf" in text
    assert AccessTrailEntry.objects.filter(verb=Verb.EXPORT, subject_ref=str(made.pk)).exists()


def test_a_request_too_heavy_for_one_pdf_says_what_to_do(desk, monkeypatch):
    monkeypatch.setattr("back_office.views.dossier.MOST_DOCUMENTS", 0)
    made = builders.make_request()
    join_file(made)
    answer = desk.get(reverse("back_office:dossier", args=[made.public_id]))
    assert answer.status_code == 409
    assert "Ouvrez-les un par un" in text_of(answer)
