"""A note names a colleague; they answer the mail; their answer is a note, and nobody else’s is."""

import pytest

from core import outbox
from core.errors import Refused
from messaging.models import Dispatch
from messaging.operations import prepare
from messaging.threading import reply_address
from organisation.enums import Role
from requests_app import operations
from requests_app.models import ServiceRequest
from tests.builders import actor, make_agent, make_request
from tests.channels_app.letters import envelope_of, mail, mailbox, receive

pytestmark = pytest.mark.django_db
NOTE = "Le registre de 1987 est-il revenu de la reliure ?"
YANIS = "yanis@admiville.example"
FROM_YANIS = f"Yanis Roche <{YANIS}>"


@pytest.fixture
def yanis(db):
    return make_agent("etat-civil", email=YANIS, first_name="Yanis", last_name="Roche")


def told_by(made: ServiceRequest, colleague, text: str = NOTE) -> Dispatch:
    """Written by an agent of the service, then relayed as a worker does."""
    roles = (Role.HANDLER, Role.CONFIDENTIAL) if made.confidential else ()
    author = actor(make_agent(made.service.code, *roles))
    note = operations.write_note(made.pk, text=text, tell=[colleague.pk], by=author)
    outbox.relay("fast")
    return Dispatch.objects.get(key=f"note:{note.pk}:{colleague.pk}")


def words_of(notice: Dispatch) -> str:
    prepare(notice.pk)
    notice.refresh_from_db()
    return f"{notice.subject}\n{notice.body_text}"


def test_the_answer_of_the_colleague_is_a_note_and_never_goes_to_the_person(yanis):
    made = make_request()
    notice = told_by(made, yanis)
    before = set(Dispatch.objects.values_list("pk", flat=True))
    taken = receive(mail("Il revient lundi.", sender=FROM_YANIS, In_Reply_To=notice.message_id))
    outbox.relay("fast")
    answer = made.notes.latest("pk")
    assert (taken.state, taken.request, answer.author) == ("message", made, yanis)
    assert answer.text.startswith("Il revient lundi.")
    assert made.messages.count() == 0
    assert not Dispatch.objects.exclude(pk__in=before).filter(to_address=made.reply_email).exists()


@pytest.mark.parametrize("way", ["message", "token"])
def test_whoever_wrote_the_note_is_told_of_the_answer_and_may_answer_in_turn(yanis, way):
    made = make_request()
    notice = told_by(made, yanis)
    author = made.notes.get().author
    token = reply_address(
        "mairie@admiville.example", request_ref=made.pk, kind=notice.reply_kind, agent_ref=notice.reply_agent_ref
    )
    known = {"In_Reply_To": notice.message_id} if way == "message" else {"to": token}
    receive(mail("Il revient lundi.", sender=FROM_YANIS, **known))
    outbox.relay("fast")
    back = Dispatch.objects.get(key=f"note:{made.notes.latest('pk').pk}:{author.pk}")
    assert (back.to_address, back.reply_kind, back.reply_agent_ref) == (author.email, "internal", author.pk)
    assert "Il revient lundi." in words_of(back)
    receive(mail("Merci.", sender=f"X <{author.email}>", In_Reply_To=back.message_id))
    outbox.relay("fast")
    assert Dispatch.objects.filter(key=f"note:{made.notes.latest('pk').pk}:{yanis.pk}").exists()


def test_of_two_notes_the_author_of_the_one_answered_is_told(yanis):
    made = make_request()
    first = told_by(made, yanis)
    author = made.notes.get().author
    told_by(made, yanis, "Et celui de 1988 ?")
    receive(mail("Lundi.", sender=FROM_YANIS, In_Reply_To=first.message_id))
    outbox.relay("fast")
    answer = made.notes.latest("pk")
    assert [one.to_address for one in Dispatch.objects.filter(key__startswith=f"note:{answer.pk}:")] == [author.email]


def test_an_author_who_no_longer_handles_the_request_is_not_told_and_the_answer_is_kept(yanis):
    made = make_request()
    notice = told_by(made, yanis)
    made.notes.get().author.serviceuserobjectpermission_set.all().delete()
    taken = receive(mail("Lundi.", sender=FROM_YANIS, In_Reply_To=notice.message_id))
    outbox.relay("fast")
    answer = made.notes.latest("pk")
    assert (taken.state, answer.author) == ("message", yanis)
    assert not Dispatch.objects.filter(key__startswith=f"note:{answer.pk}:").exists()


