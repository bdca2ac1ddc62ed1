"""Binding: a page of a form, its answers and what was just typed, made ready for templates."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from procedures.form_engine.bound import BoundField, BoundPage, FileRow, PageLinks
from procedures.form_engine.conditions import fields_of
from procedures.form_engine.definition import Field
from procedures.form_engine.kinds import KINDS, Invalid

if TYPE_CHECKING:
    from procedures.form_engine.form import Form


def bind_page(
    form: "Form",
    page_key: str,
    answers: Mapping[str, Any],
    *,
    raw: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
    hints: Mapping[str, str] | None = None,
    revealed: frozenset[str] = frozenset(),
    files: Mapping[str, list[FileRow]] | None = None,
    links: PageLinks | None = None,
    config: Mapping[str, Mapping[str, Any]] | None = None,
    together: bool = False,
) -> BoundPage:
    """Answers fill the inputs; `raw` (what was just typed) wins over them.

    `files`: rows by field key. `config`: extra settings by field key (the map's centre).
    `together`: every page is on the screen, so that an answer may open a question of another page."""
    pages = form.pages(answers)
    keys = [page.key for page in pages]
    position = keys.index(page_key) if page_key in keys else 0
    page = pages[position]
    shown = form.shown_fields(page.key, answers)
    opening = [one.when for one in (form.fields if together else page.fields)]
    opening += [one.when for one in form.all_pages] if together else []
    drives = {path.partition(".")[0] for when in opening for path in fields_of(when)}
    extra = (raw or {}, errors or {}, hints or {}, files or {}, config or {})
    bound = [_bind(field, answers, extra, field.key in drives, field.key in revealed, links) for field in shown]
    opened = _opened_by_the_one_above(shown)
    return BoundPage(
        page=page,
        fields=[replace(one, under=one.key in opened) for one in bound],
        number=position + 1,
        total=len(pages),
        next_title=pages[position + 1].title if position + 1 < len(pages) else "",
        previous_key=keys[position - 1] if position else "",
    )


def _opened_by_the_one_above(shown: list[Field]) -> set[str]:
    """The questions drawn under a rule: opened by the question just above, or beside another that it opened."""
    opened: set[str] = set()
    above: Field | None = None
    for field in shown:
        drivers = {path.partition(".")[0] for path in fields_of(field.when)}
        if above is not None and drivers:
            same = above.key in opened and drivers == {path.partition(".")[0] for path in fields_of(above.when)}
            if above.key in drivers or same:
                opened.add(field.key)
        above = field
    return opened


def _bind(
    field: Field,
    answers: Mapping[str, Any],
    extra: tuple[Mapping[str, Any], ...],
    refreshes: bool,
    revealed: bool,
    links: PageLinks | None,
) -> BoundField:
    raw, errors, hints, files, config = extra
    kind = KINDS[field.kind]
    own = kind.raw_of(field, answers.get(field.key)) if kind.has_value else {}
    if field.kind != "file":
        own |= {name: raw[name] for name in kind.names(field) if name in raw}
    bound = BoundField(
        field=field,
        raw=own,
        error="" if revealed else errors.get(field.key, ""),
        hint=hints.get(field.key, ""),
        revealed=revealed,
        refreshes=refreshes and bool(links and links.refresh),
        links=links or PageLinks(),
        files=tuple(files.get(field.key, ())),
        config=config.get(field.key, {}),
    )
    bound = replace(bound, bad_part=_bad_part(bound))
    return replace(bound, children=_children(bound, {} if revealed else errors))


def _children(bound: BoundField, errors: Mapping[str, str]) -> tuple[BoundField, ...]:
    children = []
    for child in KINDS[bound.field.kind].children(bound.field):
        one = BoundField(
            field=child,
            raw=bound.raw,
            error=errors.get(child.key, ""),
            links=bound.links,
            within_optional=not bound.field.required,
        )
        children.append(replace(one, bad_part=_bad_part(one)))
    return tuple(children)


def _bad_part(bound: BoundField) -> str:
    if not bound.error or bound.field.kind != "date":
        return ""
    try:
        KINDS["date"].clean(bound.field, dict(bound.raw), timezone.localdate())
    except Invalid as invalid:
        return invalid.part
    return ""
