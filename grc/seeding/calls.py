"""A day on the telephone: calls heard, two lost, call-backs promised, contacts noted."""

from __future__ import annotations

import datetime as dt
from functools import partial

from accounts.models import User
from accounts.operations import set_extension
from channels_app.models import PhoneCall
from channels_app.operations import record_contact, take_call_event
from citizens.enums import ContactKind
from citizens.models import ContactPoint
from core import calendar
from core.actor import Actor
from core.models import Commune
from grc.seeding.clock import clock_at
from grc.seeding.town import BY
from organisation import presence
from organisation.models import Service
from requests_app.enums import TaskKind, TaskResult
from requests_app.models import Task
from requests_app.operations import open_task, record_attempt

LINE = "01 99 00 41 00"
DESK = "ines.fabre"
EXTENSIONS = {DESK: "214", "claire.lemoine": "221", "samira.marchand": "230", "yanis.benali": "240"}
Promised = tuple[str, int, dt.time | None, str, tuple[TaskResult, ...]]
# (minutes ago, number, seconds before the answer or None when lost, seconds of talk)
CALLS = (
    (395, "", 12, 260),
    (362, "anonymous", 9, 95),
    (301, "06 39 98 12 07", None, 41),
    (244, "", 15, 180),
    (171, "+32 2 555 01 20", 22, 340),
    (118, "221", 4, 60),
    (75, "06 39 98 55 31", None, 25),
    (33, "", 8, 150),
)
# (service, days until due, hour, subject, attempts already made)
CALL_BACKS: tuple[Promised, ...] = (
    ("accueil", -1, None, "Salle des fêtes : le tarif des associations", (TaskResult.NO_ANSWER,)),
    ("accueil", 0, dt.time(16, 30), "Pièces à apporter pour le PACS", ()),
    ("voirie", 0, None, "Lampadaire éteint : dire la date de réparation", (TaskResult.VOICEMAIL, TaskResult.NO_ANSWER)),
    ("accueil", 2, dt.time(9, 0), "Dossier de mariage : convenir d’un rendez-vous", ()),
)
CONTACTS = (
    ("accueil", "phone", "Horaires de la mairie annexe", "answered"),
    ("etat-civil", "counter", "Passeport : prise de rendez-vous expliquée", "answered"),
    ("voirie", "phone", "Ramassage des encombrants, orienté vers l’agglomération", "directed"),
    ("accueil", "counter", "Perdu la carte de médiathèque", "nothing"),
)


def play_the_telephone(commune: Commune) -> int:
    """Returns how many calls. Nothing once there are some."""
    if PhoneCall.objects.filter(commune=commune).exists() or Task.objects.filter(commune=commune).exists():
        return 0
    _give_extensions(commune)
    people, now = _callers(commune), calendar.now()
    for rank, (minutes, number, wait, talk) in enumerate(CALLS):
        caller = people[rank % len(people)].normalised if people and not number else number
        _call(commune, f"seed-{rank}", now - dt.timedelta(minutes=minutes), caller, wait, talk)
    for rank, promised in enumerate(CALL_BACKS):
        _promise(commune, people[(rank + 2) % len(people)] if people else None, promised, now)
    for rank, (code, channel, subject, outcome) in enumerate(CONTACTS):
        record_contact(
            channel=channel,
            service_id=_service(commune, code).pk,
            subject=subject,
            outcome=outcome,
            by=_desk(commune),
            citizen_id=people[rank % len(people)].citizen_id if people else None,
            at=now - dt.timedelta(days=rank, hours=2),
        )
    return len(CALLS)


def _give_extensions(commune: Commune) -> None:
    for user in User.objects.filter(commune=commune, phone_extension="", is_active=True):
        wanted = EXTENSIONS.get(user.email.partition("@")[0])
        if wanted:
            set_extension(user.pk, wanted, by=Actor.agent(user.pk))


def _desk(commune: Commune) -> Actor:
    """Who sits at the single counter."""
    user = User.objects.filter(commune=commune, phone_extension=EXTENSIONS[DESK]).first()
    return Actor.agent(user.pk) if user else Actor.system("seed_demonstration")


def _service(commune: Commune, code: str) -> Service:
    return Service.objects.get(commune=commune, code=code)


def _callers(commune: Commune) -> list[ContactPoint]:
    """People of the stories who gave a number; nobody known only through a confidential request."""
    points = ContactPoint.objects.filter(
        kind=ContactKind.PHONE, veiled=False, citizen__commune=commune, citizen__veiled=False, citizen__canonical=None
    )
    return list(points.order_by("pk")[:6])


def _call(commune: Commune, call_id: str, at: dt.datetime, caller: str, wait: int | None, talk: int) -> None:
    told = partial(take_call_event, commune_id=commune.pk, call_id=call_id, caller=caller, line=LINE)
    told(event="newCall", occurred_at=at)
    if wait is not None:
        answered = at + dt.timedelta(seconds=wait)
        told(event="answer", occurred_at=answered, extension=EXTENSIONS[DESK])
    told(event="hangup", occurred_at=at + dt.timedelta(seconds=(wait or 0) + talk))


def _open_day(service: Service, day: dt.date, days: int) -> dt.date:
    """Nobody promises a call on a day when the service is closed."""
    step = dt.timedelta(days=-1 if days < 0 else 1)
    while not presence.is_open_day(service, day):
        day += step
    return day


def _promise(commune: Commune, person: ContactPoint | None, promised: Promised, now: dt.datetime) -> None:
    """Opened by the desk two days ago; the calls tried since were by nobody in particular."""
    code, days, hour, subject, tries = promised
    due_on = _open_day(_service(commune, code), calendar.local_date(commune, now) + dt.timedelta(days=days), days)
    with clock_at(now - dt.timedelta(days=2)):
        task = open_task(
            kind=TaskKind.CALL_BACK,
            service_id=_service(commune, code).pk,
            citizen_id=person.citizen_id if person else None,
            phone="" if person else "06 39 98 27 60",
            subject=subject,
            due_on=due_on,
            due_time=hour,
            by=_desk(commune),
        )
    for rank, result in enumerate(tries):
        with clock_at(now - dt.timedelta(days=1, hours=3 - rank)):
            record_attempt(task.pk, result=result, due_on=due_on, due_time=hour, by=BY)
