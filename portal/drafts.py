"""A draft as its pages need it: the form it was begun with, its answers, the files it holds."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.models import Commune
from files.models import StoredFile
from portal.town import known
from procedures.form_engine import SHOWN, BoundPage, Cleaned, FileRow, Form, PageLinks
from procedures.models import Procedure
from procedures.published import form_of
from requests_app.draft_files import Refusal, row_of, row_of_refusal
from requests_app.models import Draft


def seen_name(page_key: str) -> str:
    """Where the draft keeps which questions of a page were seen; there once the page was saved."""
    return f"{SHOWN}:{page_key}"


def refusals_name(page_key: str) -> str:
    """Where the draft keeps the files of a page that were not kept, until the next gesture."""
    return f"_fichiers:{page_key}"


@dataclass(frozen=True)
class OpenDraft:
    """Read once a web request; `answers` holds the files really there, whatever was saved before."""

    draft: Draft
    form: Form
    files: tuple[StoredFile, ...]

    @property
    def procedure(self) -> Procedure:
        return self.draft.procedure_version.procedure

    @property
    def commune(self) -> Commune:
        return self.draft.commune

    @cached_property
    def answers(self) -> dict[str, Any]:
        held = {field.key: self.ids_of(field.key) for field in self.form.fields if field.kind == "file"}
        return {**self.draft.answers, **held}

    def ids_of(self, key: str) -> list[str] | None:
        return [str(stored.public_id) for stored in self.files if stored.field_key == key] or None

    def count_of(self, key: str) -> int:
        return sum(stored.field_key == key for stored in self.files)

    def names(self) -> dict[str, str]:
        return {str(stored.public_id): stored.name for stored in self.files}

    def visited(self, page_key: str) -> bool:
        return seen_name(page_key) in self.draft.raw

    def raw_of(self, page_key: str) -> dict[str, Any]:
        """What was typed, as if posted again. Names are those of the inputs, unique over the form."""
        return {**self.draft.raw, SHOWN: self.draft.raw.get(seen_name(page_key), "")}

    def refusals(self, page_key: str) -> list[Refusal]:
        kept = self.draft.raw.get(refusals_name(page_key))
        return [Refusal(*one) for one in kept if len(one) == 3] if isinstance(kept, list) else []

    def saved(self, draft: Draft) -> "OpenDraft":
        """The same, as it was just written."""
        self.draft.answers, self.draft.raw, self.draft.page_key = draft.answers, draft.raw, draft.page_key
        return replace(self)

    def with_files(self) -> "OpenDraft":
        """The same, after files came or went."""
        return replace(self, files=_files_of(self.draft, self.form))


def open_draft(request: HttpRequest, public_id: uuid.UUID) -> OpenDraft:
    """Raises Http404: unknown and purged look the same. The commune of the draft is that of the page."""
    found = Draft.objects.select_related("commune", "procedure_version__procedure__service")
    try:
        draft = found.defer("commune__map_layer").get(public_id=public_id)
    except Draft.DoesNotExist:
        raise Http404(_("Ce brouillon n’existe plus.")) from None
    procedure = draft.procedure_version.procedure
    procedure.commune = procedure.service.commune = known(request, draft.commune)
    form = form_of(draft.procedure_version)
    return OpenDraft(draft, form, _files_of(draft, form))


def _files_of(draft: Draft, form: Form) -> tuple[StoredFile, ...]:
    if draft.is_sent or all(field.kind != "file" for field in form.fields):
        return ()
    return tuple(StoredFile.objects.of("draft", draft.pk).order_by("pk"))


def check(opened: OpenDraft, page_key: str) -> Cleaned:
    """The page as it was last posted, read again: what was typed, and what is wrong with it."""
    return opened.form.clean_page(page_key, opened.raw_of(page_key), opened.answers)


def bind(opened: OpenDraft, page_key: str, *, judged: bool) -> BoundPage:
    """`judged`: the person asked to go on, so mistakes are shown. A file refused is always told."""
    cleaned = check(opened, page_key) if opened.visited(page_key) else None
    refusals = opened.refusals(page_key)
    errors = _errors(opened, page_key, cleaned) if judged else {}
    errors |= {refusal.key: refusal.sentence for refusal in refusals}
    return opened.form.bind(
        page_key,
        opened.answers,
        raw=opened.draft.raw if cleaned else {},
        errors=errors,
        hints=cleaned.hints if cleaned else {},
        revealed=cleaned.revealed if cleaned and judged else frozenset(),
        files=_rows(opened, refusals),
        links=_links(opened, page_key),
        config=_maps(opened),
    )


def _errors(opened: OpenDraft, page_key: str, cleaned: Cleaned | None) -> dict[str, str]:
    """Of what was typed; of the stored answers where nothing was ever typed (an agent began, the person goes on)."""
    if cleaned is not None:
        return dict(cleaned.errors)
    return dict(opened.form.clean_all(opened.answers).get(page_key, {}))


def _rows(opened: OpenDraft, refusals: list[Refusal]) -> Mapping[str, list[FileRow]]:
    rows: dict[str, list[FileRow]] = {}
    for stored in opened.files:
        rows.setdefault(stored.field_key, []).append(row_of(stored))
    for refusal in refusals:
        rows.setdefault(refusal.key, []).append(row_of_refusal(refusal))
    return rows


def _links(opened: OpenDraft, page_key: str) -> PageLinks:
    here = reverse("portal:page", args=[opened.draft.public_id, page_key])
    shown = opened.form.page(page_key)
    located = shown is not None and any(field.kind == "point" for field in shown.fields)
    has_map = located and (bool(opened.commune.map_tile_url) or _has_plan(opened.commune))
    return PageLinks(
        refresh=here,
        suggest=reverse("portal:streets"),
        upload=here,
        map_layer=reverse("portal:map_layer") if has_map else "",
    )


def _has_plan(commune: Commune) -> bool:
    """Asked, not read: the plan is heavy."""
    return Commune.objects.filter(pk=commune.pk).exclude(map_layer=None).exclude(map_layer={}).exists()


def _maps(opened: OpenDraft) -> dict[str, dict[str, Any]]:
    """Where the map opens and whose tiles it shows, for each place asked."""
    commune = opened.commune
    given = {
        "lat": commune.map_centre_lat,
        "lon": commune.map_centre_lon,
        "tiles": commune.map_tile_url,
        "attribution": commune.map_attribution,
    }
    return {field.key: given for field in opened.form.fields if field.kind == "point"}
