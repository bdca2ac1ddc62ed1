"""The pages agents and people read all day: lists at any depth, one request, searches, counts, the follow-up."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from django.db.models import Count
from django.test import Client

from back_office import filters, lists, paging, rail, shell
from core.enums import Channel
from core.models import SearchEntry
from grc.bench.client import Browser
from grc.bench.figure import of_times, sample
from grc.bench.replay import record
from grc.bench.stage import Stage
from organisation import presence
from organisation.access import access_of
from organisation.models import Service
from requests_app.enums import Phase
from requests_app.models import ServiceRequest, TimelineEntry

INBOX = "/agents/"
DEEP = 1000
EVENTS = 50


def inbox(stage: Stage) -> None:
    """Each view, page 1,000, each value of each filter over every request."""
    stage.page("Corbeille : première page", INBOX)
    for view in lists.LISTS:
        if view is not lists.FIRST:
            stage.page(f"Corbeille : vue {view.label}", f"{INBOX}?vue={view.slug}", times=25, seconds=2.5)
    stage.page("Corbeille : page 1 000", _deep(stage))
    for name, addresses in _filters(stage).items():
        _pooled(stage, f"Corbeille : filtre {name}", addresses)


def _deep(stage: Stage) -> str:
    """The key of the thousandth page of every request; of the last one where there are fewer."""
    found = ServiceRequest.objects.visible_to(stage.by)
    rank = min(DEEP * paging.PAGE, found.count() - paging.PAGE - 1)
    row = paging.NEWEST.sort(found)[max(rank, 0)]
    return f"{INBOX}?{urlencode({'vue': 'toutes', 'apres': paging.key(row, paging.NEWEST)})}"


def _filters(stage: Stage) -> dict[str, list[str]]:
    services = Service.objects.filter(pk__in=access_of(stage.by).service_ids).values_list("public_id", flat=True)
    values = {
        "État": ("etat", Phase.values),
        "Canal": ("canal", Channel.values),
        "Service": ("service", [str(one) for one in services]),
        "Agent": ("agent", list(filters.AGENTS)),
        "Échéance": ("retard", ["1"]),
    }
    found = {
        name: [f"{INBOX}?{urlencode({'vue': view, key: value})}" for value in known for view in ("", "toutes")]
        for name, (key, known) in values.items()
    }
    found["croisés"] = [
        f"{INBOX}?{urlencode({'vue': 'toutes', 'etat': phase, 'canal': channel})}"
        for phase in (Phase.CLOSED, Phase.WITHDRAWN, Phase.IN_PROGRESS)
        for channel in (Channel.PHONE, Channel.POST, Channel.EMAIL)
    ]
    return found


def _pooled(stage: Stage, name: str, addresses: list[str]) -> None:
    """Every value of one filter: p95 over all of them, and the floor of the slowest."""
    taken = {address: sample(partial(stage.browser.get, address), times=8, seconds=1, warm=1) for address in addresses}
    slowest = max(addresses, key=lambda address: sorted(taken[address])[len(taken[address]) // 2])
    seen = stage.recorded(slowest)
    figure = of_times(name, stage.size, [one for times in taken.values() for one in times], queries=seen.queries)
    figure.floor_ms = seen.floor_ms(times=8, seconds=1.5)
    # The floor is that of the slowest value: so is the ratio.
    figure.ratio = round(sorted(taken[slowest])[len(taken[slowest]) // 2] / figure.floor_ms, 2)
    stage.add(figure)


def one_request(stage: Stage) -> None:
    made = _long_story(stage)
    stage.page(f"Demande de {EVENTS} événements", f"/agents/demandes/{made.public_id}/")


def _long_story(stage: Stage) -> ServiceRequest:
    """The one with the longest story among recent ones, told up to fifty events by the ordinary operation."""
    from requests_app.operations import write_note

    visible = ServiceRequest.objects.visible_to(stage.by).open().order_by("-pk")[:500]
    counted = TimelineEntry.objects.filter(request__in=list(visible.values_list("pk", flat=True)))
    longest = counted.values("request").annotate(n=Count("pk")).order_by("-n").first()
    if longest is None:
        raise RuntimeError("no open request is visible to the agent of the bench")
    for rank in range(max(0, EVENTS - longest["n"])):
        write_note(longest["request"], text=f"Note {rank} : l’équipe est passée, à suivre.", by=stage.by)
    return ServiceRequest.objects.get(pk=longest["request"])


def searches(stage: Stage) -> None:
    rare, frequent = _words(stage)
    asked = {
        "mot rare": rare,
        "mot fréquent": frequent,
        "deux mots": f"{frequent} {rare}",
        "mot absent": "xylophoniste",
        "« % »": "%",
        "10 000 caractères": "trottoir " * 1111,
        "rien": "",
    }
    for name, words in asked.items():
        stage.page(f"Recherche : {name}", f"{INBOX}?{urlencode({'vue': 'toutes', 'q': words})}", times=25, seconds=3)


def _words(stage: Stage) -> tuple[str, str]:
    """The number of one request, and the commonest long word of a sample of the texts."""
    entry = SearchEntry.objects.filter(kind="request", service_ref__in=access_of(stage.by).service_ids)
    counts: dict[str, int] = {}
    for text in entry.order_by("-pk").values_list("text", flat=True)[:300]:
        for word in {one for one in text.split() if len(one) > 4 and one.isalpha()}:
            counts[word] = counts.get(word, 0) + 1
    one = ServiceRequest.objects.visible_to(stage.by).order_by("pk")[stage.size // 3 : stage.size // 3 + 1].first()
    return (one.number if one else "2026-000001"), max(counts, key=lambda word: counts[word])


def counts(stage: Stage) -> None:
    """All the figures of the rail and of the list, in process: what every page of an agent pays."""
    today = shell.calendar.today(stage.commune)
    seen = lists.Seen(stage.agent.pk, today, presence.away(stage.commune.pk, today))

    def count() -> None:
        rail.build(stage.by, seen)

    recorded = record(count)
    figure = of_times("Compteurs : toutes les vues", stage.size, sample(count, times=30), queries=recorded.queries)
    figure.floor_ms = recorded.floor_ms()
    stage.add(figure)


def follow_up(stage: Stage) -> None:
    made = ServiceRequest.objects.visible_to(stage.by).order_by("-pk")[100]
    path = f"/suivi/{made.link_token}/"
    anybody, inside = Browser(stage.port), Client(SERVER_NAME="127.0.0.1")
    seen = record(lambda: inside.get(path))
    taken = sample(lambda: anybody.get(path), seconds=4)
    figure = of_times("Page de suivi d’une demande", stage.size, taken, queries=seen.queries)
    figure.floor_ms = seen.floor_ms()
    stage.add(figure)
    home = record(lambda: inside.get("/"))
    figure = of_times("Accueil du site", stage.size, sample(lambda: anybody.get("/"), seconds=3), queries=home.queries)
    figure.floor_ms = home.floor_ms()
    stage.add(figure)
    anybody.close()
