import pytest
from auditlog.models import LogEntry
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from channels_app.models import InboundEmail
from core.models import AccessTrailEntry, Commune
from organisation.models import Service, ServiceUserObjectPermission
from tests.accounts.builders import make_account, make_device
from tests.organisation.builders import give, make_agent, make_service, make_street

pytestmark = pytest.mark.django_db
CONFIGURATION = {"core", "organisation", "accounts", "messaging", "procedures", "auditlog", "channels_app"}
NO_ROLE = {f"serviceuserobjectpermission_set-{key}": "0" for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
NO_GRANT = {f"grants-{key}": "0" for key in ("TOTAL_FORMS", "INITIAL_FORMS")}


@pytest.fixture
def administrator(client):
    user = make_account("admin@admiville.example", administrator=True)
    device = make_device(user)
    client.force_login(user)
    session = client.session
    session["otp_device_id"] = device.persistent_id
    session.save()
    return user


def account_fields(**changed):
    known = {
        "first_name": "Anne",
        "last_name": "Blanc",
        "email": "a.blanc@admiville.example",
        "quality": "",
        "phone": "",
    }
    known |= {"anonymised_as": "", "commune": Commune.objects.current().pk, "is_active": "on", "new_password": ""}
    return {**known, **NO_ROLE, **changed}


def test_only_configuration_is_registered():
    labels = {model._meta.app_label for model in admin.site._registry}
    assert labels <= CONFIGURATION
    assert InboundEmail not in admin.site._registry


def test_without_a_verified_second_factor_nothing_shows(client):
    user = make_account("admin@admiville.example", administrator=True)
    page = reverse("admin:organisation_service_changelist")
    assert client.get(page).status_code == 302
    client.force_login(user)
    assert client.get(page, follow=True).status_code == 403


def test_an_agent_is_refused_and_not_sent_in_circles(client):
    client.force_login(make_agent())
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_the_door_is_the_one_of_the_agents(client):
    answer = client.get(reverse("admin:index"), follow=False)
    login = client.get(answer["Location"])
    assert login["Location"].startswith("/agents/connexion/?next=%2Fadministration%2F")


@pytest.mark.parametrize(
    "name",
    ["index", "core_commune_changelist", "organisation_service_changelist", "organisation_service_add"]
    + ["organisation_place_add", "organisation_legalentity_add", "organisation_datasector_add", "accounts_user_add"]
    + [
        "organisation_ward_add",
        "organisation_street_changelist",
        "accounts_user_changelist",
        "auditlog_logentry_changelist",
        "password_change",
    ],
)
def test_every_page_of_configuration_opens(client, administrator, name):
    make_service()
    make_street("rue Jean-Moulin")
    assert client.get(reverse(f"admin:{name}")).status_code == 200


def test_pages_of_what_exists_open_with_readable_hours_and_roles(client, administrator):
    service, agent = make_service(opening_hours=[{"days": "Lundi", "hours": "9 h – 12 h"}]), make_agent()
    give(agent, service, "instructeur")
    text = client.get(reverse("admin:organisation_service_change", args=[service.pk])).content.decode()
    assert "Lundi : 9 h – 12 h" in text and "Instructeur" in text
    assert client.get(reverse("admin:accounts_user_change", args=[agent.pk])).status_code == 200


def test_opening_an_account_asks_a_password_and_traces_it(client, administrator):
    page = reverse("admin:accounts_user_add")
    assert "Donnez un mot de passe" in client.post(page, account_fields()).content.decode()
    assert "au moins 12" in client.post(page, account_fields(new_password="trop court")).content.decode()
    assert client.post(page, account_fields(new_password="le tram de huit heures")).status_code == 302
    opened = User.objects.get(email="a.blanc@admiville.example")
    assert opened.check_password("le tram de huit heures") and not opened.is_superuser
    assert AccessTrailEntry.objects.filter(verb="change_rights", subject_ref=str(opened.pk)).exists()


def test_making_an_administrator_asks_a_new_longer_password(client, administrator):
    agent = make_agent("a.blanc@admiville.example")
    page = reverse("admin:accounts_user_change", args=[agent.pk])
    assert "16 caractères" in client.post(page, account_fields(is_staff="on")).content.decode()
    assert (
        "au moins 16"
        in client.post(page, account_fields(is_staff="on", new_password="quinze lettres!")).content.decode()
    )
    assert client.post(page, account_fields(is_staff="on", new_password="le tram de huit heures")).status_code == 302
    agent.refresh_from_db()
    assert agent.is_staff and agent.is_superuser


def test_an_account_is_never_deleted(client, administrator):
    agent = make_agent()
    assert client.post(reverse("admin:accounts_user_delete", args=[agent.pk]), {"post": "yes"}).status_code == 403


def test_an_account_is_closed_by_the_page_of_departures_that_hands_the_work_over(client, administrator):
    agent = make_agent("a.blanc@admiville.example")
    page = reverse("admin:accounts_user_change", args=[agent.pk])
    closing = {key: value for key, value in account_fields().items() if key != "is_active"}
    refused = client.post(page, closing).content.decode()
    assert "remet d’abord son travail" in refused
    assert f'href="{reverse("back_office:leaver", args=[agent.public_id])}"' in refused
    agent.refresh_from_db()
    assert agent.is_active
    User.objects.filter(pk=agent.pk).update(is_active=False)
    assert client.post(page, account_fields()).status_code == 302, "somebody comes back"


def test_a_role_given_then_taken_on_the_page_of_an_account_is_traced(client, administrator):
    service, agent = make_service(), make_agent("a.blanc@admiville.example")
    permission = service.grants.model._meta.get_field("permission").related_model.objects.get(codename="instructeur")
    page, prefix = reverse("admin:accounts_user_change", args=[agent.pk]), "serviceuserobjectpermission_set"
    row = {
        f"{prefix}-0-permission": permission.pk,
        f"{prefix}-0-content_object": service.pk,
        f"{prefix}-0-user": agent.pk,
    }
    sent = account_fields(**row) | {f"{prefix}-TOTAL_FORMS": "1"}
    assert client.post(page, sent).status_code == 302
    grant = ServiceUserObjectPermission.objects.get(user=agent, content_object=service)
    removal = account_fields(**row) | {f"{prefix}-{key}": "1" for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    assert client.post(page, removal | {f"{prefix}-0-id": grant.pk, f"{prefix}-0-DELETE": "on"}).status_code == 302
    assert not ServiceUserObjectPermission.objects.exists()
    traced = AccessTrailEntry.objects.filter(verb="change_rights", subject_ref=str(agent.pk)).order_by("pk")
    assert [entry.detail["given"] for entry in traced] == [True, False]
    assert {entry.actor_ref for entry in traced} == {str(administrator.pk)}


def test_forgetting_a_lost_phone(client, administrator):
    other = make_account("autre@admiville.example", administrator=True)
    make_device(other)
    sent = {"action": "forget_second_factor", "_selected_action": [other.pk]}
    assert client.post(reverse("admin:accounts_user_changelist"), sent).status_code == 302
    assert not other.totpdevice_set.exists()


def test_the_log_of_changes_hides_personal_fields_whole(client, administrator):
    agent = make_agent("a.blanc@admiville.example")
    client.post(reverse("admin:accounts_user_change", args=[agent.pk]), account_fields(last_name="Durand-Lefebvre"))
    entry = LogEntry.objects.get_for_object(agent).first()
    text = f"{entry.changes} {entry.object_repr} {entry.additional_data}"
    assert "last_name" in text
    assert not [word for word in ("Durand", "Lefebvre", "Blanc", "blanc@") if word in text]


def test_hours_nobody_can_read_are_refused_with_what_was_typed(client, administrator):
    service = make_service()
    page = reverse("admin:organisation_service_change", args=[service.pk])
    answer = client.post(page, {"opening_hours": "quand on peut : peut-être", **NO_GRANT})
    text = answer.content.decode()
    assert "Jours non compris" in text and "quand on peut" in text


def test_a_plan_that_is_none_is_refused_and_a_good_one_is_kept(client, administrator):
    commune = Commune.objects.current()
    page = reverse("admin:core_commune_change", args=[commune.pk])
    known = {"name": "Admiville", "slug": "admiville", "insee_code": "99001", "postcode": "99000"}
    known |= {"timezone": "Europe/Paris", "primary_colour": "#0b7a5b", "accent_colour": "#4f46a5"}
    known |= {"accessibility_level": "none", "opening_hours": "Lundi au vendredi : 8 h 30 – 17 h 30"}
    bad = client.post(page, {**known, "plan": SimpleUploadedFile("plan.geojson", b"[" * 9999)})
    assert "pas un plan GeoJSON" in bad.content.decode()
    plan = b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":null}]}'
    assert client.post(page, {**known, "plan": SimpleUploadedFile("plan.geojson", plan)}).status_code == 302
    commune.refresh_from_db()
    assert len(commune.map_layer["features"]) == 1
    assert commune.opening_hours == [{"days": "Lundi au vendredi", "hours": "8 h 30 – 17 h 30"}]


def test_the_code_of_a_service_no_longer_changes(client, administrator):
    service = make_service()
    client.post(reverse("admin:organisation_service_change", args=[service.pk]), {"code": "autre", **NO_GRANT})
    assert Service.objects.get(pk=service.pk).code == "voirie"
