"""What must be true before a version is published. Rooms above add their own checks with `register_check`."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from procedures.enums import ChannelMeaning
from procedures.models import ProcedureVersion

Check = Callable[[ProcedureVersion], list[str]]
_checks: list[Check] = []


def register_check(check: Check) -> Check:
    """A function from a version to the sentences of what is wrong; usable as a decorator."""
    if check not in _checks:
        _checks.append(check)
    return check


def faults(version: ProcedureVersion) -> list[str]:
    """Every reason not to publish, in order; empty when it can be published."""
    return [sentence for check in _checks for sentence in check(version)]


@register_check
def service_can_be_reached(version: ProcedureVersion) -> list[str]:
    """CRPA R112-5: the acknowledgement names the service, its postal address and its phone."""
    service = version.procedure.service
    missing = [
        str(label)
        for value, label in (
            (service.name, _("le nom")),
            (service.postal_address, _("l’adresse postale")),
            (service.phone, _("le téléphone")),
        )
        if not value
    ]
    if not missing:
        return []
    return [_("Le service « %(service)s » n’a pas %(what)s.") % {"service": service.name, "what": ", ".join(missing)}]


@register_check
def web_is_never_the_only_door(version: ProcedureVersion) -> list[str]:
    """CE 3 June 2022, no. 452798: help and a substitute way beside the teleservice."""
    if version.procedure.is_system:
        return []
    doors = version.definition["channels"]
    others = [doors.get(door) for door in ("phone", "counter", "post")]
    if any(meaning in (ChannelMeaning.FILES, ChannelMeaning.PREPARES) for meaning in others):
        return []
    return [_("Le web est la seule porte : ouvrez aussi le téléphone, le guichet ou le courrier.")]


@register_check
def subject_keeps_secrets(version: ProcedureVersion) -> list[str]:
    """The subject travels in e-mails and lists: of a confidential procedure it says nothing of the answers."""
    if version.definition["confidential"] and any("{" in text for text in _texts(version.definition["subject"])):
        return [_("L’objet d’une démarche confidentielle ne reprend aucune réponse.")]
    return []


def _texts(text: object) -> Iterator[str]:
    if isinstance(text, dict):
        yield from (str(one) for one in text.values())
    else:
        yield str(text)
