"""A domain is believed when the name server says so; unchecked is never passed; silence changes nothing."""

import pytest

from messaging import operations, policies, queries
from messaging.enums import DispatchState, DomainVerdict
from messaging.models import SendingDomain
from messaging.tasks import check_sending_domains, send_dispatches
from tests.messaging.envelopes import PostOffice, open_office, prepared, service, town
from tests.messaging.name_server import GOOD, name_server

pytestmark = pytest.mark.django_db

DKIM = ("grc._domainkey.admiville.example", "TXT")
DMARC = ("_dmarc.admiville.example", "TXT")
SPF = ("admiville.example", "TXT")


def checked(settings, changes=None, **known):
    records = {**GOOD, **(changes or {})}
    with name_server(settings, {key: value for key, value in records.items() if value}, **known):
        return operations.check_sending_domain(town(), "admiville.example")


def test_a_domain_in_order_is_passed(settings):
    row = checked(settings, sending_addresses=("192.0.2.5",))
    assert row.verdict == DomainVerdict.PASSED
    assert set(row.sentences) == {"spf", "dkim", "dmarc", "alignment"}
    assert row.checked_at
    assert row.last_error == ""


@pytest.mark.parametrize(
    ("changes", "known", "failed"),
    [
        ({SPF: []}, {}, {"spf"}),
        ({SPF: ["v=spf1 -all", "v=spf1 ~all"]}, {}, {"spf"}),
        ({SPF: ["v=spf1 a +all"]}, {}, {"spf"}),
        ({SPF: ["v=spf1 include:boucle.example -all"], ("boucle.example", "TXT"): ["v=spf1 include:boucle.example"]},
         {"sending_addresses": ("192.0.2.5",)}, {"spf"}),
        ({}, {"sending_addresses": ("192.0.2.5", "198.51.100.9")}, {"spf"}),
        ({DKIM: []}, {}, {"dkim"}),
        ({DKIM: ["v=DKIM1; p="]}, {}, {"dkim"}),
        ({}, {"relay_dkim_selectors": ()}, {"dkim"}),
        ({DMARC: []}, {}, {"dmarc"}),
        ({DMARC: ["v=DMARC1; p=none", "v=DMARC1; p=reject"]}, {}, {"dmarc"}),
        ({DMARC: ["v=spf1 -all"]}, {}, {"dmarc"}),
        ({SPF: [], DKIM: []}, {}, {"spf", "dkim", "alignment"}),
    ],
)  # fmt: skip
def test_what_is_wrong_fails_by_its_name(settings, changes, known, failed):
    row = checked(settings, changes, **known)
    assert row.verdict == DomainVerdict.FAILED
    assert {name for name in ("spf", "dkim", "dmarc", "alignment") if getattr(row, name) == "failed"} == failed
    assert all(row.sentences[name] for name in failed)


def test_dkim_alone_is_enough_to_align_when_the_envelope_is_elsewhere(settings):
    records = {("retours.example", "TXT"): ["v=spf1 -all"]}
    row = checked(settings, records, envelope_sender="rebonds@retours.example")
    assert (row.spf, row.alignment, row.verdict) == ("passed", "passed", "passed")
    row = checked(settings, {**records, DKIM: []}, envelope_sender="rebonds@retours.example")
    assert (row.dkim, row.alignment) == ("failed", "failed")


def test_strict_alignment_is_obeyed(settings):
    records = {("retours.admiville.example", "TXT"): ["v=spf1 -all"], DKIM: []}
    loose = checked(settings, records, envelope_sender="r@retours.admiville.example")
    assert loose.alignment == "passed"
    records[DMARC] = ["v=DMARC1; p=reject; aspf=s"]
    assert checked(settings, records, envelope_sender="r@retours.admiville.example").alignment == "failed"


@pytest.mark.parametrize("mode", ["servfail", "silent"])
def test_an_outage_keeps_the_last_verdict_and_is_told(settings, mode):
    first = checked(settings)
    with name_server(settings, GOOD) as server:
        server.mode = mode
        row = operations.check_sending_domain(town(), "admiville.example")
    assert row.verdict == DomainVerdict.PASSED
    assert row.checked_at == first.checked_at
    assert row.tried_at > first.tried_at
    assert "ne répond pas" in row.last_error


def test_a_first_check_that_learns_nothing_is_not_passed(settings):
    with name_server(settings, GOOD) as server:
        server.mode = "silent"
        row = operations.check_sending_domain(town(), "admiville.example")
    assert row.verdict == DomainVerdict.UNCHECKED
    assert queries.domain_alarms(town())


def test_the_task_run_three_times_keeps_one_verdict_a_domain(settings):
    service()
    other = service("ccas", "CCAS")
    other.email = "ccas@solidarite.example"
    other.save()
    with name_server(settings, GOOD):
        assert [check_sending_domains() for _turn in range(3)] == [2, 2, 2]
    verdicts = dict(SendingDomain.objects.values_list("domain", "verdict"))
    assert verdicts == {"admiville.example": "passed", "solidarite.example": "failed"}


def test_the_page_shows_every_domain_we_write_from_checked_or_not(settings):
    service()
    (row,) = queries.sending_domains(town())
    assert (row.domain, row.verdict, row.passed) == ("admiville.example", "unchecked", False)
    assert row.addresses == ["mairie@admiville.example", "etat-civil@admiville.example"]
    assert "pas encore été vérifié" in row.alarm
    checked(settings)
    (row,) = queries.sending_domains(town())
    assert [check.verdict for check in row.checks] == ["passed"] * 4
    assert row.alarm == ""


def test_agents_write_from_a_checked_domain_only(settings):
    settings.GRC_MESSAGING = {"require_checked_domain": True}
    address = "etat-civil@admiville.example"
    assert not policies.may_write_from(address)
    assert "n’est pas vérifié" in policies.why_not_from(address)
    checked(settings)
    settings.GRC_MESSAGING = {"require_checked_domain": True}
    assert policies.may_write_from("Etat-Civil@Admiville.example")
    assert policies.may_write_from("admiville.example")
    assert policies.why_not_from(address) == ""
    assert not policies.may_write_from("x@mal-admiville.example")


def test_an_acknowledgement_leaves_from_a_domain_that_fails(settings):
    checked(settings, {SPF: []})
    settings.GRC_MESSAGING = {"require_checked_domain": True}
    dispatch = prepared()
    with open_office(settings, PostOffice()):
        send_dispatches()
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.SENT
    assert queries.domain_alarms(town())
