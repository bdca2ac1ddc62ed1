import pytest

from messaging.models import Dispatch
from requests_app import notifications, operations
from requests_app.models import Message
from tests import builders
from tests.back_office.pages import act_url, part, url_of

pytestmark = pytest.mark.django_db


def talked(agent):
    made = builders.make_request()
    operations.receive_answer(made.pk, text="Mon père s’appelle Lucien.", by=builders.holder(made))
    operations.write_note(made.pk, text="Elle est difficile.", by=builders.actor(agent))
    return made, Message.objects.get(request=made)


def sent_text(made) -> str:
    answer = Message.objects.get(request=made, direction="out")
    notifications.tell_of_a_reply({"request_id": made.pk, "message_id": answer.pk})
    return Dispatch.objects.get(key=f"message:{answer.pk}").variables["texte"]


def test_what_is_chosen_goes_under_the_answer_and_nothing_else(desk, agent):
    made, said = talked(agent)
    desk.post(act_url(made, "repondre"), {"text": "Merci.", "quotes": [str(said.public_id)]})
    assert "Merci." in sent_text(made)
    assert "> Mon père s’appelle Lucien." in sent_text(made)
    assert "difficile" not in sent_text(made)


def test_nothing_is_quoted_unless_chosen(desk, agent):
    made, _said = talked(agent)
    desk.post(act_url(made, "repondre"), {"text": "Merci."})
    assert sent_text(made) == "Merci."


def test_a_note_is_not_offered(desk, agent):
    made, _said = talked(agent)
    assert "difficile" not in part(desk.get(url_of(made)), "dock").get_text()


def test_a_message_of_another_request_is_refused_and_the_operation_leaves_it_out(desk, agent):
    made, _said = talked(agent)
    _other, stranger = talked(agent)
    answer = desk.post(act_url(made, "repondre"), {"text": "Merci.", "quotes": [str(stranger.public_id)]})
    assert answer.status_code == 422
    message = operations.reply(made.pk, text="Merci.", quote_ids=[stranger.pk], by=builders.actor(agent))
    assert message.quotes == []


def test_words_of_a_confidential_request_are_never_offered(sign_in):
    made = builders.make_request("aide-ccas", answers={})
    operations.receive_answer(made.pk, text="Je n’ai plus rien.", by=builders.holder(made))
    client = sign_in(builders.make_agent("ccas", "instructeur", "confidentiel"))
    assert "Je n’ai plus rien." not in part(client.get(url_of(made)), "dock").get_text()
