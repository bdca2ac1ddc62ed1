"""What a merge would do, shown before it is done. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.templatetags.grc_dates import date_simple
from requests_app.followed import same_person
from requests_app.models import ServiceRequest
from requests_app.rules import merging


@dataclass(frozen=True)
class Row:
    label: str
    kept: str
    merged: str
    differs: bool


@dataclass(frozen=True)
class MergePreview:
    """``refusal`` is empty when the merge may be done; ``becomes`` says what will be true, line by line."""

    kept: ServiceRequest
    merged: ServiceRequest
    same_person: bool
    refusal: str
    rows: list[Row]
    becomes: list[str]


def merge_preview(one: ServiceRequest, other: ServiceRequest) -> MergePreview:
    """Both are seen by who asks: the caller made sure."""
    kept, merged = merging.older_first(one, other)
    same = same_person(kept, merged)
    refusal = merging.refusal(kept, merged)
    return MergePreview(
        kept, merged, same, refusal, _rows(kept, merged), [] if refusal else _becomes(kept, merged, same)
    )


def _rows(kept: ServiceRequest, merged: ServiceRequest) -> list[Row]:
    told = [(label, _text(read(kept)), _text(read(merged))) for label, read in _COMPARED]
    return [Row(str(label()), one, two, one != two) for label, one, two in told if one or two]


_COMPARED = (
    (lambda: _("Objet"), lambda r: r.title),
    (lambda: _("Démarche"), lambda r: r.procedure.title),
    (lambda: _("Personne"), lambda r: r.citizen.display_name if r.citizen else r.reply_name),
    (lambda: _("Réponse à"), lambda r: r.reply_email or r.reply_postal),
    (lambda: _("Reçue le"), lambda r: date_simple(r.received_on)),
    (lambda: _("Date limite"), lambda r: date_simple(r.legal_due) if r.legal_due else ""),
    (lambda: _("Service"), lambda r: r.service.name),
    (lambda: _("État"), lambda r: r.get_phase_display()),
    (lambda: _("Lieu"), lambda r: r.address_text),
)


def _text(value: str) -> str:
    return value or ""


def _becomes(kept: ServiceRequest, merged: ServiceRequest, same: bool) -> list[str]:
    numbers = {"kept": kept.number, "merged": merged.number}
    dues = [day for day in (kept.legal_due, merged.legal_due) if day]
    lines = [
        _("La demande %(kept)s est gardée : c’est la plus ancienne. La demande %(merged)s est suivie avec elle.")
        % numbers,
        _("Les textes, les documents et les accusés de réception de chacune restent à leur place."),
    ]
    if dues:
        lines.append(_("La date limite est la plus proche des deux : %s.") % date_simple(min(dues)))
    if same:
        lines.append(
            _(
                "Le lien et le code de %(merged)s montrent où en est %(kept)s ; "
                "ce que la personne y répond va à %(kept)s."
            )
            % numbers
        )
    else:
        lines.append(_("Rien de l’une n’est montré à la personne de l’autre, pas même le numéro."))
    lines.append(_("Tout se défait d’un bouton."))
    return lines
