import datetime as dt

import pytest

from core.errors import Refused
from files.enums import OwnerKind
from files.models import StoredFile
from files.operations import store
from messaging.models import Dispatch
from organisation.enums import Role
from requests_app import notifications, operations
from requests_app.enums import AcknowledgementKind, Kind, LinkKind, Phase
from requests_app.followed import kept_for
from requests_app.models import RequestLink, ServiceRequest
from requests_app.reading import AGENT, PERSON, documents, story
from tests import builders
from tests.builders import SYSTEM, actor, holder, make_agent, make_photo
from tests.builders_ties import LETTER, all_seeing, letter

pytestmark = pytest.mark.django_db
RECEIVED = dt.date(2026, 11, 16)


def version(code: str) -> int:
    return builders.procedure(code).current_id


def parts(**second):
    return [
        {"title": "Mon acte de naissance", "text": "Il me faut mon acte.", "procedure_version_id": None},
        {"title": "Un trou dans la rue", "text": "Il y a un trou rue des Tanneurs.", **second},
    ]


def split(original, wanted=None, by=None):
    made = operations.split_request(original.pk, wanted or parts(), by=by or all_seeing(Role.CONFIDENTIAL))
    others = [link.second for link in RequestLink.objects.filter(split=made).order_by("pk")]
    return made, ServiceRequest.objects.get(pk=original.pk), others


def test_each_part_has_the_person_the_day_and_the_addresses_of_the_letter_and_a_number_of_its_own():
    whole = letter(received_on=RECEIVED)
    _made, first, (second,) = split(whole)
    assert first.number == whole.number != second.number
    same = ("citizen_id", "channel", "received_on", "received_at", "reply_email", "reply_name", "reply_channel")
    assert [getattr(second, name) for name in same] == [getattr(whole, name) for name in same]
    assert second.ar_due
    assert second.ar_due_on == whole.ar_due_on


def test_each_part_says_its_own_matter_alone():
    _made, first, (second,) = split(letter())
    assert (first.title, first.answers["message"]) == ("Mon acte de naissance", "Il me faut mon acte.")
    assert "acte" not in second.answers["message"]
    assert second.answers["identite"] == LETTER["identite"]


def test_a_part_whose_procedure_is_known_is_qualified_at_once_with_the_dates_of_the_letter():
    wanted = parts(procedure_version_id=version("signalement-voirie"))
    wanted[0]["procedure_version_id"] = version("acte-etat-civil")
    _made, first, (second,) = split(letter(received_on=RECEIVED), wanted)
    assert (first.service.code, second.service.code) == ("etat-civil", "voirie")
    assert first.rejection_due == dt.date(2027, 1, 16)


def test_one_registration_receipt_for_the_sending_and_an_acknowledgement_for_each_part():
    wanted = parts(procedure_version_id=version("signalement-voirie"))
    wanted[0]["procedure_version_id"] = version("acte-etat-civil")
    _made, first, (second,) = split(letter(), wanted)
    for one in (first, second):
        for _twice in range(2):
            notifications.acknowledge_once_qualified({"request_id": one.pk, "seized": True})
    assert not second.acknowledgements.filter(kind=AcknowledgementKind.AEE).exists()
    assert first.acknowledgements.filter(kind=AcknowledgementKind.ARE).count() == 1
    assert second.acknowledgements.filter(kind=AcknowledgementKind.ARE).count() == 1


def test_the_person_reads_every_number_in_one_message():
    made, first, (second,) = split(letter())
    for _again in range(3):
        notifications.tell_of_a_split({"split_id": made.pk})
    told = Dispatch.objects.get(template_code="suite-de-votre-demande").variables["texte"]
    assert first.number in told
    assert second.number in told


def test_a_confidential_part_leaves_no_hint_to_agents_of_the_letter():
    made, first, (secret,) = split(letter(), parts(procedure_version_id=version("aide-ccas")))
    assert secret.confidential
    assert Kind.SPLIT not in [item.kind for item in story(first, AGENT)]
    assert first.last_event_kind != Kind.SPLIT
    assert Kind.SPLIT in [item.kind for item in story(first, PERSON)]
    notifications.tell_of_a_split({"split_id": made.pk})
    told = Dispatch.objects.get(template_code="suite-de-votre-demande").variables["texte"]
    assert secret.number in told
    assert secret.title not in told


