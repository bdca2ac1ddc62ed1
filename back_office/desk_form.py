"""The form of a procedure at the desk: the same as on the site, its pages in one flow, kept at every gesture."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from channels_app.operations import filing
from core.actor import Actor
from files.models import StoredFile
from files.operations import remove
from procedures.form_engine import KINDS, SHOWN, BoundPage, FileRow, Form, PageLinks, safe
from procedures.models import Procedure
from requests_app.draft_files import Refusal, receive, row_of, row_of_refusal
from requests_app.models import Draft
from requests_app.operations import save_draft
from requests_app.policies import draft_holder

# Where the draft keeps what the desk knows and no question asks; no key of a question begins so.
NOTES, REFUSALS, SEEN = "_guichet", "_fichiers", "_vues"


@dataclass(frozen=True)
class DeskDraft:
    """Read once a web request; `answers` holds the files really there, whatever was saved before."""

    draft: Draft
    form: Form
    files: tuple[StoredFile, ...]

    @property
    def procedure(self) -> Procedure:
        return self.draft.procedure_version.procedure

    @cached_property
    def answers(self) -> dict[str, Any]:
        held = {field.key: self._ids_of(field.key) for field in self.form.fields if field.kind == "file"}
        return {**self.draft.answers, **held}

    @property
    def notes(self) -> dict[str, str]:
        found = self.draft.raw.get(NOTES)
        return found if isinstance(found, dict) else {}

    @property
    def refusals(self) -> list[Refusal]:
        kept = self.draft.raw.get(REFUSALS)
        return [Refusal(*one) for one in kept if len(one) == 3] if isinstance(kept, list) else []

    def with_files(self) -> DeskDraft:
        return replace(self, files=_files_of(self.draft))

    def _ids_of(self, key: str) -> list[str] | None:
        return [str(stored.public_id) for stored in self.files if stored.field_key == key] or None


def find(public_id: str, by: Actor) -> DeskDraft | None:
    """A draft of this agent, and of nobody else: what a colleague types is not read over the shoulder."""
    try:
        wanted = uuid.UUID(public_id)
    except ValueError:
        return None
    drafts = Draft.objects.select_related(
        "commune", "citizen", "request", "procedure_version__procedure__service",
        "procedure_version__procedure__legal_entity",
    )  # fmt: skip
    draft = drafts.filter(public_id=wanted, entered_by=by.ref).first() if by.ref else None
    if draft is None:
        return None
    return DeskDraft(draft, Form.from_definition(draft.procedure_version.definition), _files_of(draft))


def _files_of(draft: Draft) -> tuple[StoredFile, ...]:
    return () if draft.is_sent else tuple(StoredFile.objects.of("draft", draft.pk).order_by("pk"))


# -- shown ---------------------------------------------------------------------------------------------------


def pages(desk: DeskDraft, *, judged_at: str = "") -> list[BoundPage]:
    """Every page that is asked, one under the other; `judged_at` that door: what is missing is said."""
    errors = faults(desk, judged_at) if judged_at else {}
    refused = {refusal.key: refusal.sentence for refusal in desk.refusals}
    return [
        desk.form.bind(
            page.key,
            desk.answers,
            raw=desk.draft.raw,
            errors={**errors.get(page.key, {}), **refused},
            files=_rows(desk),
            links=_links(desk),
            config=_maps(desk),
            together=True,
        )
        for page in desk.form.pages(desk.answers)
    ]


def faults(desk: DeskDraft, channel: str) -> dict[str, dict[str, str]]:
    """By page, then by question: what is missing at this door, and what was typed and cannot be read."""
    missing, wrong = filing.faults(desk.form, desk.draft, channel), filing.left_wrong(desk.form, desk.draft)
    keys = [page.key for page in desk.form.all_pages]
    return {key: {**missing.get(key, {}), **wrong.get(key, {})} for key in keys if key in missing or key in wrong}


def shown(bound: list[BoundPage]) -> str:
    """Value of the hidden input: which questions were on the screen."""
    return ",".join(page.shown for page in bound)


def _rows(desk: DeskDraft) -> Mapping[str, list[FileRow]]:
    rows: dict[str, list[FileRow]] = {}
    for stored in desk.files:
        rows.setdefault(stored.field_key, []).append(row_of(stored))
    for refusal in desk.refusals:
        rows.setdefault(refusal.key, []).append(row_of_refusal(refusal))
    return rows


def _links(desk: DeskDraft) -> PageLinks:
    """No map at the desk: whoever speaks gives words, and the words are placed."""
    here = reverse("back_office:desk_questions")
    return PageLinks(refresh=here, suggest=reverse("back_office:desk_streets"), upload=here)


def _maps(desk: DeskDraft) -> dict[str, dict[str, Any]]:
    return {field.key: {} for field in desk.form.fields if field.kind == "point"}


# -- kept ----------------------------------------------------------------------------------------------------


def keep(request: HttpRequest, desk: DeskDraft, notes: Mapping[str, str], data: QueryDict) -> DeskDraft:
    """Everything on the screen, judged by nobody yet. Raises Refused once the draft is sent."""
    desk = _take_away(desk, data)
    refusals = _take_in(request, desk)
    desk = desk.with_files()
    values, raw = read(desk, data)
    raw |= {NOTES: {**desk.notes, **notes}, REFUSALS: [list(one) for one in refusals[-20:]]}
    saved = save_draft(desk.draft.pk, "guichet", values, raw)
    desk.draft.answers, desk.draft.raw, desk.draft.page_key = saved.answers, saved.raw, saved.page_key
    desk.draft.updated_at = saved.updated_at
    return replace(desk)


def read(desk: DeskDraft, data: QueryDict) -> tuple[dict[str, Any], dict[str, Any]]:
    """Only the questions that were on the screen: those an answer has just opened keep what fills them."""
    seen = {key for key in safe(data.get(SHOWN, ""))[:5000].split(",") if key}
    answers = dict(desk.answers)
    values: dict[str, Any] = {}
    raw: dict[str, Any] = {}
    for page in desk.form.all_pages:
        asked = [field for field in page.fields if field.key in seen]
        if not asked:
            continue
        cleaned = desk.form.clean_page(page.key, data, answers)
        names = {name for field in asked for name in KINDS[field.kind].names(field)}
        own = {key: value for key, value in cleaned.values.items() if key in seen}
        answers |= own
        values |= own
        raw |= {name: text for name, text in cleaned.raw.items() if name in names}
    return values, raw


def fill(desk: DeskDraft, prefill: Mapping[str, Any]) -> DeskDraft:
    """Who asks was chosen after the form was opened: what the town knows of them stands in its place."""
    raw: dict[str, Any] = {}
    for field in desk.form.fields:
        if field.key in prefill:
            raw |= KINDS[field.kind].raw_of(field, prefill[field.key])
    if prefill:
        saved = save_draft(desk.draft.pk, desk.draft.page_key or "guichet", prefill, raw)
        desk.draft.answers, desk.draft.raw = saved.answers, saved.raw
    return replace(desk)


def _take_away(desk: DeskDraft, data: QueryDict) -> DeskDraft:
    wanted = data.get("retirer", "")
    for stored in desk.files:
        if str(stored.public_id) == wanted:
            remove(stored.pk, by=draft_holder(desk.draft))
    return desk.with_files() if wanted else desk


def _take_in(request: HttpRequest, desk: DeskDraft) -> list[Refusal]:
    """Files chosen or photographed, each for its question."""
    refusals: list[Refusal] = []
    for field in desk.form.fields:
        if field.kind != "file":
            continue
        count = sum(stored.field_key == field.key for stored in desk.files)
        for upload in request.FILES.getlist(field.key):
            refusal = receive(desk.draft, field, upload, count)
            count += refusal is None
            refusals += [refusal] if refusal else []
    return refusals
