import pytest
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User
from messaging.models import Dispatch
from requests_app import operations
from requests_app.models import ServiceRequest
from tests.back_office.pages import text_of
from tests.builders import PASSWORD, actor, make_agent, make_request
from tests.builders_calls import make_task

pytestmark = pytest.mark.django_db
NEW = "Une-phrase-toute-neuve-2026"


@pytest.fixture
def admin(db):
    return make_agent(None, is_staff=True, is_superuser=True, email="admin@admiville.example", last_name="Admin")


@pytest.fixture
def office(admin, sign_in):
    client = sign_in(admin)
    device = TOTPDevice.objects.create(user=admin, name="Téléphone", confirmed=True)
    session = client.session
    session["otp_device_id"] = device.persistent_id
    session.save()
    return client


@pytest.fixture
def boss(db):
    return make_agent("etat-civil", "responsable", last_name="Chef")


@pytest.fixture
def paul(db):
    return make_agent(first_name="Paul", last_name="Lenoir", email="paul@admiville.example")


def leaving(user):
    return reverse("back_office:leaver", args=[user.public_id])


def held_by(user, **known):
    made = make_request(**known)
    return operations.assign(made.pk, to_user_id=user.pk, by=actor(user))


def link_of(office, user):
    office.post(reverse("back_office:send_reset", args=[user.public_id]), follow=True)
    sent = Dispatch.objects.filter(template_code="lien-mot-de-passe").order_by("-pk").first()
    return "/agents/" + sent.variables["lien"].partition("/agents/")[2]


def test_the_page_of_accounts_is_for_managers_and_administrators(desk, office, boss, sign_in, paul):
    assert desk.get("/agents/comptes/").status_code == 403
    assert "Paul Lenoir" in text_of(office.get("/agents/comptes/"))
    other = sign_in(make_agent("voirie", "responsable"))
    assert "Paul Lenoir" not in text_of(other.get("/agents/comptes/"))
    assert other.get(leaving(paul)).status_code == 404
    assert desk.get(leaving(paul)).status_code == 403


def test_a_manager_shares_out_the_work_and_closes(boss, sign_in, paul, agent):
    one, two, task = held_by(paul), held_by(paul), make_task("etat-civil", owner_id=paul.pk, by=actor(paul))
    client = sign_in(boss)
    said = text_of(client.get(leaving(paul)))
    assert one.number in said
    assert "Horaires de la piscine" in said
    data = {"suite": str(agent.public_id), f"demande-{two.public_id}": "service"}
    page = client.post(leaving(paul), data, follow=True)
    assert "Le compte de Paul Lenoir est fermé" in text_of(page)
    kept = {made.pk: made.assigned_to for made in ServiceRequest.objects.all()}
    assert kept == {one.pk: agent, two.pk: None}
    task.refresh_from_db()
    assert task.owner == agent
    assert client.get(leaving(paul)).status_code == 404


def test_what_an_administrator_may_not_see_is_not_shown_but_handed_over(office, paul, agent):
    made = held_by(paul)
    page = office.get(leaving(paul))
    assert made.number not in text_of(page)
    assert "Rien à répartir parmi ce que vous voyez" in text_of(page)
    office.post(leaving(paul), {"suite": str(agent.public_id)})
    made.refresh_from_db()
    assert made.assigned_to == agent


def test_a_refusal_keeps_the_choices(office, admin, paul, agent):
    made = leaving(admin)
    assert "son propre compte" in text_of(office.get(made))
    assert office.post(made, {"suite": str(agent.public_id)}).status_code == 422
    assert User.objects.get(pk=admin.pk).is_active


def test_a_link_sets_a_password_once(office, paul):
    link = link_of(office, paul)
    visitor = Client()
    assert visitor.get(link).status_code == 200
    done = visitor.post(link, {"new": NEW, "again": NEW})
    assert "est enregistré" in text_of(done)
    assert User.objects.get(pk=paul.pk).check_password(NEW)
    again = visitor.post(link, {"new": PASSWORD, "again": PASSWORD})
    assert (again.status_code, User.objects.get(pk=paul.pk).check_password(NEW)) == (410, True)


def test_a_link_is_dead_after_a_day_and_with_the_account(office, paul, settings, sign_in, admin):
    link = link_of(office, paul)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert Client().get(link).status_code == 410
    settings.PASSWORD_RESET_TIMEOUT = 24 * 3600
    assert Client().get(link).status_code == 200
    operations.close_account(paul.pk, by=actor(admin))
    assert Client().get(link).status_code == 410
    assert Client().get(link.replace(str(paul.public_id), "00000000-0000-0000-0000-000000000007")).status_code == 410


def test_a_manager_sends_no_link(boss, sign_in, paul):
    page = sign_in(boss).post(reverse("back_office:send_reset", args=[paul.public_id]))
    assert (page.status_code, Dispatch.objects.count()) == (403, 0)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"new": "court", "again": "court"}, "trop court"),
        ({"new": NEW, "again": NEW + "!"}, "sont différents"),
        ({"new": "", "again": ""}, "Écrivez un mot de passe"),
    ],
)
def test_a_poor_password_is_refused_in_words(office, paul, typed, said):
    link = link_of(office, paul)
    page = Client().post(link, typed)
    assert page.status_code == 422
    assert said in text_of(page)
    assert User.objects.get(pk=paul.pk).check_password(PASSWORD)


def test_an_agent_changes_their_password_and_stays_signed_in_here_only(sign_in, paul):
    here, elsewhere = sign_in(paul), sign_in(paul)
    data = {"old": PASSWORD, "new": NEW, "again": NEW}
    page = here.post(reverse("back_office:change_password"), data, follow=True)
    assert "Votre mot de passe est changé" in text_of(page)
    assert here.get("/agents/mon-compte/").status_code == 200
    assert elsewhere.get("/agents/mon-compte/").status_code == 302


def test_the_old_password_is_asked(sign_in, paul):
    page = sign_in(paul).post(reverse("back_office:change_password"), {"old": "faux", "new": NEW, "again": NEW})
    assert page.status_code == 422
    assert "pas votre mot de passe actuel" in text_of(page)
    assert User.objects.get(pk=paul.pk).check_password(PASSWORD)


def test_the_extension_is_set_and_a_wrong_one_kept_on_the_page(sign_in, paul):
    client = sign_in(paul)
    client.post(reverse("back_office:change_extension"), {"extension": "231"})
    assert User.objects.get(pk=paul.pk).phone_extension == "231"
    page = client.post(reverse("back_office:change_extension"), {"extension": "abc"})
    assert page.status_code == 422
    assert 'value="abc"' in page.content.decode()
