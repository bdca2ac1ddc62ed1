"""From a YAML file to a definition that will do: every fault in French, with the file and the path."""

from collections.abc import Iterator, Mapping
from functools import cache
from json import loads
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from core.errors import Refused
from procedures.form_engine.conditions import fields_of
from procedures.form_engine.display import PLACEHOLDER
from procedures.form_engine.texts import say

SCHEMA_FILE = Path(__file__).with_name("format-v1.schema.json")
FACTS = {"place", "channel"}


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Refuses a key written twice: YAML would silently keep the last."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    written = [key.value for key, _value in node.value if key.value != "<<"]
    for key in written:
        if written.count(key) > 1:
            raise yaml.MarkedYAMLError(problem=_("clé écrite deux fois : « %s »") % key, problem_mark=node.start_mark)
    loader.flatten_mapping(node)
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
# A date stays the text that was written: definitions are JSON.
_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(loads(SCHEMA_FILE.read_text(encoding="utf-8")))


def parse_yaml(text: str, name: str) -> dict[str, Any]:
    try:
        found = yaml.load(text, Loader=_Loader)  # noqa: S506 - a subclass of SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = _(" ligne %s") % (mark.line + 1) if mark else ""
        problem = getattr(error, "problem", "") or str(error)
        raise Refused(
            _("%(name)s%(line)s : le fichier n’est pas du YAML lisible (%(problem)s).")
            % {"name": name, "line": line, "problem": problem}
        ) from None
    if not isinstance(found, dict):
        raise Refused(_("%(name)s : le fichier ne décrit pas une démarche.") % {"name": name})
    return found


def load_definition(text: str, name: str) -> dict[str, Any]:
    """A definition in format 1, or Refused with its first faults, each on its line."""
    definition = parse_yaml(text, name)
    check_definition(definition, name)
    return definition


def check_definition(definition: Mapping[str, Any], name: str) -> None:
    faults = faults_of(definition)
    if faults:
        raise Refused("\n".join(f"{name} – {fault}" for fault in faults[:20]))


def faults_of(definition: Mapping[str, Any]) -> list[str]:
    """What the schema refuses; if nothing, what does not hold together."""
    errors = sorted(validator().iter_errors(definition), key=lambda error: list(map(str, error.absolute_path)))
    return [_in_french(error) for error in errors] or list(_incoherences(definition))


def _path(parts: Any) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in parts) or _("racine")


def _in_french(error: ValidationError) -> str:
    deepest = best_match([error]) or error
    words = {
        "required": _("il manque « %s »"),
        "additionalProperties": _("clé inconnue : %s"),
        "enum": _("valeur « %s » hors de la liste"),
        "const": _("valeur « %s » inattendue"),
        "type": _("« %s » n’est pas du bon type"),
        "pattern": _("« %s » n’est pas un code permis"),
        "minItems": _("la liste est trop courte"),
        "oneOf": _("« %s » n’a aucune des formes permises"),
    }
    word = words.get(str(deepest.validator), _("valeur refusée"))
    if "%s" in word:
        word %= _culprit(deepest)
    return _("%(path)s : %(word)s.") % {"path": _path(deepest.absolute_path), "word": word}


def _culprit(error: ValidationError) -> str:
    instance: Any = error.instance
    if error.validator == "required":
        wanted: Any = error.validator_value
        return ", ".join(key for key in wanted if key not in instance)
    if error.validator == "additionalProperties":
        schema: Any = error.schema
        return ", ".join(f"« {key} »" for key in instance if key not in schema.get("properties", {}))
    return str(instance)[:60]


def _incoherences(definition: Mapping[str, Any]) -> Iterator[str]:
    yield from _twice(definition)
    yield from _conditions_look_back(definition)
    keys = {field["key"] for page in definition["form"]["pages"] for field in page["fields"]}
    yield from _references(definition, keys)
    yield from _transitions(definition)


def _twice(definition: Mapping[str, Any]) -> Iterator[str]:
    pages = [page["key"] for page in definition["form"]["pages"]]
    fields = [field["key"] for page in definition["form"]["pages"] for field in page["fields"]]
    for where, keys in (("form.pages", pages), ("form.fields", fields)):
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield _("%(where)s : la clé « %(key)s » est employée deux fois.") % {"where": where, "key": key}
    for page in definition["form"]["pages"]:
        for field in page["fields"]:
            values = [option["value"] for option in field.get("options", ())]
            if len(values) != len(set(values)):
                yield _("form.%(page)s.%(field)s : deux options ont la même valeur.") % {
                    "page": page["key"],
                    "field": field["key"],
                }


def _conditions_look_back(definition: Mapping[str, Any]) -> Iterator[str]:
    """A condition reads questions asked before it: the form is walked once, from the first to the last."""
    asked: set[str] = set()
    for page in definition["form"]["pages"]:
        yield from _unknown(page.get("when"), asked, f"form.{page['key']}.when")
        for field in page["fields"]:
            yield from _unknown(field.get("when"), asked, f"form.{page['key']}.{field['key']}.when")
            asked.add(field["key"])


def _unknown(condition: Mapping[str, Any] | None, known: set[str], where: str) -> Iterator[str]:
    for path in fields_of(condition):
        if path.partition(".")[0] not in known:
            yield _("%(where)s : la condition lit « %(path)s », qui n’est pas une question posée avant elle.") % {
                "where": where,
                "path": path,
            }


def _references(definition: Mapping[str, Any], keys: set[str]) -> Iterator[str]:
    for number, check in enumerate(definition["form"].get("checks", ()), start=1):
        yield from _unknown(check["when"], keys, f"form.checks.{number}.when")
        if check["field"] not in keys:
            yield _("form.checks.%(number)s : la question « %(key)s » n’existe pas.") % {
                "number": number,
                "key": check["field"],
            }
    for number, rule in enumerate(definition.get("routing", ()), start=1):
        yield from _unknown(rule.get("when"), keys | FACTS, f"routing.{number}.when")
        yield from _placeholders(rule["reason"], keys, f"routing.{number}.reason")
    yield from _placeholders(definition["subject"], keys, "subject")


def _placeholders(text: Any, keys: set[str], where: str) -> Iterator[str]:
    for key in PLACEHOLDER.findall(say(text)):
        if key not in keys:
            yield _("%(where)s : {%(key)s} ne nomme aucune question.") % {"where": where, "key": key}


def _transitions(definition: Mapping[str, Any]) -> Iterator[str]:
    circuit = definition.get("circuit", "default")
    if not isinstance(circuit, Mapping):
        return
    codes = {step["code"] for step in circuit["steps"]}
    for move in circuit["transitions"]:
        named = {*move["from"], *([move["to"]] if move.get("to") else []), *move.get("primary_at", ())}
        for code in sorted(named - codes):
            yield _("circuit.%(move)s : l’étape « %(code)s » n’existe pas.") % {"move": move["code"], "code": code}