def test_an_answer_to_the_notice_of_the_service_tells_nobody(yanis):
    made = make_request()
    told_by(made, yanis)
    notice = envelope_of(made, kind="service_notice", template="note-a-un-collegue", to_address=YANIS)
    receive(mail("Je prends.", sender=FROM_YANIS, In_Reply_To=notice.message_id))
    outbox.relay("fast")
    assert not Dispatch.objects.filter(key__startswith=f"note:{made.notes.latest('pk').pk}:").exists()


def test_the_notice_says_the_number_the_procedure_the_words_and_the_page(yanis):
    made = make_request()
    notice = told_by(made, yanis)
    words = words_of(notice).replace("\u202f", " ").replace("\u00a0", " ")
    assert notice.to_address == YANIS
    assert made.number in words
    assert made.procedure.title in words
    assert NOTE[:20] in words
    assert f"/agents/demandes/{made.public_id}/" in words
    assert made.spoken_code not in words
    assert notice.kind == "notice"


def test_of_a_confidential_request_the_notice_says_the_number_alone():
    made = make_request("aide-ccas", answers={})
    yanis = make_agent(made.service.code, Role.HANDLER, Role.CONFIDENTIAL, email=YANIS)
    notice = told_by(made, yanis)
    everything = f"{words_of(notice)}{notice.variables}"
    assert made.number in everything
    for secret in (made.procedure.title, "registre de 1987", made.reply_name or "Benhaddou"):
        assert secret not in everything


def test_a_token_of_the_notice_opens_the_file_to_its_agent_only(yanis):
    made = make_request()
    notice = told_by(made, yanis)
    token = reply_address(
        "mairie@admiville.example", request_ref=made.pk, kind=notice.reply_kind, agent_ref=notice.reply_agent_ref
    )
    make_agent("etat-civil", email="samira@admiville.example")
    mailbox()
    strangers = ("Ève <eve@ailleurs.example>", "Samira <samira@admiville.example>", made.reply_email)
    for sender in strangers:
        for way in ({"to": token}, {"In_Reply_To": notice.message_id}):
            taken = receive(mail(f"Écrit par {sender}", sender=sender, **way))
            assert (taken.state, taken.request == made) == ("request", False)
    assert (made.notes.count(), made.messages.count()) == (1, 0)
    assert receive(mail("Oui.", sender=FROM_YANIS, to=token)).request == made
    assert made.notes.count() == 2


def test_an_agent_who_lost_sight_of_the_request_writes_nothing_in_it(yanis):
    made = make_request()
    notice = told_by(made, yanis)
    yanis.serviceuserobjectpermission_set.all().delete()
    taken = receive(mail("Il revient lundi.", sender=FROM_YANIS, In_Reply_To=notice.message_id))
    assert (taken.state, taken.request == made, made.notes.count()) == ("request", False, 1)


def test_an_agent_who_lost_sight_of_the_request_before_the_mail_is_not_told(yanis):
    made, author = make_request(), actor(make_agent())
    note = operations.write_note(made.pk, text=NOTE, tell=[yanis.pk], by=author)
    yanis.serviceuserobjectpermission_set.all().delete()
    assert operations.notify_colleague(made.pk, note_id=note.pk, user_id=yanis.pk) is None


def test_an_agent_who_does_not_see_the_request_cannot_be_told():
    made, elsewhere = make_request(), make_agent("voirie")
    with pytest.raises(Refused, match="ne peut pas voir cette demande"):
        operations.write_note(made.pk, text=NOTE, tell=[elsewhere.pk], by=actor(make_agent()))
    assert made.notes.count() == 0


def test_nobody_is_told_of_their_own_note_nor_twice(yanis):
    made = make_request()
    note = operations.write_note(made.pk, text=NOTE, tell=[yanis.pk, yanis.pk], by=actor(yanis))
    outbox.relay("fast")
    assert not Dispatch.objects.filter(key__startswith=f"note:{note.pk}:").exists()


def test_a_notice_that_comes_back_asks_nobody_to_reach_the_person(yanis):
    made = make_request()
    notice = told_by(made, yanis)
    operations.note_bounce(notice.pk)
    operations.note_dispatch_failed(notice.pk)
    made.refresh_from_db()
    assert made.reach_on is None
    assert not made.timeline.filter(kind__in=["bounced", "sending_failed"]).exists()
