"""What the rail offers, by role."""

import pytest
from django.urls import reverse

from organisation.enums import Role
from tests.builders import make_agent


@pytest.mark.parametrize("role", [Role.HANDLER, Role.MANAGER, Role.COUNTER])
def test_every_agent_with_a_service_finds_the_letters_to_send(sign_in, role):
    shown = sign_in(make_agent("voirie", role)).get(reverse("back_office:inbox")).content.decode()
    assert f'href="{reverse("back_office:post_out")}"' in shown


def test_an_agent_without_service_does_not(sign_in):
    shown = sign_in(make_agent(None)).get(reverse("back_office:inbox")).content.decode()
    assert f'href="{reverse("back_office:post_out")}"' not in shown
