import pytest
from tests.builders import make_request

pytestmark = pytest.mark.django_db


def test_first():
    r = make_request()
    assert r.number
