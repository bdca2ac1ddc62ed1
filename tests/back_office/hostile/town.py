"""A town where something of every kind waits, and an agent who may press every button."""

from __future__ import annotations

import datetime as dt

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from channels_app.models import ScanPage
from channels_app.operations import open_desk_draft, reserve_forms
from channels_app.operations.postal.read_one_page import put_picture
from messaging.operations import make_print_batch
from organisation.enums import Role
from organisation.operations import record_absence
from tests import builders, builders_post, builders_ties
from tests.back_office.confidential import world as hidden

ROLES = (Role.COUNTER, Role.HANDLER, Role.MANAGER, Role.CONFIDENTIAL)
FIRST = "back_office:inbox"


def build() -> tuple[User, list[str]]:
    """The agent, and the addresses where the looking begins."""
    known = hidden.ordinary()
    hidden.plant(known)
    user = builders.make_agent("accueil", *ROLES, phone_extension="214")
    for code in builders.SERVICES:
        if code != "accueil":
            for role in ROLES:
                builders.give(user, code, role)
    today = timezone.localdate()
    by = builders.actor(user)
    record_absence(user.pk, from_on=today + dt.timedelta(days=5), to_on=today + dt.timedelta(days=6), by=by)
    builders_post.make_batch(builders_post.TREE, builders_post.HOLE, ("", ""), by=user)
    builders_ties.make_administration()
    letter = builders_ties.letter()
    draft = builders.make_draft()
    for page in ScanPage.objects.filter(picture__public_id=known.of("picture")):
        put_picture(page, builders_post.drawn(*builders_post.TREE), (1654, 2339))
        page.save()
    reserve_forms({"acte-etat-civil": 2}, commune_id=known.known.commune_id, by=by)
    typed = open_desk_draft(
        builders.procedure("acte-etat-civil").current_id, citizen_id=known.known.pk, channel="phone", by=by
    )
    make_print_batch(commune_id=known.known.commune_id, by=by)
    own = {
        "request": [known.plain.public_id, letter.public_id, known.of("request")],
        "person": [known.known.public_id],
    }
    starts = [reverse(f"back_office:{name}", args=[one]) for name, ids in own.items() for one in ids]
    starts += [reverse("back_office:people_merge", args=[known.known.public_id, known.lookalike.public_id])]
    starts += [f"/agents/guichet/?personne={known.known.public_id}&situation={way}" for way in ("phone", "counter")]
    starts += [f"/agents/guichet/?situation=phone&faire={what}" for what in ("renseignement", "rappeler")]
    starts += [f"/agents/guichet/?situation=phone&brouillon={typed.public_id}&personne={known.known.public_id}"]
    starts += ["/agents/guichet/?situation=counter&personne=nouvelle"]
    starts += [f"/brouillon/{draft.public_id}/{page}/" for page in ("acte", "personne", "coordonnees", "resume")]
    starts += [f"/suivi/{known.plain.link_token}/", "/demarches/acte-etat-civil/"]
    return user, starts


def browser(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
