"""One Dovecot for all the tests that ask for it; a mailbox of its own for each."""

from collections.abc import Iterator

import pytest

from channels_app.models import Mailbox
from tests.channels_app import dovecot
from tests.channels_app.letters import mailbox


@pytest.fixture(scope="session")
def imap_server() -> Iterator[dovecot.Server]:
    with dovecot.running() as server:
        yield server


@pytest.fixture
def box(imap_server, monkeypatch, request) -> Mailbox:
    """The town’s main mailbox, read on that server under a name that no other test uses."""
    monkeypatch.setenv("GRC_MAIL_TEST", dovecot.PASSWORD)
    request.getfixturevalue("transactional_db" if "transactional_db" in request.fixturenames else "db")
    user = f"{abs(hash(request.node.nodeid))}@admiville.example"
    known = {"host": "127.0.0.1", "port": imap_server.port, "security": "none", "secret": "GRC_MAIL_TEST"}
    return mailbox(username=user, **known)
