"""Asking the domain name servers whether our mails may be believed; the network first, the database after."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import Commune
from messaging.conf import conf
from messaging.enums import DomainVerdict
from messaging.models import SendingDomain
from messaging.queries import domains_in_use
from messaging.resolver import NoAnswer, Resolver
from messaging.rules import sending_domain as rules
from messaging.rules.addresses import envelope_sender
from messaging.rules.sending_domain import Check

logger = logging.getLogger(__name__)


def check_sending_domains() -> int:
    """Every domain that every commune writes from; returns how many answered. One that does not blocks no other."""
    answered = 0
    for commune in Commune.objects.order_by("pk"):
        for domain in domains_in_use(commune):
            answered += check_sending_domain(commune, domain).last_error == ""
    return answered


def check_sending_domain(commune: Commune, domain: str) -> SendingDomain:
    """A server that does not answer changes no verdict: it is only noted."""
    began = timezone.now()
    try:
        checks, error = _look_up(domain, envelope_sender(commune).rpartition("@")[2].lower()), ""
    except NoAnswer as silence:
        checks, error = {}, _("Le serveur de noms ne répond pas (%s).") % silence
        logger.warning("the domain name server does not answer about a sending domain")
    return _keep(commune, domain, checks, error, began)


def _look_up(domain: str, envelope: str) -> dict[str, Check]:
    known, ask = conf(), Resolver().ask
    record = rules.dmarc_record(domain, ask)
    checks = {
        "spf": rules.check_spf(envelope or domain, known, ask),
        "dkim": rules.check_dkim(domain, known, ask),
        "dmarc": rules.check_dmarc(domain, record),
    }
    passed = {name: check.passed for name, check in checks.items()}
    checks["alignment"] = rules.check_alignment(domain, envelope or domain, known, record, passed)
    return checks


@transaction.atomic
def _keep(commune: Commune, domain: str, checks: dict[str, Check], error: str, began: dt.datetime) -> SendingDomain:
    row, _created = SendingDomain.objects.select_for_update().get_or_create(commune=commune, domain=domain)
    row.tried_at = began
    row.last_error = error[:300]
    if checks:
        for name, check in checks.items():
            setattr(row, name, check.verdict)
        row.sentences = {name: check.sentence for name, check in checks.items()}
        passed = all(check.passed for check in checks.values())
        row.verdict = DomainVerdict.PASSED if passed else DomainVerdict.FAILED
        row.checked_at = began
    row.save()
    return row
