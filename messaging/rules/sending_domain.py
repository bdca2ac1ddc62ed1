"""May the mails of a domain be believed? SPF, DKIM, DMARC and their alignment, each with its sentence."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from cryptography.hazmat.primitives import serialization
from django.utils.translation import gettext as _

from messaging.conf import Conf
from messaging.enums import DomainVerdict
from messaging.rules import spf
from messaging.rules.spf import Ask


@dataclass(frozen=True)
class Check:
    passed: bool
    sentence: str

    @property
    def verdict(self) -> DomainVerdict:
        return DomainVerdict.PASSED if self.passed else DomainVerdict.FAILED


def check_spf(domain: str, known: Conf, ask: Ask) -> Check:
    """Of the domain on the envelope: it is that one that receivers look up."""
    try:
        record = spf.record_of(domain, ask)
        if not spf.is_closed(record, ask):
            return Check(False, _("L’enregistrement SPF de %s laisse n’importe qui écrire en son nom.") % domain)
        refused = [one for one in known.sending_addresses if not spf.passes(one, domain, ask)]
    except spf.BadRecord:
        return Check(False, _("%s n’a pas un enregistrement SPF et un seul.") % domain)
    if refused:
        values = {"domain": domain, "addresses": ", ".join(refused)}
        return Check(False, _("L’enregistrement SPF de %(domain)s n’autorise pas %(addresses)s.") % values)
    return Check(True, _("L’enregistrement SPF de %s est en règle.") % domain)


def check_dkim(domain: str, known: Conf, ask: Ask) -> Check:
    """The key we sign with is the one published; or a key of the town's relay is published."""
    if known.dkim_selector and known.dkim_private_key and _within(domain, known.dkim_domain):
        published = _key_at(f"{known.dkim_selector}._domainkey.{known.dkim_domain}", ask)
        if not published:
            return Check(False, _("La clé DKIM « %s » n’est pas publiée.") % known.dkim_selector)
        if published != _public_key(known.dkim_private_key):
            return Check(False, _("La clé DKIM publiée n’est pas celle qui signe nos courriels."))
        return Check(True, _("Nos courriels sont signés avec la clé DKIM publiée."))
    if not known.relay_dkim_selectors:
        return Check(False, _("Aucune signature DKIM n’est réglée pour %s.") % domain)
    if any(_key_at(f"{selector}._domainkey.{domain}", ask) for selector in known.relay_dkim_selectors):
        return Check(True, _("La clé DKIM du relais de la ville est publiée."))
    return Check(False, _("La clé DKIM du relais de la ville n’est pas publiée."))


def dmarc_record(domain: str, ask: Ask) -> dict[str, str]:
    """The tags of the one record that applies: the domain's, else that of a domain above it; {} when there is none."""
    labels = domain.split(".")
    for start in range(len(labels) - 1):
        texts = ask("_dmarc." + ".".join(labels[start:]), "TXT")
        found = [tags for tags in map(_tags, texts) if tags.get("v") == "DMARC1"]
        if found:
            return found[0] if len(found) == 1 and found[0].get("p") else {}
    return {}


def check_dmarc(domain: str, record: dict[str, str]) -> Check:
    if record:
        return Check(True, _("L’enregistrement DMARC de %s est en règle.") % domain)
    return Check(False, _("%s n’a pas d’enregistrement DMARC valable.") % domain)


def check_alignment(domain: str, envelope: str, known: Conf, record: dict[str, str], passed: dict[str, bool]) -> Check:
    """DMARC asks that SPF or DKIM speak of the very domain that the reader sees."""
    by_spf = passed["spf"] and _aligned(envelope, domain, strict=record.get("aspf") == "s")
    signer = known.dkim_domain if known.dkim_private_key and _within(domain, known.dkim_domain) else domain
    by_dkim = passed["dkim"] and _aligned(signer, domain, strict=record.get("adkim") == "s")
    if by_spf or by_dkim:
        return Check(True, _("Le domaine que lit le destinataire est celui qui est vérifié."))
    return Check(False, _("Ni SPF ni DKIM ne répondent du domaine que lit le destinataire."))


def _aligned(one: str, other: str, *, strict: bool) -> bool:
    """Relaxed: the same domain, or one above the other (without the list of public suffixes, the safer reading)."""
    return one == other or (not strict and (_within(one, other) or _within(other, one)))


def _within(domain: str, above: str) -> bool:
    return bool(above) and (domain == above or domain.endswith("." + above))


def _key_at(name: str, ask: Ask) -> str:
    """The published key; « » when there is none, or when it was withdrawn (an empty p=)."""
    texts = [tags for tags in map(_tags, ask(name, "TXT")) if "p" in tags]
    return texts[0]["p"].replace(" ", "") if len(texts) == 1 else ""


def _tags(text: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split(";") if "=" in part)
    return {name.strip(): value.strip() for name, _equal, value in pairs}


def _public_key(pem: str) -> str:
    try:
        private = serialization.load_pem_private_key(pem.encode(), password=None)
    except ValueError:
        return ""
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return base64.b64encode(public).decode()
