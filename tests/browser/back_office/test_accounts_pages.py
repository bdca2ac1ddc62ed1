"""Absences, departures and one’s own account: nothing for axe to say, on a desk and on a telephone."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.operations import reset_token
from core import calendar
from organisation.operations import record_absence
from requests_app import operations
from tests import builders
from tests.browser.back_office.conftest import window
from tests.builders_calls import make_task


@pytest.mark.parametrize("size", [(1440, 900), (360, 740)])
def test_the_pages_of_presence_are_for_everyone(chromium, live_server, transactional_db, size):
    boss = builders.make_agent("etat-civil", "responsable", first_name="Claire", last_name="Lemoine")
    paul = builders.make_agent(first_name="Paul", last_name="Lenoir")
    today = calendar.today(paul.commune)
    for _number in range(2):
        operations.assign(builders.make_request().pk, to_user_id=paul.pk, by=builders.actor(boss))
    make_task("etat-civil", owner_id=paul.pk, by=builders.actor(boss))
    known = {"from_on": today, "to_on": today + dt.timedelta(days=12)}
    record_absence(paul.pk, replacement_id=boss.pk, by=builders.actor(boss), **known)
    leaving = reverse("back_office:leaver", args=[paul.public_id])
    pages = ["/agents/absences/", "/agents/comptes/", leaving, "/agents/mon-compte/", "/agents/?vue=les-miennes"]
    for desk in window(chromium, live_server, viewport={"width": size[0], "height": size[1]}):
        desk.open(reverse("back_office:reset_password", args=[paul.public_id, reset_token(paul)]))
        assert desk.violations() == []
        desk.sign_in(boss.email)
        for path in pages:
            desk.open(path)
            assert desk.violations() == [], path
            wide = desk.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, path
        desk.open("/agents/absences/")
        desk.page.get_by_label("Premier jour").fill("2020-01-01")
        desk.page.get_by_label("Dernier jour").fill("2020-01-02")
        desk.page.get_by_role("button", name="Noter l’absence").click()
        desk.page.get_by_text("Ces jours sont passés").wait_for()
        assert desk.page.get_by_label("Premier jour").input_value() == "2020-01-01"
