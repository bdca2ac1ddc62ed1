"""What pages show of sending: the domains we write from, what waits, the addresses that take no mail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _, gettext_lazy

from core.actor import Actor
from core.models import Commune
from messaging import policies
from messaging.enums import DomainVerdict
from messaging.models import AddressState, Dispatch, SendingDomain
from messaging.querysets import DispatchQuerySet
from messaging.rules.addresses import address_key
from organisation.models import Service

LABELS = {"spf": "SPF", "dkim": "DKIM", "dmarc": "DMARC", "alignment": gettext_lazy("Alignement")}


@dataclass(frozen=True)
class CheckRow:
    """`verdict` is unchecked, passed or failed; `label` its French word."""

    name: str
    verdict: str
    label: str
    sentence: str


@dataclass(frozen=True)
class DomainRow:
    """`alarm` is empty when all is well; `last_error` says why the last try taught nothing (the verdict stands)."""

    domain: str
    addresses: list[str]
    verdict: str
    label: str
    checks: list[CheckRow]
    checked_at: dt.datetime | None
    tried_at: dt.datetime | None
    last_error: str
    alarm: str

    @property
    def passed(self) -> bool:
        return self.verdict == DomainVerdict.PASSED


def addresses_in_use(commune: Commune) -> dict[str, list[str]]:
    """{domain: the addresses we write from}, of the town and of its open services."""
    services = Service.objects.filter(commune=commune, is_active=True).exclude(email="").values_list("email", flat=True)
    town = commune.email or settings.DEFAULT_FROM_EMAIL
    found: dict[str, list[str]] = {}
    for address in dict.fromkeys(one.strip().lower() for one in [town, *services.order_by("order", "pk")]):
        domain = address.rpartition("@")[2]
        if domain:
            found.setdefault(domain, []).append(address)
    return found


def domains_in_use(commune: Commune) -> list[str]:
    return sorted(addresses_in_use(commune))


def sending_domains(commune: Commune) -> list[DomainRow]:
    """One row a domain we write from, checked or not."""
    known = {row.domain: row for row in SendingDomain.objects.filter(commune=commune)}
    in_use = addresses_in_use(commune)
    return [_row(known.get(domain) or SendingDomain(domain=domain), in_use[domain]) for domain in sorted(in_use)]


def domain_alarms(commune: Commune) -> list[str]:
    """A sentence for each domain that is not in order: receipts leave all the same, so that it must be seen."""
    return [row.alarm for row in sending_domains(commune) if row.alarm]


def _row(domain: SendingDomain, addresses: list[str]) -> DomainRow:
    verdicts = {name: DomainVerdict(getattr(domain, name)) for name in LABELS}
    checks = [
        CheckRow(str(LABELS[name]), verdict, str(verdict.label), domain.sentences.get(name, ""))
        for name, verdict in verdicts.items()
    ]
    return DomainRow(
        domain=domain.domain,
        addresses=addresses,
        verdict=domain.verdict,
        label=str(DomainVerdict(domain.verdict).label),
        checks=checks,
        checked_at=domain.checked_at,
        tried_at=domain.tried_at,
        last_error=domain.last_error,
        alarm=_alarm(domain),
    )


def _alarm(domain: SendingDomain) -> str:
    if domain.verdict == DomainVerdict.PASSED:
        return ""
    if domain.verdict == DomainVerdict.UNCHECKED:
        return _("Le domaine %s n’a pas encore été vérifié : nos courriels peuvent être refusés.") % domain.domain
    return _("Le domaine %s n’est pas en règle : nos courriels peuvent être refusés.") % domain.domain


def waiting_notices(by: Actor) -> DispatchQuerySet:
    """Notices made to wait by the ceiling, next to leave first (`due_at`), that this agent may see."""
    return Dispatch.objects.capped().filter(policies.visible_to(by))


def faulty_addresses(commune_id: int, addresses: Iterable[str]) -> dict[str, AddressState]:
    """{address as given: its fault}, in one query."""
    keys = {address: address_key(address) for address in addresses if address}
    found = AddressState.objects.filter(commune_id=commune_id, address__in=set(keys.values()))
    by_key = {fault.address: fault for fault in found}
    return {address: by_key[key] for address, key in keys.items() if key in by_key}


def address_alarm(commune_id: int, address: str) -> str:
    """What to tell whoever is about to write there; empty when nothing is known against the address."""
    fault = faulty_addresses(commune_id, [address]).get(address)
    if fault is None:
        return ""
    return _("Un courriel à %(address)s n’est pas arrivé : %(reason)s Joignez la personne autrement.") % {
        "address": address,
        "reason": fault.reason,
    }
