"""Forms from definitions, format v1 (`format-v1.schema.json`).

`Form.from_definition(version.definition)`, then `pages`, `clean_page`, `clean_all`, `bind`, `display`, `subject`."""

from procedures.form_engine.bound import BoundField, BoundPage, FileRow, PageLinks
from procedures.form_engine.conditions import holds
from procedures.form_engine.definition import Field, Option, Page
from procedures.form_engine.display import Row, Section
from procedures.form_engine.form import SHOWN, Cleaned, Form
from procedures.form_engine.kinds import KINDS, person_name
from procedures.form_engine.requester import Requester, requester
from procedures.form_engine.texts import safe, say

__all__ = [
    "KINDS",
    "SHOWN",
    "BoundField",
    "BoundPage",
    "Cleaned",
    "Field",
    "FileRow",
    "Form",
    "Option",
    "Page",
    "PageLinks",
    "Requester",
    "Row",
    "Section",
    "holds",
    "person_name",
    "requester",
    "safe",
    "say",
]
