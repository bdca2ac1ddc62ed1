"""Templates: all used, nothing inline, components that say what they take (house.md §8)."""

import ast
import re

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

from grc.environment import ROOT
from tests.architecture.source import ROOMS, python_files, shown, templates, tree

STATIC = re.compile(r"""\{%\s*static\s+["']([^"']+)["']\s*%\}""")
INCLUDED = re.compile(r"""\{%\s*(?:include|extends|render_field)\s+["']([^"']+)["']""")
INLINE = re.compile(r"""<style[\s>]|<script(?![^>]*\bsrc=)[\s>]|\sstyle=["']|\son[a-z]+=["']|javascript:""", re.I)
# Pages that Django, Celery or a registry find by their name alone.
FOUND_BY_NAME = re.compile(r"^(400|403|404|500|403_csrf)\.html$|^admin/")
# Named by data: the kind of a field, the code of a message.
NAMED_BY_DATA = ("components/fields/", "messages/")
# Paper and mail have no browser policy; their style travels with them.
WITHOUT_BROWSER = ("letters/", "messages/")


def name_of(path) -> str:
    parts = path.parts
    return "/".join(parts[parts.index("templates") + 1 :])


def strings(path) -> set[str]:
    return {
        node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_template_is_used():
    cited = {text for path in python_files(*ROOMS) for text in strings(path)}
    cited |= {name for path in templates() for name in INCLUDED.findall(path.read_text())}
    cited |= {name for path in templates() for name in re.findall(r"""["']([\w/.-]+\.html)["']""", path.read_text())}
    unused = [
        shown(path)
        for path in templates()
        if name_of(path) not in cited
        and not FOUND_BY_NAME.match(name_of(path))
        and not name_of(path).startswith(NAMED_BY_DATA)
    ]
    assert not unused, "Aucune page ne s’en sert : les retirer.\n" + "\n".join(unused)


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_a_template_can_be_read(path):
    get_template(name_of(path))


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_no_script_or_style_inside_a_page(path):
    if name_of(path).startswith(WITHOUT_BROWSER):
        return
    found = INLINE.findall(path.read_text())
    assert not found, (
        f"{shown(path)} : la politique du navigateur (CSP) refuse {found}. Un fichier de static/ à la place."
    )


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_the_static_files_it_names_exist(path):
    missing = [name for name in STATIC.findall(path.read_text()) if not finders.find(name)]
    assert not missing, f"{shown(path)} nomme {missing}"


@pytest.mark.parametrize("path", [p for p in templates() if "components" in p.parts], ids=name_of)
def test_a_component_opens_by_saying_what_it_takes(path):
    start = path.read_text().lstrip()
    assert start.startswith(("{#", "{% comment %}")), (
        f"{shown(path)} : première ligne {{# ce qu’il montre ; entrées #}}"
    )


def test_templates_stand_at_the_root():
    assert (ROOT / "templates/base.html").is_file()
