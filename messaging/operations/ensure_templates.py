"""The texts a commune starts with."""

from messaging.defaults import DEFAULTS
from messaging.models import MessageTemplate


def ensure_templates(commune_id: int) -> int:
    """Adds the texts that are missing; never touches one that an administrator may have changed. Returns how many."""
    known = set(MessageTemplate.objects.filter(commune_id=commune_id).values_list("code", flat=True))
    missing = [
        MessageTemplate(
            commune_id=commune_id,
            code=code,
            label=default.label,
            subject=default.subject,
            body=default.body,
            variable_set=default.variable_set,
        )
        for code, default in DEFAULTS.items()
        if code not in known
    ]
    MessageTemplate.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)
