"""A page and its fields as templates read them: values, errors, ids, what describes what."""

from collections.abc import Mapping
from dataclasses import dataclass, field as dataclass_field
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy as lazy

from procedures.form_engine.definition import Field, Option, Page
from procedures.form_engine.kinds import KINDS
from procedures.form_engine.kinds.figures import PARTS

PART_LABELS = {"jour": lazy("Jour"), "mois": lazy("Mois"), "annee": lazy("Année")}
BIRTHDAY_TOKENS = {"jour": "bday-day", "mois": "bday-month", "annee": "bday-year"}
USUAL_TOKENS = {"email": "email", "phone": "tel"}
INPUT_TYPES = {"email": "email", "phone": "tel"}
MAX_CARDS = 10
LONG_LABEL = 40


@dataclass(frozen=True)
class PageLinks:
    """Addresses a face lends to the fields; each widget works without its own."""

    refresh: str = ""
    suggest: str = ""
    upload: str = ""
    map_layer: str = ""


@dataclass(frozen=True)
class BoundPart:
    """One of the three inputs of a date."""

    id: str
    name: str
    label: str
    value: str
    invalid: bool
    autocomplete: str
    length: int


@dataclass(frozen=True)
class BoundOption:
    option: Option
    id: str
    checked: bool


@dataclass(frozen=True)
class FileRow:
    """A file of a file field. `state`: received, checking, refused, error; `detail`: « 1,8 Mo · reçu »."""

    id: str
    name: str
    detail: str = ""
    state: str = "received"
    removable: bool = True
    url: str = ""

    @property
    def bad(self) -> bool:
        return self.state in ("error", "refused", "infected")


@dataclass(frozen=True)
class BoundField:
    field: Field
    raw: Mapping[str, Any]
    error: str = ""
    hint: str = ""
    revealed: bool = False
    refreshes: bool = False
    under: bool = False
    within_optional: bool = False
    bad_part: str = ""
    links: PageLinks = PageLinks()
    files: tuple[FileRow, ...] = ()
    children: tuple["BoundField", ...] = ()
    config: Mapping[str, Any] = dataclass_field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.field.key

    @property
    def id(self) -> str:
        return f"f-{self.field.key}"

    @property
    def template(self) -> str:
        return f"components/fields/{KINDS[self.field.kind].template}.html"

    @property
    def value(self) -> str:
        value = self.raw.get(self.field.key, "")
        return value if isinstance(value, str) else ""

    @property
    def optional(self) -> bool:
        """Said once: of a block that may be left out, not of its parts."""
        return not (self.field.required or self.within_optional) and KINDS[self.field.kind].has_value

    @property
    def help(self) -> str:
        example = _("Par exemple : %(example)s") % {"example": self.field.example} if self.field.example else ""
        return " ".join(text for text in (self.field.help, example) if text)

    @property
    def describedby(self) -> str:
        parts = ((self.help, "aide"), (self.error, "erreur"), (self.hint, "conseil"))
        return " ".join(f"{self.id}-{name}" for text, name in parts if text)

    @property
    def focus_id(self) -> str:
        """Where the error summary leads: the first input at fault."""
        if self.field.kind == "date":
            return f"{self.id}-{self.bad_part or PARTS[0]}"
        if self.field.kind == "point":
            return f"{self.id}-words"
        if self.field.kind in ("choice", "choices", "yes_no") and self.cards:
            return f"{self.id}-1"
        return self.children[0].focus_id if self.children else self.id

    @property
    def autocomplete(self) -> str:
        return self.field.autocomplete or USUAL_TOKENS.get(self.field.kind, "off")

    @property
    def input_type(self) -> str:
        return INPUT_TYPES.get(self.field.kind, "text")

    @property
    def inputmode(self) -> str:
        return ("decimal" if self.field.decimals else "numeric") if self.field.kind == "number" else ""

    @property
    def short(self) -> bool:
        return self.field.kind in ("number", "phone")

    @property
    def one_column(self) -> bool:
        """Cards with a help or a long label are read one under the other."""
        return any(option.help or len(option.label) > LONG_LABEL for option in self.field.options)

    @property
    def map(self) -> Mapping[str, Any]:
        return {"lat": "", "lon": "", "tiles": "", "attribution": ""} | dict(self.config)

    @property
    def accept(self) -> str:
        return ",".join(self.field.accept)

    @property
    def full(self) -> bool:
        """Only what was kept counts: a file refused takes nobody's place."""
        return sum(row.state != "error" for row in self.files) >= self.field.max_files

    @property
    def cards(self) -> bool:
        return self.field.widget != "select" and (self.field.widget == "cards" or len(self.field.options) <= MAX_CARDS)

    @property
    def options(self) -> list[BoundOption]:
        chosen = self.raw.get(self.field.key) or ""
        picked = chosen if isinstance(chosen, list) else [chosen]
        options = self.field.options
        if self.field.kind == "yes_no":
            options = (Option("oui", _("Oui")), Option("non", _("Non")))
        return [
            BoundOption(option, f"{self.id}-{n}", option.value in picked) for n, option in enumerate(options, start=1)
        ]

    @property
    def parts(self) -> list[BoundPart]:
        tokens = BIRTHDAY_TOKENS if self.field.autocomplete == "bday" else {}
        return [
            BoundPart(
                id=f"{self.id}-{part}",
                name=f"{self.field.key}-{part}",
                label=str(PART_LABELS[part]),
                value=str(self.raw.get(f"{self.field.key}-{part}") or ""),
                invalid=bool(self.error) and self.bad_part in ("", part),
                autocomplete=tokens.get(part, "off"),
                length=4 if part == "annee" else 2,
            )
            for part in PARTS
        ]

    @property
    def words(self) -> str:
        return str(self.raw.get(f"{self.field.key}-words") or "")

    @property
    def lat(self) -> str:
        return str(self.raw.get(f"{self.field.key}-lat") or "")

    @property
    def lon(self) -> str:
        return str(self.raw.get(f"{self.field.key}-lon") or "")


@dataclass(frozen=True)
class SummaryLine:
    target: str
    label: str
    sentence: str


@dataclass(frozen=True)
class BoundPage:
    page: Page
    fields: list[BoundField]
    number: int
    total: int
    next_title: str
    previous_key: str

    @property
    def key(self) -> str:
        return self.page.key

    @property
    def title(self) -> str:
        return self.page.title

    @property
    def shown(self) -> str:
        """Value of the hidden input `_shown`: which questions the person saw."""
        return ",".join(field.key for field in self.fields)

    @property
    def errors(self) -> list[SummaryLine]:
        """For the error summary, in the order of the page; of two persons on a page, it says which."""
        several = sum(bool(field.children) for field in self.fields) > 1
        return [
            SummaryLine(one.focus_id, _named(field, one, several), one.error[:1].lower() + one.error[1:])
            for field in self.fields
            for one in field.children or (field,)
            if one.error
        ]

    @property
    def has_files(self) -> bool:
        return any(field.field.kind == "file" for field in self.fields)

    @property
    def has_map(self) -> bool:
        return any(field.field.kind == "point" for field in self.fields)

    @property
    def all_required(self) -> bool:
        return not any(field.optional for field in self.fields)


def _named(field: BoundField, one: BoundField, several: bool) -> str:
    label = one.field.label or one.field.text
    if one is field or not several:
        return label
    return f"{field.field.label}, {label[:1].lower()}{label[1:]}"
