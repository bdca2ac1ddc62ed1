"""The dock: the place of the request page where one writes. One form at a time, never two filled buttons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.actor import Actor
from core.enums import Channel
from files.models import StoredFile
from messaging.policies import why_not_from
from messaging.queries import address_alarm
from messaging.rules.addresses import sender_address
from requests_app import acknowledging, protected
from requests_app.enums import UNFAVOURABLE, Outcome
from requests_app.models import ServiceRequest

from .actions import FORM, TAB, DeskAction
from .forms import DockForm, NoteForm


@dataclass(frozen=True)
class Tab:
    slug: str
    label: str
    icon: str
    key: str
    url: str
    current: bool


@dataclass(frozen=True)
class Preview:
    """The decision as the person will read it."""

    outcome: str
    text: str
    grounds_law: str
    grounds_fact: str
    appeal: str
    author: str
    quality: str
    service: str


@dataclass(frozen=True)
class Dock:
    action: DeskAction
    form: DockForm
    url: str
    tabs: list[Tab]
    submit: str
    way: str
    close_url: str
    page_url: str
    sentence: str = ""
    warning: str = ""
    files: list[StoredFile] = field(default_factory=list)
    preview: Preview | None = None
    focus: bool = False


def choose(offered: list[DeskAction], wanted: str) -> DeskAction | None:
    """The form asked for, if it is offered; else the first tab."""
    drawn = [action for action in offered if action.at in (TAB, FORM)]
    asked = [action for action in drawn if action.slug == wanted]
    tabs = [action for action in drawn if action.at == TAB]
    return next(iter(asked or tabs or drawn), None)


def keep_prefix(service_request: ServiceRequest, slug: str) -> str:
    return f"{service_request.public_id}:{slug}"


def build(
    service_request: ServiceRequest,
    offered: list[DeskAction],
    action: DeskAction,
    *,
    by: Actor,
    listing: str,
    data: Mapping[str, Any] | None = None,
    form: DockForm | None = None,
    **shown: Any,
) -> Dock:
    """``data`` fills the form again after a refusal or a sign-in; ``listing`` is the query of the agent's list."""
    page = reverse("back_office:request", args=[service_request.public_id])
    written = form or _filled(action, service_request, data, keep_prefix(service_request, action.slug))
    if isinstance(written, NoteForm):
        written.leave_out(by.user_id)
    return Dock(
        action=action,
        form=written,
        url=reverse("back_office:act", args=[service_request.public_id, action.slug]),
        tabs=[_tab(one, page, listing, one is action) for one in offered if one.at == TAB],
        submit=str(action.submit),
        way=_way(service_request, by) if action.files else "",
        warning=_warning(service_request) if action.files else "",
        close_url=_with(page, listing),
        page_url=_with(page, listing, f"faire={action.slug}"),
        **shown,
    )


def _filled(action: DeskAction, service_request: ServiceRequest, data: Mapping[str, Any] | None, keep: str) -> DockForm:
    form = action.build(service_request, None, keep)
    if data:
        form.initial = {name: data[name] for name in form.fields if name in data}
    return form


def _tab(action: DeskAction, page: str, listing: str, current: bool) -> Tab:
    url = _with(page, listing, f"faire={action.slug}")
    return Tab(action.slug, str(action.label), action.icon, action.key, url, current)


def _with(page: str, *queries: str) -> str:
    query = "&".join(part for part in queries if part)
    return f"{page}?{query}" if query else page


def _way(service_request: ServiceRequest, by: Actor) -> str:
    """By which way the person will be told."""
    if service_request.answers_by_email:
        return _("Par courriel : %s") % service_request.reply_email
    if service_request.reply_postal:
        hidden = protected.hides_address(service_request, by)
        where = protected.label() if hidden else service_request.reply_postal.replace("\n", ", ")
        return _("Par courrier, à imprimer : %s") % where
    if service_request.reply_channel == Channel.PHONE:
        return _("La personne a demandé un appel ; elle lira aussi ce texte par son lien de suivi.")
    return _("La personne lira ce texte par son lien de suivi.")


def _warning(service_request: ServiceRequest) -> str:
    """What may keep these words from arriving, said before they are written."""
    if not service_request.answers_by_email:
        return ""
    known = address_alarm(service_request.commune_id, service_request.reply_email)
    return known or why_not_from(sender_address(service_request.commune, service_request.service))


def preview(service_request: ServiceRequest, cleaned: Mapping[str, Any], by: Actor) -> Preview:
    author = User.objects.get(pk=by.user_id)
    unfavourable = cleaned["outcome"] in UNFAVOURABLE
    return Preview(
        outcome=str(Outcome(cleaned["outcome"]).label),
        text=cleaned["text"],
        grounds_law=cleaned["grounds_law"],
        grounds_fact=cleaned["grounds_fact"],
        appeal=acknowledging.appeal_text(service_request) if unfavourable else "",
        author=author.display_name,
        quality=author.quality,
        service=service_request.service.name,
    )
