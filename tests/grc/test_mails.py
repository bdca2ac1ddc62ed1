"""`/mails/`: trapped mails, newest first, in demonstration only; what they contain may do nothing."""

from email.message import EmailMessage

import pytest
from django.contrib.auth import get_user_model
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.second_factor import current_code
from tests.builders import make_town

pytestmark = pytest.mark.django_db
OLD, NEW = "20261120T080000000000-0000000a", "20261121T080000000000-0000000b"


@pytest.fixture(autouse=True)
def _town():
    make_town()


@pytest.fixture
def put(settings):
    settings.MAILS_ROOT.mkdir(parents=True)

    def write(key: str, **heads: str) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = heads.get("subject", "Votre demande 2026-000001-A")
        message["To"] = "malika@courriel.example"
        message["From"] = "demarches@admiville.example"
        message.set_content("Bonjour,\nsuivez https://ville.example/suivi/abc\n")
        message.add_alternative("<p onclick='x()'>Bonjour</p>", subtype="html")
        message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="accusé.pdf")
        (settings.MAILS_ROOT / f"{key}.eml").write_bytes(bytes(message))
        return message

    return write


def test_the_newest_comes_first(client, put):
    put(OLD, subject="Ancien")
    put(NEW, subject="Récent")
    page = client.get("/mails/").content.decode()
    assert page.index("Récent") < page.index("Ancien")


def test_no_mail_is_said_in_words(client):
    assert "Aucun mail" in client.get("/mails/").content.decode()


def test_a_mail_shows_its_words_links_and_attachments(client, put):
    put(NEW)
    page = client.get(f"/mails/{NEW}/").content.decode()
    assert 'href="https://ville.example/suivi/abc"' in page
    assert "accusé.pdf" in page
    assert "onclick" not in page


def test_an_attachment_comes_back_as_it_was_sent(client, put):
    put(NEW)
    index = 4  # the mail, its alternative, the two bodies, then the attachment
    response = client.get(f"/mails/{NEW}/{index}/")
    assert response.content == b"%PDF-1.7"
    assert response["Content-Disposition"].startswith("attachment")


def test_the_page_of_a_mail_opens_in_a_sandbox(client, put):
    put(NEW)
    response = client.get(f"/mails/{NEW}/3/")
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_the_source_is_the_mail_itself(client, put):
    message = put(NEW)
    assert client.get(f"/mails/{NEW}/source.eml").content == bytes(message)


@pytest.mark.parametrize("key", ["inconnu", "20261121T080000000000-ffffffff", "..", "state"])
def test_an_unknown_mail_is_not_found(client, key):
    assert client.get(f"/mails/{key}/").status_code == 404


def test_a_key_is_never_a_path(settings):
    from grc import mailbox

    settings.MAILS_ROOT.mkdir(parents=True)
    (settings.MAILS_ROOT.parent / "secret.eml").write_text("x")
    assert mailbox.read(settings.MAILS_ROOT, "../secret") is None


@pytest.mark.parametrize("mode", ["production", "formation"])
@pytest.mark.parametrize("address", ["/mails/", f"/mails/{NEW}/", f"/mails/{NEW}/1/", f"/mails/{NEW}/source.eml"])
def test_outside_demonstration_there_is_no_such_page(client, put, settings, mode, address):
    put(NEW)
    settings.GRC_MODE = mode
    assert client.get(address).status_code == 404


def test_the_current_code_of_an_administrator_is_shown(client):
    user = get_user_model().objects.create_superuser(
        email="admin@admiville.example", password="Administration-2026!", first_name="A", last_name="B"
    )
    device = TOTPDevice.objects.create(user=user, name="Téléphone", confirmed=True)
    page = client.get("/mails/").content.decode()
    assert "admin@admiville.example" in page
    assert current_code(device) in page
