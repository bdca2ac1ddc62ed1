"""The true address of a client, and the banner of formation."""

import pytest
from django.http import HttpResponse

from grc.middleware import ClientAddress, FormationBanner


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "10.0.0.1"),  # nobody of ours in front: the header is anybody's word
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),  # the first is what the client claims
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (1, "", "10.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(rf, settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": forwarded})
    ClientAddress(lambda request: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == expected


def through_the_banner(rf, content: str, content_type: str = "text/html; charset=utf-8") -> str:
    answer = HttpResponse(content, content_type=content_type)
    return FormationBanner(lambda request: answer)(rf.get("/")).content.decode()


def test_every_page_of_a_formation_says_so(rf, settings):
    settings.GRC_MODE = "formation"
    page = through_the_banner(rf, '<html><body class="x"><h1>é</h1></body></html>')
    assert "Copie de formation" in page
    assert page.index("<body") < page.index("Copie de formation") < page.index("<h1>")


@pytest.mark.parametrize("mode", ["production", "demonstration"])
def test_no_other_mode_says_so(rf, settings, mode):
    settings.GRC_MODE = mode
    assert "formation" not in through_the_banner(rf, "<body></body>")


@pytest.mark.parametrize(
    ("content", "kind"), [("<p>fragment</p>", "text/html"), ('{"a": "<body>"}', "application/json")]
)
def test_a_fragment_or_a_file_is_left_alone(rf, settings, content, kind):
    settings.GRC_MODE = "formation"
    assert through_the_banner(rf, content, kind) == content
