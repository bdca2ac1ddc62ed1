"""What a door does for one procedure, and the sentence an agent says when it does not file."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.enums import Channel
from procedures.enums import ChannelMeaning
from procedures.form_engine import say
from procedures.models import ProcedureVersion


def meaning(version: ProcedureVersion, channel: str) -> ChannelMeaning:
    """Files, prepares, is a mere contact, or closed; a program files as the site does."""
    doors = version.definition.get("channels", {})
    return ChannelMeaning(doors.get(Channel.WEB if channel == Channel.API else channel, ChannelMeaning.CLOSED))


def note(version: ProcedureVersion, channel: str) -> str:
    """What the town says of that door: « Un agent remplit la demande avec vous. »"""
    return say(version.definition.get("channels", {}).get("notes", {}).get(channel))


def refusal(version: ProcedureVersion, channel: str) -> str:
    """Why nothing is filed by that door, and what to do instead; empty where it files."""
    said = {
        ChannelMeaning.PREPARES: _(
            "Par cette voie, la demande se prépare seulement : remettez ou envoyez le dossier préparé, "
            "la personne le terminera."
        ),
        ChannelMeaning.CONTACT: _(
            "Par cette voie, la démarche ne fait l’objet que d’un échange : notez le contact, sans ouvrir de demande."
        ),
        ChannelMeaning.CLOSED: _("Cette démarche n’est pas ouverte par cette voie."),
    }
    return said.get(meaning(version, channel), "")
