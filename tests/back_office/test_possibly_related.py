"""« Peut-être lié à » names a request only to who sees it."""

import pytest
from django.urls import reverse

from channels_app.models import InboundEmail
from organisation.enums import Role
from requests_app.models import ServiceRequest
from tests import builders
from tests.back_office.pages import text_of, url_of
from tests.channels_app.letters import mail, mailbox, receive

pytestmark = pytest.mark.django_db


def quoting(related: ServiceRequest) -> ServiceRequest:
    """A mail of somebody else that quotes the number of this request."""
    made = receive(mail(f"Ma demande {related.number}", sender="Ève <eve@ailleurs.example>"), at=mailbox()).request
    assert InboundEmail.objects.get(request=made).possibly_related == related
    # The words of the mail name it too: only the link is looked at.
    ServiceRequest.objects.filter(pk=made.pk).update(answers={"message": "Et ma demande ?"}, title="Question")
    return made


def pages(client, made: ServiceRequest) -> str:
    tray = client.get(reverse("back_office:tray"), {"demande": str(made.public_id)})
    return f"{text_of(tray)} {text_of(client.get(url_of(made)))}"


def test_a_confidential_request_is_not_named_to_who_does_not_see_it(sign_in):
    related = receive(mail("Première")).request
    ServiceRequest.objects.filter(pk=related.pk).update(confidential=True)
    made = quoting(related)
    reception = builders.make_agent("accueil", Role.COUNTER)
    shown = pages(sign_in(reception), made)
    assert related.number not in shown
    assert "Peut-être lié à" not in shown
    builders.give(reception, "accueil", Role.CONFIDENTIAL)
    assert "Peut-être lié à" in pages(sign_in(reception), made)


def test_a_request_of_another_service_is_not_named(sign_in):
    related = builders.make_request()
    shown = pages(sign_in(builders.make_agent("accueil", Role.COUNTER)), quoting(related))
    assert related.number not in shown


def test_a_request_i_see_is_named_with_its_link(sign_in):
    related = receive(mail("Première")).request
    shown = pages(sign_in(builders.make_agent("accueil", Role.COUNTER)), quoting(related))
    assert shown.count(f"Peut-être lié à {related.number}") == 2
