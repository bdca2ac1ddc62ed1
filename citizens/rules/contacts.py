"""Contact points in one spelling, so that two spellings of the same are found to be the same. Pure."""

import re

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from citizens.enums import ContactKind
from core.folding import fold

# Dialled as in France, but under another country code.
OVERSEAS = {
    "0590": "GP", "0690": "GP", "0691": "GP", "0594": "GF", "0694": "GF", "0596": "MQ", "0696": "MQ", "0697": "MQ",
    "0262": "RE", "0263": "RE", "0692": "RE", "0693": "RE", "0269": "YT", "0639": "YT", "0508": "PM",
}  # fmt: skip
# Kept for works of fiction in France (Arcep), though 0639 is otherwise Mayotte.
FICTION = "063998"


def normalise_email(text: str) -> str | None:
    """Lower case, the domain in IDNA ASCII; None when it is no address. Nothing is asked of the network."""
    try:
        found = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    domain = found.ascii_domain or found.domain
    return f"{found.local_part}@{domain}".lower()


def parsed_phone(text: str, region: str = "FR") -> phonenumbers.PhoneNumber | None:
    """« 0590… » and « +33 5 90… » are Guadeloupe: the same digits always give the same number."""
    dialled = re.sub(r"[^\d+]", "", text.replace("(0)", ""))
    national = re.sub(r"^(\+|00)33", "0", dialled)
    beyond = OVERSEAS.get(national[:4]) if region == "FR" and not national.startswith(FICTION) else None
    try:
        return phonenumbers.parse(national, beyond) if beyond else phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None


def normalise_phone(text: str, region: str = "FR") -> str | None:
    """E.164 (« +33639980112 »), numbers without prefix read as French; None when no such number can exist."""
    found = parsed_phone(text, region)
    if found is None or not phonenumbers.is_possible_number(found):
        return None
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)


def normalise_postal(text: str) -> str | None:
    return fold(text)[:500] or None


_RULES = {
    ContactKind.EMAIL: normalise_email,
    ContactKind.PHONE: normalise_phone,
    ContactKind.POSTAL: normalise_postal,
}


def normalise(kind: str, text: str) -> str | None:
    """The one spelling used to compare; None when the text is not of that kind."""
    return _RULES[ContactKind(kind)](text) if text.strip() else None
