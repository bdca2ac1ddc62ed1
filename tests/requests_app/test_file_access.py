import pytest

from core.actor import Actor
from core.errors import Forbidden
from core.models import Commune
from files.operations import scan, store
from files.reading import open_file
from requests_app import operations, policies
from tests.builders import PORTAL, actor, holder, make_agent, make_draft, make_photo, make_request, service

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _scanner(settings):
    settings.FILES_SCANNER = "demo"


def keep(made, owner_kind, owner_id):
    file = store(
        make_photo(), name="a.png", commune_id=made.commune_id, owner_kind=owner_kind, owner_id=owner_id, by=PORTAL
    )
    scan(file.pk)
    return file


def owned(kind):
    made = make_request()
    if kind == "request":
        return made, keep(made, kind, made.pk)
    if kind == "message":
        message = operations.reply(made.pk, text="Bonjour", by=actor(make_agent()))
        return made, keep(made, kind, message.pk)
    decision = operations.decide(made.pk, outcome="granted", text="Oui.", by=actor(make_agent()))
    return made, keep(made, kind, decision.pk)


@pytest.mark.parametrize("kind", ["request", "message", "decision"])
def test_whoever_reads_the_request_opens_its_files(kind):
    made, file = owned(kind)
    Commune.objects.update(deliver_record_online=True)
    for by in (actor(make_agent()), holder(made), Actor.citizen(made.citizen_id)):
        assert open_file(file.public_id, by=by).content


def test_a_civil_status_record_is_not_handed_over_online_unless_the_town_chose_so():
    """Decree 2017-890, art. 29: by post or by hand; the switch is off by default."""
    made, file = owned("decision")
    assert open_file(file.public_id, by=actor(make_agent())).content
    for by in (holder(made), Actor.citizen(made.citizen_id)):
        with pytest.raises(Forbidden):
            open_file(file.public_id, by=by)


@pytest.mark.parametrize("kind", ["request", "message", "decision"])
def test_nobody_else_does(kind):
    _made, file = owned(kind)
    strangers = (actor(make_agent("voirie")), holder(make_request()), Actor.anonymous(), Actor.citizen(987_654))
    for by in strangers:
        with pytest.raises(Forbidden):
            open_file(file.public_id, by=by)


def test_a_draft_s_file_is_its_holder_s_alone():
    draft, other = make_draft(), make_draft()
    file = keep(draft, "draft", draft.pk)
    assert open_file(file.public_id, by=policies.draft_holder(draft)).content
    for by in (policies.draft_holder(other), Actor.anonymous(), actor(make_agent())):
        with pytest.raises(Forbidden):
            open_file(file.public_id, by=by)


def test_a_file_whose_owner_is_gone_opens_for_nobody():
    made = make_request()
    for kind in ("request", "message", "decision", "draft"):
        file = keep(made, kind, 987_654)
        with pytest.raises(Forbidden):
            open_file(file.public_id, by=actor(make_agent()))


def test_what_was_sent_follows_the_request_when_it_changes_service():
    made = make_request()
    receipt = operations.issue_acknowledgement(made.pk)
    file = keep(made, "dispatch", receipt.dispatch_id)
    former = make_agent()
    assert open_file(file.public_id, by=actor(former)).content
    assert open_file(file.public_id, by=holder(made)).content
    operations.reroute(made.pk, service_id=service("voirie").pk, reason="Voirie.", by=actor(former))
    with pytest.raises(Forbidden):
        open_file(file.public_id, by=actor(former))
    assert open_file(file.public_id, by=actor(make_agent("voirie"))).content


def test_a_notice_to_the_service_is_not_the_person_s():
    made = make_request()
    file = keep(made, "dispatch", operations.notify_service(made.pk).pk)
    assert open_file(file.public_id, by=actor(make_agent())).content
    with pytest.raises(Forbidden):
        open_file(file.public_id, by=holder(made))
