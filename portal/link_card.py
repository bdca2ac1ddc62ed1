"""What the card of a draft says of the link asked by e-mail."""

from dataclasses import dataclass

from django.http import HttpRequest

from core.errors import Refused
from requests_app.models import Draft
from requests_app.operations import checked_address

ASKED, SENT, REFUSED = "lien", "envoye", "a-corriger"
# Where the draft keeps the address its link was last asked for; no key of a question begins so.
LINK_EMAIL = "_courriel_reprise"


@dataclass(frozen=True)
class LinkCard:
    """What the card of the draft says of its link: nothing yet, gone to that address, or why not."""

    email: str = ""
    error: str = ""
    sent: bool = False


def link_card(request: HttpRequest, draft: Draft) -> LinkCard:
    """The answer to what was just asked, kept in the address of the page: a reload sends nothing."""
    asked, email = request.GET.get(ASKED, ""), str(draft.raw.get(LINK_EMAIL, ""))
    if asked not in (SENT, REFUSED):
        return LinkCard()
    try:
        checked_address(email)
    except Refused as refusal:
        return LinkCard(email, refusal.sentence)
    return LinkCard(email, sent=asked == SENT)
