"""Contact points in one spelling, so that two spellings of the same are found to be the same. Pure."""

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from citizens.enums import ContactKind
from core.folding import fold


def normalise_email(text: str) -> str | None:
    """Lower case, the domain in IDNA ASCII; None when it is no address. Nothing is asked of the network."""
    try:
        found = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    domain = found.ascii_domain or found.domain
    return f"{found.local_part}@{domain}".lower()


def normalise_phone(text: str, region: str = "FR") -> str | None:
    """E.164 (« +33639980112 »), numbers without prefix read as French; None when no such number can exist."""
    try:
        found = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(found):
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
