"""What a merge would do, shown before it is done. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.actor import Actor
from core.templatetags.grc_dates import date_simple
from requests_app import protected
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


def merge_preview(one: ServiceRequest, other: ServiceRequest, by: Actor) -> MergePreview:
    """Both are seen by who asks: the caller made sure. A protected address is shown to its keepers."""
    kept, merged = merging.older_first(one, other)
    same = same_person(kept, merged)
    refusal = merging.refusal(kept, merged)
    return MergePreview(
        kept, merged, same, refusal, _rows(kept, merged, by), [] if refusal else _becomes(kept, merged, same)
    )


def _rows(kept: ServiceRequest, merged: ServiceRequest, by: Actor) -> list[Row]:
    hidden = [protected.hides_address(one, by) for one in (kept, merged)]
    told = [(label, read(kept), read(merged)) for label, read in _COMPARED]
    told += [(label, read(kept, hidden[0]), read(merged, hidden[1])) for label, read in _PLACES]
    return [Row(str(label()), one, two, one != two) for label, one, two in told if one or two]


_COMPARED = (
    (lambda: _("Objet"), lambda r: r.title),
    (lambda: _("Démarche"), lambda r: r.procedure.title),
    (lambda: _("Personne"), lambda r: r.citizen.display_name if r.citizen else r.reply_name),
    (lambda: _("Courriel"), lambda r: r.reply_email),
    (lambda: _("Reçue le"), lambda r: date_simple(r.received_on)),
    (lambda: _("Date limite"), lambda r: date_simple(r.legal_due) if r.legal_due else ""),
    (lambda: _("Service"), lambda r: r.service.name),
    (lambda: _("État"), lambda r: r.get_phase_display()),
)


def _reply(one: ServiceRequest, hidden: bool) -> str:
    where = "" if one.reply_email else one.reply_postal
    return protected.label() if where and hidden else where


def _place(one: ServiceRequest, hidden: bool) -> str:
    if not one.address_text or not hidden:
        return one.address_text
    return protected.place_told(one) or protected.label()


_PLACES = ((lambda: _("Réponse à"), _reply), (lambda: _("Lieu"), _place))


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
