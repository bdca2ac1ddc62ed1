"""What is said of personal data, asked of the room `gdpr`."""

from core.models import Commune
from procedures.models import ProcedureVersion


def notice_of(version: ProcedureVersion):
    from gdpr.notices import notice_for

    return notice_for(version)


def activities_of(commune: Commune):
    from gdpr.register import activities

    return activities(commune)
