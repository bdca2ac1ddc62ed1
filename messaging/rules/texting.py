"""A text message: how many segments it takes, what it costs, which numbers take it.

GSM 03.38: 160 characters of its alphabet in one segment, 153 each in several; anything else turns the whole message
to UCS-2, 70 then 67. The characters of the extension table count twice.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

import phonenumbers
from django.utils.translation import gettext as _

from core.enums import Channel
from core.errors import Refused
from messaging.enums import AS_TEXT
from messaging.rules.wording import MissingVariable, fill
from messaging.variables import samples

# Templates of text messages stand apart: no other may leave as one, and they leave as nothing else.
TEXT_PREFIX = "sms-"
MOST_SEGMENTS = 2
# The only words a text message has about a confidential request.
UNTOLD = "sms-la-mairie-vous-a-ecrit"
# Whoever lives here writes numbers the national way.
HOME, HOME_CODE = "FR", 33

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")
# Signs of good typography that would double the price: a telephone shows the plain ones as well.
_PLAIN = str.maketrans("’‘«»“”–—\u00a0\u202f", '\'\'""""--  ', "") | {ord("…"): "...", ord("œ"): "oe"}
_MOBILE = frozenset({phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE})


@dataclass(frozen=True)
class Measure:
    """`alphabet` is GSM-7 or UCS-2; `length` counts as the network does."""

    alphabet: str
    length: int
    segments: int


def plain(text: str) -> str:
    """As it is sent: one paragraph a line, ordinary apostrophes, quotes and spaces."""
    lines = (" ".join(line.translate(_PLAIN).split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def measure(text: str) -> Measure:
    if set(text) <= _BASIC | _EXTENDED:
        length = sum(2 if sign in _EXTENDED else 1 for sign in text)
        return Measure("GSM-7", length, _segments(length, 160, 153))
    length = len(text.encode("utf-16-be")) // 2
    return Measure("UCS-2", length, _segments(length, 70, 67))


def _segments(length: int, alone: int, together: int) -> int:
    return 1 if length <= alone else math.ceil(length / together)


def cost(segments: int, cents_each: Decimal) -> Decimal:
    """In cents, with their hundredths."""
    return (cents_each * segments).quantize(Decimal("0.01"))


def too_long(body: str, variable_set: str) -> str:
    """The French sentence when a template, filled with its samples, takes more than two segments."""
    try:
        measured = measure(plain(fill(body, samples(variable_set))))
    except MissingVariable as missing:
        return str(missing)
    if measured.segments <= MOST_SEGMENTS:
        return ""
    return _(
        "Ce texte prend %(segments)d SMS (%(length)d caractères, alphabet %(alphabet)s) : deux au plus. "
        "Raccourcissez-le ; les lettres ç, ê, â, î, ô et û réduisent la place de moitié."
    ) % {"segments": measured.segments, "length": measured.length, "alphabet": measured.alphabet}


def mobile_number(typed: str) -> str:
    """The number in E.164 (« +33639984127 ») when a text message reaches it; else an empty string."""
    return "" if why_not_mobile(typed) else _e164(typed)


def why_not_mobile(typed: str) -> str:
    """The French sentence of why no text message can leave for this number; empty when one can."""
    try:
        number = phonenumbers.parse(typed, HOME)
    except phonenumbers.NumberParseException:
        return _("« %s » n’est pas un numéro de téléphone.") % typed[:30]
    if not phonenumbers.is_possible_number(number):
        return _("« %s » n’est pas un numéro de téléphone qui existe.") % typed[:30]
    if not _is_mobile(number):
        return _("Le %s est un téléphone fixe : il ne reçoit pas de SMS.") % phonenumbers.format_number(
            number, phonenumbers.PhoneNumberFormat.NATIONAL
        )
    return ""


def as_text(address: str, *, kind: str, template: str, channel: str, confidential: bool) -> str:
    """The number this text message leaves for, in E.164. Raises Refused where it may not leave as one.

    A text cannot hold the mentions of an acknowledgement (CRPA R112-5) nor the grounds of a decision; of a
    confidential request it says that the town wrote, and no more.
    """
    if channel != Channel.SMS or not template.startswith(TEXT_PREFIX):
        raise Refused(_("Un SMS a ses propres modèles, courts ; ils ne servent qu’aux SMS."))
    if kind not in AS_TEXT:
        raise Refused(
            _("Un SMS est un avis ou un code, jamais un accusé de réception, une décision ni une réponse entière.")
        )
    if confidential and template != UNTOLD:
        raise Refused(_("D’une demande confidentielle, un SMS dit seulement que la mairie a écrit."))
    if sentence := why_not_mobile(address):
        raise Refused(sentence)
    return _e164(address)


def _is_mobile(number: phonenumbers.PhoneNumber) -> bool:
    """At home by its first figure, 6 or 7: numbers kept for fiction are mobile ones too."""
    if number.country_code == HOME_CODE:
        return str(number.national_number)[0] in "67"
    return phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) in _MOBILE


def _e164(typed: str) -> str:
    return phonenumbers.format_number(phonenumbers.parse(typed, HOME), phonenumbers.PhoneNumberFormat.E164)
