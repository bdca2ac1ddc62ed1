"""A real server, a real Chromium (Debian's), and visitors of every kind; shared by both faces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.visitor import Visitor
from tests.builders import make_town

KINDS = [(True, 1280), (True, 360), (False, 1280), (False, 360)]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture
def town(transactional_db: None):
    """Admiville, with a telephone and a map of its own."""
    commune = make_town()
    commune.phone, commune.address = "01 99 00 40 00", "1 rue du Beffroi"
    commune.opening_hours = [{"days": "Lundi au vendredi", "hours": "8 h 30 – 17 h 30"}]
    commune.map_centre_lat, commune.map_centre_lon = 46.6, 2.42
    square = [[2.41, 46.595], [2.43, 46.595], [2.43, 46.605], [2.41, 46.605], [2.41, 46.595]]
    ward = {"type": "Polygon", "coordinates": [square]}
    street = {"type": "LineString", "coordinates": [[2.412, 46.6], [2.428, 46.6]]}
    commune.map_layer = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"kind": "ward", "name": "Nord"}, "geometry": ward},
            {"type": "Feature", "properties": {"kind": "street", "name": "rue des Tanneurs"}, "geometry": street},
        ],
    }
    commune.save()
    return commune


@pytest.fixture
def visit(chromium: Browser, live_server, town) -> Iterator[Callable[[bool, int], Visitor]]:
    """`visit(scripts, width)` opens a clean browser; what its console complains of fails the test."""
    contexts, visitors = [], []

    def enter(scripts: bool = True, width: int = 1280) -> Visitor:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, locale="fr-FR", java_script_enabled=scripts
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        visitor = Visitor(page, live_server.url, scripts, width)
        page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        page.on("console", lambda said: visitor.complaints.append(said.text) if said.type == "error" else None)
        contexts.append(context)
        visitors.append(visitor)
        return visitor

    yield enter
    for context in contexts:
        context.close()
    complaints = [one for visitor in visitors for one in visitor.complaints if "status of 4" not in one]
    assert not complaints, complaints


@pytest.fixture(params=KINDS, ids=lambda kind: f"{'avec' if kind[0] else 'sans'}-scripts-{kind[1]}")
def visitor(request: pytest.FixtureRequest, visit: Callable[[bool, int], Visitor]) -> Visitor:
    """Every kind of visitor in turn."""
    return visit(*request.param)