def test_the_story_of_a_part_says_where_it_comes_from():
    _made, first, (second,) = split(letter())
    assert second.timeline.get(kind=Kind.SPLIT_FROM).data["other"] == first.pk
    link = RequestLink.objects.get(second=second)
    assert (link.first, link.kind) == (first, LinkKind.PARENT)


def with_files(count: int = 3):
    whole = letter()
    stored = [
        store(
            make_photo((40 + rank, 30)), name=f"page-{rank}.png", commune_id=whole.commune_id,
            owner_kind=OwnerKind.REQUEST, owner_id=whole.pk, by=SYSTEM,
        )
        for rank in range(count)
    ]  # fmt: skip
    return whole, [one.pk for one in stored]


def test_a_document_has_one_owner_and_is_read_in_every_part_that_chose_it():
    whole, (alone, both, nobody) = with_files()
    wanted = parts(file_ids=[alone, both])
    wanted[0]["file_ids"] = [both]
    _made, first, (second,) = split(whole, wanted)
    assert [one.pk for one in documents(second)] == [alone, both]
    assert [one.pk for one in documents(first)] == [both, nobody]
    from files.policies import can_read

    shared = StoredFile.objects.get(pk=both)
    assert can_read(holder(second), shared)
    assert can_read(actor(make_agent("accueil")), StoredFile.objects.get(pk=alone))


def test_the_document_of_another_request_is_refused():
    _other, (theirs,) = with_files(1)
    with pytest.raises(Refused, match="n’est pas de ce courrier"):
        split(letter(), parts(file_ids=[theirs]))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ([{"title": "Seule", "text": "Une"}], "au moins deux"),
        ([{"title": "Une", "text": "Un"}, {"title": " ", "text": "Deux"}], "objet à la demande 2"),
        ([{"title": "Une", "text": "Un"}, {"title": "Deux", "text": ""}], "ce que dit la demande 2"),
        ([{"title": f"{n}", "text": "x"} for n in range(11)], "10 demandes au plus"),
        ([{"title": "Une", "text": "Un"}, {"title": "x" * 201, "text": "Deux"}], "trop long"),
    ],
)
def test_a_wrong_part_is_refused_with_a_sentence_and_nothing_is_done(wrong, said):
    whole = letter()
    count = ServiceRequest.objects.count()
    with pytest.raises(Refused, match=said):
        operations.split_request(whole.pk, wrong, by=all_seeing())
    assert ServiceRequest.objects.count() == count


def test_undoing_gives_back_the_letter_whole_and_the_numbers_follow_it():
    whole, (alone,) = with_files(1)
    made, _first, (second,) = split(whole, parts(file_ids=[alone]))
    operations.undo_split(made.pk, by=all_seeing())
    again = ServiceRequest.objects.get(pk=whole.pk)
    assert (again.title, again.answers, again.phase) == (whole.title, whole.answers, whole.phase)
    assert [one.pk for one in documents(again)] == [alone]
    second.refresh_from_db()
    assert second.phase == Phase.MERGED
    assert kept_for(second) == again


def test_undoing_is_refused_once_something_was_done_on_a_part():
    made, _first, (second,) = split(letter())
    operations.write_note(second.pk, text="Vu sur place.", by=all_seeing())
    with pytest.raises(Refused, match=second.number):
        operations.undo_split(made.pk, by=all_seeing())


def test_a_letter_is_split_again_after_it_was_made_whole():
    whole = letter()
    made, _first, _parts = split(whole)
    operations.undo_split(made.pk, by=all_seeing())
    split(whole)
    with pytest.raises(Refused, match="déjà réparti"):
        split(whole)


def test_a_qualified_request_keeps_its_form_when_a_part_is_taken_out_of_it():
    made = builders.make_request()
    _split, first, (second,) = split(made)
    assert first.answers == made.answers
    assert second.procedure.is_system
    assert second.answers["identite"]["family_name"] == "Benhaddou"
