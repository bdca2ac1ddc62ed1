"""The pack of blank forms behind the doors of Celery: three runs, one file."""

import pytest

from channels_app.enums import PackState
from channels_app.operations import reserve_forms
from channels_app.tasks import make_form_packs
from files.enums import OwnerKind
from files.models import StoredFile
from organisation.enums import Role
from tests.builders import actor, make_agent, make_town

pytestmark = pytest.mark.django_db


def test_packs_left_behind_are_made_once_when_the_task_runs_three_times():
    desk = actor(make_agent("accueil", Role.COUNTER))
    pack = reserve_forms({"signalement-voirie": 1}, commune_id=make_town().pk, by=desk)
    assert [make_form_packs() for _run in range(3)] == [1, 0, 0]
    pack.refresh_from_db()
    assert pack.state == PackState.READY
    assert StoredFile.objects.of(OwnerKind.FORM_PACK, pack.pk).count() == 1
