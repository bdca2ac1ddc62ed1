"""A signed-in agent, and pages parsed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from tests import builders


@pytest.fixture
def sign_in(db) -> Callable[[User], Client]:
    """A browser where this agent is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture
def agent(db) -> User:
    return builders.make_agent("etat-civil")


@pytest.fixture
def desk(agent, sign_in) -> Client:
    return sign_in(agent)
