from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar, outbox
from core.actor import Actor
from core.errors import Refused
from procedures import publishing, scenarios
from procedures.form_engine import say
from procedures.models import Procedure, ProcedureVersion


@transaction.atomic
def publish(version_id: int, *, by: Actor) -> ProcedureVersion:
    """Put a version in force, once every check and every scenario passes; it never changes again."""
    version = ProcedureVersion.objects.select_related("procedure__service", "procedure__legal_entity").get(
        pk=version_id
    )
    procedure = Procedure.objects.locked(version.procedure_id)
    if version.published_at:
        return version
    reasons = publishing.faults(version) + failing_scenarios(version)
    if reasons:
        raise Refused("\n".join(reasons))
    version.published_at = calendar.now()
    version.save(update_fields=["published_at"])
    put_in_force(procedure, version)
    outbox.publish("procedure.published", version_id=version.pk)
    return version


def failing_scenarios(version: ProcedureVersion) -> list[str]:
    return [
        _("Le scénario « %(name)s » échoue : %(faults)s.")
        % {"name": outcome.name, "faults": " ; ".join(outcome.faults)}
        for outcome in scenarios.run(version.definition)
        if not outcome.passed
    ]


def put_in_force(procedure: Procedure, version: ProcedureVersion) -> None:
    definition = version.definition
    procedure.current = version
    procedure.title = say(definition["title"])
    procedure.short_title = say(definition["short_title"])
    procedure.confidential = definition["confidential"]
    procedure.featured = definition.get("featured", False)
    procedure.keywords = definition.get("keywords", [])
    procedure.save(update_fields=["current", "title", "short_title", "confidential", "featured", "keywords"])
