"""A letter that came back leaves again, to the address as it was corrected. The first one and its traces stay."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from core import outbox
from core.actor import Actor
from core.errors import IllegalMove, Refused
from messaging import policies
from messaging.letter_queries import again_key
from messaging.models import Dispatch
from messaging.operations.post import post
from messaging.subjects import standings

LONGEST = 400  # characters


@transaction.atomic
def send_again(dispatch_id: int, address: str, *, by: Actor) -> Dispatch:
    """The same words and papers, frozen as they were, in a new envelope; the same address twice is one envelope.

    Raises Refused, Forbidden, IllegalMove.
    """
    letter = Dispatch.objects.letters().locked(dispatch_id)
    policies.require(standings(by, [letter])[letter.pk].visible)
    if letter.returned_on is None:
        raise IllegalMove(_("Cette lettre n’est pas revenue : elle n’est pas à renvoyer."))
    lines = _lines(address)
    again = Dispatch.objects.filter(key=again_key(letter.pk)).first()
    if again is not None:
        if _lines(again.to_address) == lines:
            return again
        raise IllegalMove(_("Cette lettre a déjà été renvoyée à une autre adresse."))
    if lines == _lines(letter.to_address):
        raise Refused(_("La lettre est revenue de cette adresse : corrigez-la avant de renvoyer."))
    made = post(
        key=again_key(letter.pk),
        commune_id=letter.commune_id,
        kind=letter.kind,
        template=letter.template_code,
        channel=letter.channel,
        to_address="\n".join(lines),
        to_name=letter.to_name,
        variables=_readdressed(letter, lines),
        attachments=letter.attachments_plan,
        from_service_id=letter.from_service_id,
        service_id_ref=letter.service_id_ref,
        subject_kind=letter.subject_kind,
        subject_ref=letter.subject_ref,
        confidential=letter.confidential,
        reply_kind=letter.reply_kind,
        reply_agent_ref=letter.reply_agent_ref,
    )
    outbox.publish("letter.readdressed", dispatch_id=made.pk, returned_id=letter.pk)
    return made


def _lines(typed: str) -> list[str]:
    """As written on the envelope. Raises Refused."""
    lines = [" ".join(line.split()) for line in typed.replace("\x00", "").splitlines()]
    lines = [line for line in lines if line]
    if not lines:
        raise Refused(_("Écrivez l’adresse corrigée, ligne par ligne."))
    if len(lines) > 6 or len("\n".join(lines)) > LONGEST:
        raise Refused(_("Cette adresse est trop longue pour une enveloppe à fenêtre : six lignes au plus."))
    return lines


def _readdressed(letter: Dispatch, lines: list[str]) -> dict[str, object]:
    """The window shows the corrected address; nothing else of what was written changes."""
    variables = dict(letter.variables)
    for name, data in variables.items():
        if isinstance(data, dict) and isinstance(data.get("person"), dict) and "address_lines" in data["person"]:
            variables[name] = {**data, "person": {**data["person"], "address_lines": lines}}
    return variables
