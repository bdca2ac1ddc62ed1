"""What ties between requests hold of people: the words of a letter that was split, why a file was sent on."""

from django.utils.translation import gettext_lazy as _

from core.privacy import ALL, Category, Holding, Subject, declare, declare_impersonal
from requests_app.models import RequestLink, RequestMerge, RequestSplit, SharedFile, Transmission

_PROCEDURE = _("Durée de la démarche, puis visa des archives départementales")


def declare_ties() -> None:
    declare(
        Holding(
            RequestSplit,
            fields={"before": Category.CONTENT},
            subject=Subject.CITIZEN,
            purpose=_("Rendre le courrier entier si la répartition est défaite"),
            clock="split_at",
            source=_PROCEDURE,
            archive=True,
        )
    )
    declare_impersonal(RequestSplit, "public_id", "split_at", "undone_at")
    declare(
        Holding(
            Transmission,
            fields={"reason": Category.CONTENT},
            subject=Subject.CITIZEN,
            purpose=_("Transmettre la demande à l’administration compétente (CRPA, L114-2)"),
            clock="transmitted_on",
            source=_PROCEDURE,
            archive=True,
        )
    )
    declare_impersonal(Transmission, "public_id", "channel", "transmitted_on")
    for model in (RequestLink, RequestMerge, SharedFile):
        declare_impersonal(model, ALL)
