import pytest

from core import outbox
from messaging.models import Dispatch
from organisation.models import Service
from requests_app import operations
from requests_app.operations import Reply
from tests.builders import actor, make_agent, make_request, service

pytestmark = pytest.mark.django_db


def test_the_service_is_told_at_once_at_its_own_address():
    made = make_request()
    outbox.relay("fast")
    notice = Dispatch.objects.get(key=f"notice:{made.pk}:{made.service_id}")
    assert (notice.to_address, notice.template_code) == ("etat-civil@admiville.example", "avis-au-service")
    assert notice.variables["lien_agent"].endswith(f"/agents/demandes/{made.public_id}/")


def test_what_goes_to_the_service_opens_nothing_of_the_person():
    values = operations.notify_service(make_request().pk).variables
    assert (values["lien_suivi"], values["code_suivi"]) == ("", "")


def test_of_a_confidential_request_the_notice_names_nothing():
    made = make_request("aide-ccas", answers={})
    notice = operations.notify_service(made.pk)
    assert notice.template_code == "avis-au-service-confidentiel"
    assert notice.variables["personne"] == ""
    assert made.procedure.title not in str(notice.variables)


def test_a_service_without_address_is_not_written_to():
    made = make_request()
    Service.objects.filter(pk=made.service_id).update(email="")
    assert operations.notify_service(made.pk) is None


def test_each_service_a_request_passes_through_is_told_once():
    made = make_request()
    operations.reroute(made.pk, service_id=service("voirie").pk, reason="Voirie.", by=actor(make_agent()))
    while outbox.relay("fast"):
        pass
    notices = Dispatch.objects.filter(kind="service_notice")
    assert notices.filter(to_address="voirie@admiville.example").count() == 1


@pytest.mark.parametrize(
    ("act", "template"),
    [
        (lambda pk, by: operations.reply(pk, text="Bonjour.", by=by), "message-du-service"),
        (lambda pk, by: operations.ask(pk, text="Quelle année ?", by=by), "question-du-service"),
        (lambda pk, by: operations.close(pk, answer="C’est parti.", by=by), "demande-close"),
    ],
)
def test_what_the_agent_wrote_reaches_the_person_once(act, template):
    made = make_request()
    act(made.pk, actor(make_agent()))
    while outbox.relay("fast"):
        pass
    message = made.messages.get()
    assert message.dispatch.template_code == template
    assert message.dispatch.variables["texte"] == message.text
    assert message.dispatch.variables["signature"].startswith("Samira Marchand, Officière")
    assert operations.notify_message(message.pk, template) == message.dispatch
    assert Dispatch.objects.filter(key=f"message:{message.pk}").count() == 1


def test_the_words_of_a_confidential_request_stay_on_the_follow_up_page():
    made = make_request("aide-ccas", answers={})
    agent = make_agent("ccas", "instructeur", "confidentiel")
    message = operations.reply(made.pk, text="Votre aide est prête.", by=actor(agent))
    dispatch = operations.notify_message(message.pk, "message-du-service")
    assert "aide" not in str({name: text for name, text in dispatch.variables.items() if name != "lien_suivi"}).lower()
    assert "Samira" not in dispatch.variables["signature"]


def test_a_decision_is_announced_and_read_on_the_page():
    made = make_request()
    decision = operations.decide(made.pk, outcome="granted", text="Accordée, sans frais.", by=actor(make_agent()))
    while outbox.relay("fast"):
        pass
    notice = Dispatch.objects.get(key=f"decision:{decision.pk}")
    assert "Accordée" not in str(notice.variables)
    assert notice.variables["signature"] == decision.signature
    assert operations.notify_decision(decision.pk) == notice


def test_who_gave_no_address_is_told_nothing_and_nothing_fails():
    made = make_request("signalement-voirie", anonymous=True)
    message = operations.reply(made.pk, text="Le trou est bouché.", by=actor(make_agent("voirie")))
    assert operations.notify_message(message.pk, "message-du-service") is None


def test_who_asked_for_letters_gets_a_letter():
    made = make_request(reply=Reply(channel="post", name="Josette Ferrand", postal="3 impasse du Puits"))
    message = operations.reply(made.pk, text="Bonjour.", by=actor(make_agent()))
    assert operations.notify_message(message.pk, "message-du-service").channel == "post"
