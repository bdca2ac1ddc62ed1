"""First column: people found, and everything the reception must know of the one who asks."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _, ngettext

from channels_app.reading import last_contacts
from citizens.enums import LANGUAGES, ContactKind, Need, PartyKind
from citizens.mandates import acting_for
from citizens.models import Citizen, ContactPoint
from citizens.search import find_people
from core import calendar
from core.actor import Actor
from core.enums import Channel
from core.errors import Refused
from core.models import Commune
from core.templatetags.grc_dates import date_simple, heure, jour_court, relative
from requests_app import policies
from requests_app.enums import IdentityMethod
from requests_app.models import IdentityCheck, ServiceRequest
from requests_app.operations import find_draft
from requests_app.reading.counter import CounterRow, CounterView, counter_view
from requests_app.reading.identity import known_facts

from . import words
from .desk import NOBODY, PHONE, SOMEBODY_NEW, DeskState

SHOWN_ROWS = 4


@dataclass(frozen=True)
class Found:
    value: str
    name: str
    initials: str
    detail: str
    reasons: str
    url: str = ""


@dataclass(frozen=True)
class Prepared:
    code: str
    title: str
    detail: str


@dataclass(frozen=True)
class Row:
    title: str
    detail: str
    due: str
    next: str
    url: str
    late: bool = False


@dataclass(frozen=True)
class Fact:
    kind: str
    label: str
    value: str
    ticked: bool


@dataclass(frozen=True)
class ContactLine:
    icon: str
    subject: str
    moment: str


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class PersonSide:
    """Everything of the chosen person; ``identity`` is the sentence of a valid check, empty without one."""

    citizen: Citizen
    name: str
    initials: str
    detail: str
    url: str
    facts: list[str] = field(default_factory=list)
    mandates: list[Option] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    more_rows: list[Row] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)
    contacts: list[ContactLine] = field(default_factory=list)
    identity: str = ""
    identity_open: bool = False
    identity_error: str = ""
    checkable: list[Fact] = field(default_factory=list)
    call_back: str = ""
    code_number: str = ""
    receives: bool = False

    @property
    def more_label(self) -> str:
        return ngettext("%(n)s autre demande", "%(n)s autres demandes", len(self.more_rows)) % {
            "n": len(self.more_rows)
        }


def search(query: str, commune: Commune, by: Actor) -> list[Found]:
    """Best first, each with its reasons; nothing under two signs."""
    if len(query) < 2:
        return []
    matches = find_people(query, commune_id=commune.pk, by=by)
    homes = _homes([one.citizen for one in matches], by)
    return [
        Found(
            str(one.citizen.public_id),
            one.citizen.display_name,
            one.citizen.initials,
            " · ".join(part for part in (detail(one.citizen), homes.get(one.citizen.pk, "")) if part),
            ", ".join(str(reason) for reason in one.reasons).capitalize() if one.reasons else "",
        )
        for one in matches
    ]


def _homes(people: Sequence[Citizen], by: Actor) -> dict[int, str]:
    """{person: first line of the latest address this agent may see}, in one query: it tells homonyms apart."""
    points = ContactPoint.objects.visible_to(by).in_use().filter(kind=ContactKind.POSTAL, citizen__in=people)
    return {point.citizen_id: re.split(r"[,\n]", point.value)[0].strip() for point in points.order_by("pk")}


def find(state: DeskState, commune: Commune, by: Actor) -> Citizen | None:
    """The one chosen, as this agent may see them; the kept one after a merge."""
    if state.person in ("", NOBODY, SOMEBODY_NEW):
        return None
    try:
        wanted = uuid.UUID(state.person)
    except ValueError:
        return None
    found = Citizen.objects.visible_to(by).filter(public_id=wanted, commune=commune).select_related("canonical").first()
    return (found.canonical or found) if found else None


def detail(citizen: Citizen) -> str:
    """« Né(e) le 12 avril 1987 », and the maiden name."""
    if citizen.kind != PartyKind.PERSON:
        return " · ".join(part for part in (str(PartyKind(citizen.kind).label), citizen.registration) if part)
    known = citizen.birth_date is not None and not citizen.birth_veiled
    born = _("Né(e) le %s") % date_simple(citizen.birth_date) if known else _("Naissance inconnue")
    maiden = _("nom de famille %s") % citizen.family_name if citizen.name_in_use else ""
    return " · ".join(part for part in (born, maiden) if part)


def page_of(citizen: Citizen) -> str:
    try:
        return reverse("back_office:person", args=[citizen.public_id])
    except NoReverseMatch:
        return ""


def build(citizen: Citizen, state: DeskState, by: Actor, typed: Mapping[str, Any], error: str = "") -> PersonSide:
    """One reading, recorded by the counter view itself; without the role « accueil », the name and what to know."""
    today = calendar.today(citizen.commune)
    receives = policies.can_receive(by) is True
    view = CounterView(citizen, citizen.display_name, [])
    if receives:
        view = counter_view(citizen.pk, by=by, situation="phone" if state.situation == PHONE else "present")
    rows = [_row(one, today) for one in view.rows if one.is_open]
    ended = [_row(one, today) for one in view.rows if not one.is_open]
    ticked = set(typed.getlist("_fait")) if hasattr(typed, "getlist") else set()
    return PersonSide(
        citizen=citizen,
        name=citizen.display_name,
        initials=citizen.initials,
        detail=detail(citizen),
        url=page_of(citizen),
        facts=_to_know(citizen, today),
        mandates=_mandates(citizen, today, str(typed.get("_mandat", ""))),
        rows=rows[:SHOWN_ROWS],
        more_rows=[*rows[SHOWN_ROWS:], *ended],
        tasks=[_task(one, today) for one in view.tasks],
        contacts=[_contact(one) for one in last_contacts(citizen.pk, by)],
        identity=_checked(view.identity) if view.identity else "",
        identity_open=bool(error),
        identity_error=error,
        checkable=[]
        if view.identity or not receives
        else [Fact(one.kind, str(one.label), one.value, one.kind in ticked) for one in known_facts(citizen.pk, by=by)],
        call_back=words.phone(_phone(citizen, by)),
        code_number=str(typed.get("_verif_numero", ""))[:20],
        receives=receives,
    )


def _row(row: CounterRow, today: dt.date) -> Row:
    url = reverse("back_office:request", args=[row.public_id]) if row.public_id else ""
    return Row(
        title=row.procedure_title,
        detail=" · ".join(part for part in (row.number, row.service_name, row.phase_label.lower()) if part),
        due=str(row.due_words) if row.is_open else jour_court(row.received_on),
        next=str(row.next_step) if row.is_open else "",
        url=url,
    )


def _task(task: Any, today: dt.date) -> Row:
    return Row(task.subject or task.get_kind_display(), "", relative(task.due_on, today), "", "", task.due_on < today)


def _contact(contact: Any) -> ContactLine:
    subject = contact.subject or _("Échange avec %s") % contact.service_name
    return ContactLine(words.icon_of(contact.channel), subject, words.moment(contact.at))


def _checked(check: IdentityCheck) -> str:
    said = {
        IdentityMethod.CODE: _("Code vérifié à %s"),
        IdentityMethod.FACTS: _("Deux faits vérifiés à %s"),
        IdentityMethod.CALL_BACK: _("Rappel au numéro connu à %s"),
        IdentityMethod.SEEN: _("Pièce d’identité vue par vous à %s"),
    }
    sentence = said[IdentityMethod(check.method)] % heure(check.checked_at)
    return _("%s : vous pouvez parler de ses demandes pendant trente minutes.") % sentence


def _phone(citizen: Citizen, by: Actor) -> str:
    points = ContactPoint.objects.of_person(citizen).visible_to(by).in_use().filter(kind=ContactKind.PHONE)
    latest = points.order_by("-pk").first()
    return latest.value if latest else ""


def _to_know(citizen: Citizen, today: dt.date) -> list[str]:
    """Needs, language, way they like, protected address, alerts: said before the first word."""
    lines = [str(alert.get_kind_display()) for alert in citizen.alerts.standing(today)]
    lines += [str(Need(one).label) for one in citizen.needs or () if one in Need.values]
    if citizen.language and citizen.language != "fr":
        lines.append(_("Parle : %s") % LANGUAGES.get(citizen.language, citizen.language))
    if citizen.preferred_channel:
        lines.append(_("Préfère : %s") % str(Channel(citizen.preferred_channel).label).lower())
    if citizen.protected:
        lines.append(_("Adresse protégée : ne la dites à personne."))
    return lines


def _mandates(citizen: Citizen, today: dt.date, chosen: str) -> list[Option]:
    return [
        Option(str(one.public_id), _mandate(one), str(one.public_id) == chosen) for one in acting_for(citizen, today)
    ]


def _mandate(mandate: Any) -> str:
    return _("pour %(name)s, jusqu’au %(day)s") % {
        "name": mandate.principal.display_name,
        "day": date_simple(mandate.until_on),
    }


def request_hit(query: str, by: Actor) -> ServiceRequest | None:
    """A number typed whole where a name is looked for."""
    number = query.upper().replace(" ", "")
    if len(number) < 8 or not number[:4].isdigit():
        return None
    return ServiceRequest.objects.visible_to(by).filter(number=number).first()


def prepared(query: str, commune: Commune) -> Prepared | None:
    """The code of a form prepared on the site or by phone, typed where a name is looked for: it opens that form."""
    found = find_draft(query)
    if found is None or found.commune_id != commune.pk:
        return None
    title = found.procedure_version.procedure.title
    where = _("Préparée sur le site") if found.channel == Channel.WEB else _("Préparée avec un agent")
    return Prepared(found.resume_code, title, f"{where}, {words.moment(found.updated_at)}")


def birth_date(typed: str) -> dt.date | None:
    """« 12/04/1987 », « 12 4 1987 », « 12041987 », « 1987-04-12 ». Raises Refused with how to write it."""
    figures = [part for part in re.split(r"\D+", typed.strip()) if part]
    if not figures:
        return None
    if len(figures) == 1 and len(figures[0]) == 8:
        figures = [figures[0][:2], figures[0][2:4], figures[0][4:]]
    if len(figures) == 3 and len(figures[0]) == 4:
        figures.reverse()
    try:
        day, month, year = (int(part) for part in figures)
        return dt.date(year, month, day)
    except ValueError as wrong:
        raise Refused(_("Écrivez la date de naissance comme 12/04/1987.")) from wrong
