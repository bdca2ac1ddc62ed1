"""A procedure is published only when its line of the register can be written (GDPR art. 13 and 30)."""

from django.utils.translation import gettext as _

from procedures.form_engine import say
from procedures.models import ProcedureVersion
from procedures.publishing import register_check


@register_check
def has_a_register_entry(version: ProcedureVersion) -> list[str]:
    privacy = version.definition["privacy"]
    needed = {
        _("le but"): say(privacy["purpose"]),
        _("le texte qui fonde le traitement"): privacy["legal_text"],
        _("la source de la durée de conservation"): privacy["retention"]["source"],
        _("ce qui est obligatoire"): say(privacy["mandatory"]),
        _("les destinataires"): "".join(say(one) for one in privacy["recipients"]),
    }
    missing = [label for label, text in needed.items() if not text.strip()]
    if not missing:
        return []
    return [_("Protection des données : il manque %(what)s.") % {"what": ", ".join(missing)}]
