"""A confidential matter in the mail: who opened the envelope hands it over, and reads no more of it."""

import pytest

from channels_app.models import PostalItem, ScanPage
from channels_app.operations import postal
from channels_app.operations.postal.join_by_code import join_by_code
from channels_app.post import reading
from channels_app.post.policies import can_see_item
from citizens.policies import can_view
from core import search
from core.errors import Forbidden
from files import reading as file_reading
from organisation.enums import Role
from tests.builders import actor, give, make_agent, make_request, make_town, service
from tests.channels_app.post import letters_on_paper as paper, post_room

pytestmark = pytest.mark.django_db


def test_a_letter_about_a_confidential_matter_is_veiled_from_who_lacks_the_right():
    claire, social = actor(post_room.mail_agent()), actor(post_room.social_agent())
    batch = post_room.read([*post_room.social_letter(), post_room.separator(), *post_room.letter(5)])
    secret, plain = post_room.items(batch)
    assert secret.confidential
    assert secret.service == service("ccas")
    day = reading.day(make_town().pk, batch.received_on, claire)
    (view,) = day.batches
    assert [line.veiled for line in view.lines] == [True, False]
    assert view.lines[0].title == f"Courrier confidentiel, à remettre à : {service('ccas').name}"
    assert "loyer" not in str(view.lines[0])
    assert (view.lines[0].pages, view.lines[0].sender) == ([], "")
    assert day.counts.items == 1
    page = ScanPage.objects.get(item=secret)
    for hidden in (
        lambda: reading.item(secret.pk, claire),
        lambda: file_reading.open_file(page.picture_id, by=claire),
        lambda: file_reading.open_file(batch.file_id, by=claire),
    ):
        with pytest.raises(Forbidden):
            hidden()
    assert not search.refs("postal_item", "loyer", claire).exists()
    assert list(search.refs("postal_item", "loyer", social)) == [secret.pk]
    assert "loyer" in reading.item(secret.pk, social).text
    assert file_reading.open_file(page.picture_id, by=social).content_type == "image/jpeg"
    assert list(search.refs("postal_item", "gymnase", claire)) == [plain.pk]


def test_the_two_rules_agree_for_every_role_and_every_kind_of_letter():
    commune = make_town()
    plain = make_request()
    secret = make_request("aide-ccas", answers={})
    base = {"commune": commune, "received_on": "2026-11-18"}
    places = [service(code) for code in ("accueil", "ccas")]
    letters = [
        PostalItem.objects.create(**base, service=place, confidential=hidden, unopened=shut)
        for place in places
        for hidden in (False, True)
        for shut in ("", "social", "dpo")
    ]
    letters += [join_by_code(PostalItem.objects.create(**base, service=places[0], deposit_code=one.deposit_code).pk)
                for one in (plain, secret)]  # fmt: skip
    agents = [make_agent(None)]
    for code in ("accueil", "ccas", "etat-civil"):
        agents += [make_agent(code, role) for role in (Role.COUNTER, Role.HANDLER, Role.DPO, Role.CONFIDENTIAL)]
        both = make_agent(code, Role.HANDLER)
        give(both, code, Role.CONFIDENTIAL)
        agents.append(both)
    for agent in agents:
        seen = set(PostalItem.objects.visible_to(actor(agent)).values_list("pk", flat=True))
        assert seen == {one.pk for one in letters if can_see_item(actor(agent), PostalItem.objects.get(pk=one.pk))}


def test_a_letter_that_joined_a_request_follows_it():
    made = make_request()
    handler, claire = actor(make_agent("etat-civil")), actor(post_room.mail_agent())
    batch = post_room.read([paper.cover_sheet(made.deposit_code)])
    (item,) = post_room.items(batch)
    assert can_see_item(handler, item)
    assert not can_see_item(claire, item)
    (view,) = reading.day(make_town().pk, batch.received_on, claire).batches
    assert view.lines[0].veiled
    assert made.number not in str(view.lines)
    assert reading.day(make_town().pk, batch.received_on, handler).without_scan[0].request_number == made.number


def test_the_day_costs_the_same_for_one_letter_or_ten(django_assert_max_num_queries):
    claire = actor(post_room.mail_agent())
    commune = make_town()
    batch = post_room.take(paper.as_pdf([paper.blank()]))
    for rank in range(1, 11):
        PostalItem.objects.create(
            commune=commune, service=service("accueil"), received_on=batch.received_on, batch=batch, rank=rank
        )
    with django_assert_max_num_queries(9):
        assert reading.day(commune.pk, batch.received_on, claire).counts.to_do == 10


def test_a_person_known_by_a_confidential_letter_only_is_veiled_even_when_nobody_qualified_it():
    social = post_room.social_agent()
    (secret,) = post_room.items(post_room.read(post_room.social_letter()))
    assert secret.confidential
    made = postal.file_postal_item(
        secret.pk, by=actor(social), sender="Solange Petit, 11 rue Basse, 99000 Admiville", subject="Loyer",
        new_person={"family_name": "Petit", "first_names": "Solange", "phone": "0639980155"},
    )  # fmt: skip
    assert made.procedure.is_system
    assert made.confidential
    assert made.citizen.veiled
    outside = actor(post_room.mail_agent())
    assert not can_view(outside, made.citizen)
    assert not search.refs("citizen", "petit solange", outside).exists()
    assert can_view(actor(social), made.citizen)
