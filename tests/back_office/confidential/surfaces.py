"""Every way an agent can look: one small function a surface, giving the whole of what the agent is answered.

A surface is asked twice: before the hidden matter exists, and once it does. Whoever lacks the right is answered the
same both times, to the letter; whoever holds it is answered otherwise, which shows that the question was a real one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core import search
from core.actor import Actor
from tests.back_office.confidential.world import NOWHERE, World
from tests.documents import pdf

_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": ?"[^"]*"')
_RAIL = re.compile(r'<nav class="rail.*?</nav>', re.S)
_CLOCK = re.compile(r"\b\d{1,2}[ \u202f\u00a0]h(?:[ \u202f\u00a0]\d\d)?\b")
_UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
HTMX = {"HX-Request": "true"}
RAIL = "rail counts and inbox"


@dataclass
class Door:
    """One agent at a screen, in one town."""

    user: User
    world: World
    client: Client
    broken: list[str] = field(default_factory=list)

    @property
    def by(self) -> Actor:
        return Actor.agent(self.user.pk)

    def get(self, name: str, *args: Any, htmx: bool = False, **query: Any) -> str:
        found = self.client.get(_url(name, args), query, headers=HTMX if htmx else {}, follow=True)
        return self._said(found)

    def post(self, name: str, *args: Any, **data: Any) -> str:
        return self._said(self.client.post(_url(name, args), data, follow=True))

    def _said(self, answer: Any) -> str:
        if answer.status_code >= 500:
            self.broken.append(answer.request["PATH_INFO"])
        if answer.headers.get("Content-Type") == "application/pdf":
            return f"{answer.status_code} {pdf.words(answer.content)}"
        if answer.streaming or not answer.headers.get("Content-Type", "").startswith(("text/", "application/json")):
            return f"{answer.status_code} {answer.headers.get('Content-Type')}"
        return f"{answer.status_code} {answer.content.decode()}"


def _url(name: str, args: tuple[Any, ...]) -> str:
    return reverse(f"back_office:{name}", args=args)


def ask(surface: Surface, door: Door) -> str:
    """Leaves nothing behind. Ids, tokens, hours, the number typed are left out; the rail is looked at once."""
    with transaction.atomic():
        said = surface.look(door)
        transaction.set_rollback(True)
    said = _CLOCK.sub("‹heure›", _CSRF.sub("", said))
    if surface.name != RAIL:
        said = _RAIL.sub("", said)
    for own in (door.world.number, door.world.number.replace("-", " ")):
        said = said.replace(own, "‹numéro›")
    return _UUID.sub("‹id›", said)


@dataclass(frozen=True)
class Surface:
    """``urls``: the addresses of the agents it covers. ``blank``: why even who holds the right sees no difference."""

    name: str
    look: Callable[[Door], str]
    urls: tuple[str, ...] = ()
    blank: str = ""
    # Who holds the scanned paper in hand is told to whom it goes, and nothing of what it says.
    veiled: bool = False


def _s(name: str, look: Callable[[Door], str], *urls: str, blank: str = "", veiled: bool = False) -> Surface:
    return Surface(name, look, urls, blank, veiled)


def _known(d: Door) -> str:
    return str(d.world.known.public_id)


_FOR_WHO_TYPED_IT = "Le reçu d’une demande déposée à l’instant est à qui l’a saisie, un brouillon à son auteur."

SURFACES = [
    # Lists, counts and the search bar
    _s(RAIL, lambda d: d.get("inbox"), "inbox"),
    _s("view « toutes »", lambda d: d.get("inbox", vue="toutes")),
    _s("inbox of the service", lambda d: d.get("inbox", service="ccas")),
    _s("search bar, a name", lambda d: d.get("inbox", vue="toutes", q="Zoubrovka")),
    _s("search bar, a number", lambda d: d.get("inbox", vue="toutes", q=d.world.number)),
    _s("search bar, words of the matter", lambda d: d.get("inbox", vue="toutes", q="loyer impayé")),
    _s("search bar, the fragment", lambda d: d.get("inbox", htmx=True, vue="toutes", q="Zoubrovka")),
    _s("tray", lambda d: d.get("tray"), "tray"),
    _s("search index", lambda d: str(sorted(_hits(d)))),
    # One request
    _s("request page", lambda d: d.get("request", d.world.of("request")), "request"),
    _s("dossier, the export of a request", lambda d: d.get("dossier", d.world.of("request")), "dossier"),
    _s("presence", lambda d: d.get("presence", d.world.of("request")), "presence"),
    _s("a gesture on a request", lambda d: d.post("act", d.world.of("request"), "note", text="Vu."), "act"),
    _s("bulk", lambda d: d.post("bulk", action="prendre", demande=str(d.world.of("request"))), "bulk"),
    _s("a request linked by its number", lambda d: _link(d)),
    _s("its ties", lambda d: d.post("ties", d.world.of("request"), geste="delier"), "ties",
       blank="Sans lien désigné, le bouton n’existe pour personne."),
    _s("what it may be merged with", lambda d: d.get("merge", d.world.of("request")), "merge"),
    _s("an ordinary one merged with it, by its number", lambda d: d.get("merge", d.world.plain.public_id,
       number=d.world.number)),
    _s("its split", lambda d: d.get("split", d.world.of("request")), "split"),
    _s("its transmission", lambda d: d.get("transmit", d.world.of("request")), "transmit"),
    _s("the ordinary request of the same person", lambda d: d.get("request", d.world.plain.public_id)),
    _s("file", lambda d: d.get("file", d.world.of("file")), "file"),
    _s("preview", lambda d: d.get("preview", d.world.of("file")), "preview"),
    # The desk
    _s("desk, a name", lambda d: d.get("desk", q="Zoubrovka", situation="phone"), "desk"),
    _s("desk, the end of a phone", lambda d: d.get("desk", q="0155", situation="phone")),
    _s("desk, a birth date", lambda d: d.get("desk", q="14/02/1961", situation="phone")),
    _s("desk, a number", lambda d: d.get("desk", q=d.world.number, situation="phone")),
    _s("desk suggestions", lambda d: d.get("desk_people", htmx=True, _q="Zoubrovka Odile"), "desk_people"),
    _s("desk suggestions, a veiled phone", lambda d: d.get("desk_people", htmx=True, _q="0639980166")),
    _s("desk, a caller", lambda d: d.get("desk", telephone="+33639980155", appel=str(d.world.call_id))),
    _s("counter view of a known person", lambda d: d.get("desk", personne=_known(d), situation="phone")),
    _s("counter view, present", lambda d: d.get("desk", personne=_known(d), situation="counter")),
    _s("counter view of a hidden person", lambda d: d.get("desk", personne=str(d.world.of("citizen")))),
    _s("desk, the draft of a colleague", lambda d: d.get("desk", brouillon=str(d.world.of("draft"))),
       blank=_FOR_WHO_TYPED_IT),
    _s("desk, two words at once", lambda d: d.get("desk_procedures", htmx=True, _mots="loyer"), "desk_procedures",
       blank="Le catalogue est public."),
    _s("desk, the questions", lambda d: d.post("desk_questions", _brouillon=str(d.world.of("draft"))),
       "desk_questions", blank=_FOR_WHO_TYPED_IT),
    _s("desk, keeping", lambda d: d.post("desk_keep", _brouillon=str(d.world.of("draft"))), "desk_keep",
       blank=_FOR_WHO_TYPED_IT),
    _s("desk done", lambda d: d.get("desk_done", d.world.of("request")), "desk_done"),
    _s("desk receipt", lambda d: d.get("desk_receipt", d.world.of("request")), "desk_receipt"),
    _s("desk handed", lambda d: d.post("desk_handed", d.world.of("request")), "desk_handed"),
    _s("desk prepared", lambda d: d.get("desk_prepared", d.world.of("draft")), "desk_prepared",
       blank=_FOR_WHO_TYPED_IT),
    # Calls, call-backs
    _s("call band", lambda d: d.get("current_call", htmx=True), "current_call", blank="Le bandeau dit un numéro."),
    _s("call log", lambda d: d.get("calls"), "calls"),
    _s("tasks", lambda d: d.get("tasks"), "tasks"),
    _s("one task opened", lambda d: d.get("tasks", tache=str(d.world.of("alone")))),
    _s("a gesture on a task", lambda d: d.post("task_act", d.world.of("task"), "prendre"), "task_act"),
    # People
    _s("people list", lambda d: d.get("people", q="Zoubrovka"), "people"),
    _s("people list, as one types", lambda d: d.get("people", htmx=True, q="Zoubrovka Odile")),
    _s("people list, a veiled phone", lambda d: d.get("people", q="06 39 98 01 66")),
    _s("person hidden", lambda d: d.get("person", d.world.of("citizen")), "person"),
    _s("person known, and what is hidden of her", lambda d: d.get("person", d.world.known.public_id)),
    _s("duplicates hint", lambda d: d.get("person", d.world.lookalike.public_id)),
    _s("somebody new who would be a duplicate",
       lambda d: d.post("people_new", family_name="Zoubrovka", first_names="Odile", birth_date="1961-02-14"),
       "people_new"),
    _s("a gesture on a person", lambda d: d.post("person_act", d.world.of("citizen"), "identite"), "person_act"),
    _s("merge", lambda d: d.get("people_merge", d.world.lookalike.public_id, d.world.of("citizen")), "people_merge"),
    # Post in
    _s("mail of the day", lambda d: d.get("post_in"), "post_in", veiled=True),
    _s("text of the scans", lambda d: d.get("post_in", mots="loyer"), veiled=True),
    _s("one letter", lambda d: d.get("post_in", pli=str(d.world.of("item")))),
    _s("one letter, its gestures", lambda d: d.post("post_in_act", d.world.of("item"), geste="registre"),
       "post_in_act"),
    _s("who may have written", lambda d: d.get("post_in_people", d.world.of("item"), htmx=True, qui="Odile"),
       "post_in_people"),
    _s("what follows of a letter", lambda d: d.get("post_in_next", d.world.of("item"), htmx=True), "post_in_next"),
    _s("a page of a scan", lambda d: d.get("post_in_picture", d.world.of("picture")), "post_in_picture"),
    _s("a scan read again", lambda d: d.post("post_in_read_again", d.world.batch.public_id), "post_in_read_again",
       veiled=True),
    _s("register of the day", lambda d: d.get("post_in_register"), "post_in_register"),
    # Post out
    _s("letters to send", lambda d: d.get("post_out"), "post_out"),
    _s("a returned letter looked for", lambda d: d.get("post_out", retour=d.world.number)),
    _s("one letter out", lambda d: d.get("post_out_letter", d.world.of("letter")), "post_out_letter"),
    _s("a letter marked", lambda d: d.post("post_out_mark", lettre=str(d.world.of("letter")), geste="imprimees"),
       "post_out_mark"),
    _s("a batch made", lambda d: d.post("post_out_make"), "post_out_make"),
    _s("a letter come back", lambda d: d.post("post_out_came_back", lettre=str(d.world.of("returned")), motif="x"),
       "post_out_came_back"),
    _s("a letter sent again", lambda d: d.post("post_out_send_again", lettre=str(d.world.of("returned"))),
       "post_out_send_again"),
    # Who leaves, who stands in
    _s("what an agent leaves behind", lambda d: d.get("leaver", d.world.confidant.public_id), "leaver"),
    # What failed
    _s("failures", lambda d: d.get("failures"), "failures"),
    _s("a sending tried again", lambda d: d.post("retry_sending", d.world.of("dispatch")), "retry_sending"),
    _s("a file tried again", lambda d: d.post("retry_file", d.world.of("blocked")), "retry_file"),
    _s("a mail tried again", lambda d: d.post("retry_mail", d.world.of("mail")), "retry_mail"),
    _s("a mail set aside", lambda d: d.post("set_aside_mail", d.world.of("mail")), "set_aside_mail"),
    _s("a task tried again", lambda d: d.post("retry_task", int(d.world.of("delivery") or 0)
       if d.world.of("delivery") != NOWHERE else 0), "retry_task"),
]  # fmt: skip

EXPLAINED = {
    "sign_in": "Aucune donnée d’usager.",
    "sign_out": "Aucune donnée d’usager.",
    "second_factor": "Aucune donnée d’usager.",
    "sending": "Les domaines de la ville, aucune donnée d’usager.",
    "my_extension": "Le poste de l’agent lui-même.",
    "call_back_lost": "Ouvre une tâche sur un numéro : le même appel existe avant et après.",
    "my_account": "L’agent lui-même.",
    "change_password": "L’agent lui-même.",
    "change_extension": "L’agent lui-même.",
    "reset_password": "L’agent lui-même.",
    "absences": "Des absences, aucune donnée d’usager.",
    "absence_end": "Une absence, aucune donnée d’usager.",
    "accounts": "Les comptes des agents, aucune donnée d’usager.",
    "send_reset": "Un compte d’agent, aucune donnée d’usager.",
    "desk_streets": "Des rues.",
    "continuity": "Des formulaires vierges.",
    "continuity_enter": "Ouvre le guichet, qui est regardé ici.",
    "continuity_pack": "Des formulaires vierges.",
    "continuity_retry": "Des formulaires vierges.",
    "post_in_add": "Ce que l’agent apporte lui-même.",
    "post_in_envelope": "Ce que l’agent écrit lui-même.",
    "post_in_separator": "Une feuille sans contenu.",
    "post_out_batch": "Un lot commun ne porte jamais de lettre confidentielle : voir test_post_out.",
    "post_out_batch_letters": "Un lot commun ne porte jamais de lettre confidentielle : voir test_post_out.",
    "post_out_batch_list": "Un lot commun ne porte jamais de lettre confidentielle : voir test_post_out.",
}


def _hits(d: Door) -> list[tuple[str, str, int]]:
    words = ("zoubrovka", "loyer", "quittance", "0639980155", d.world.number)
    kinds = ("request", "citizen", "postal_item")
    return [(kind, word, ref) for kind in kinds for word in words for ref in search.refs(kind, word, d.by)]


def _link(d: Door) -> str:
    """« Demande inconnue » is said of what is hidden as of what does not exist."""
    return d.post("act", d.world.plain.public_id, "lier", number=d.world.number, kind="related", revision="")
