"""Which way text messages leave; a town that closed it keeps those that wait, with the reason."""

from __future__ import annotations

from typing import Self

from django.utils.translation import gettext as _

from messaging.models import Dispatch
from messaging.rules.verdicts import SettingFault, Verdict, judge
from messaging.sms_conf import sms_conf
from messaging.transports.sms.demo import DemoTexts
from messaging.transports.sms.http import HttpTexts


class ClosedTexts:
    """No provider is set: what was posted before waits, and is told as a fault of the settings."""

    name = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        return None

    def hand_over(self, dispatch: Dispatch) -> Verdict:
        return judge(SettingFault(_("Aucun fournisseur de SMS n’est réglé.")))


def chosen_sms() -> DemoTexts | HttpTexts | ClosedTexts:
    transport = sms_conf().transport
    if transport == "http":
        return HttpTexts()
    return DemoTexts() if transport == "demo" else ClosedTexts()
