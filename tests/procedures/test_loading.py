"""Faults of a file: in French, with the file and the path."""

import pytest
import yaml

from core.errors import Refused
from procedures.form_engine.loading import faults_of, load_definition, validator
from procedures.operations.import_procedures import CATALOGUE
from tests.procedures.builders import definition, field


def first_fault(whole):
    return faults_of(whole)[0]


def test_the_schema_is_itself_valid():
    validator().check_schema(validator().schema)


@pytest.mark.parametrize("path", sorted(CATALOGUE.glob("[!f]*.yaml")), ids=lambda path: path.stem)
def test_each_file_of_the_catalogue_is_valid(path):
    assert load_definition(path.read_text("utf-8"), path.name)["code"] == path.stem


def test_a_whole_definition_has_no_fault():
    assert faults_of(definition([field("a")])) == []


def test_a_missing_key_is_named_with_its_path():
    whole = definition([field("a")])
    del whole["privacy"]["purpose"]
    assert first_fault(whole) == "privacy : il manque « purpose »."


def test_an_unknown_key_is_named_with_its_path():
    whole = definition([field("a", obligatoire=True)])
    assert first_fault(whole) == "form.pages.1.fields.1 : clé inconnue : « obligatoire »."


def test_a_value_outside_its_list_is_told():
    whole = definition([field("a", "telepathie")])
    assert first_fault(whole).startswith("form.pages.1.fields.1.kind : valeur « telepathie » hors de la liste")


def test_the_file_is_named_in_the_refusal():
    text = yaml.safe_dump(definition([field("a", kind="inconnu")]), allow_unicode=True)
    with pytest.raises(Refused, match=r"^essai\.yaml – form\.pages\.1"):
        load_definition(text, "essai.yaml")


def test_yaml_that_cannot_be_read_says_the_line():
    with pytest.raises(Refused, match="essai.yaml ligne 2"):
        load_definition("titre: un\n  mauvais: [", "essai.yaml")
    with pytest.raises(Refused, match="ne décrit pas une démarche"):
        load_definition("- un\n- deux", "essai.yaml")


def test_a_key_written_twice_is_refused():
    with pytest.raises(Refused, match="clé écrite deux fois : « code »"):
        load_definition("code: a\ncode: b", "essai.yaml")


def test_yaml_cannot_run_code():
    with pytest.raises(Refused):
        load_definition("code: !!python/object/apply:os.system ['true']", "essai.yaml")


def test_a_condition_only_looks_back():
    whole = definition([field("a", when={"field": "b", "op": "eq", "value": "x"}), field("b")])
    assert "lit « b », qui n’est pas une question posée avant elle" in first_fault(whole)


def test_a_key_is_used_once_in_the_whole_form():
    assert "la clé « a » est employée deux fois" in first_fault(definition([field("a")], [field("a")]))


def test_placeholders_and_rules_name_real_questions():
    assert "subject : {b} ne nomme aucune question." in faults_of(definition([field("a")], subject="{b}"))
    rules = [{"when": {"field": "b", "op": "empty", "value": True}, "reason": "x"}]
    assert "routing.1.when" in first_fault(definition([field("a")], routing=rules))
    placed = [{"when": {"field": "place.ward", "op": "empty", "value": True}, "reason": "x"}]
    assert faults_of(definition([field("a")], routing=placed)) == []


def test_a_silence_that_decides_needs_a_period_and_a_text():
    regime = {"silence": "rejection", "confirmed": False}
    assert "regime : il manque « period, text »." in faults_of(definition([field("a")], regime=regime))


def test_a_personal_category_is_asked_of_every_free_answer():
    whole = definition([field("a")])
    del whole["form"]["pages"][0]["fields"][0]["personal"]
    assert first_fault(whole) == "form.pages.1.fields.1 : il manque « personal »."


def test_a_circuit_leads_to_its_own_steps():
    circuit = {
        "code": "court",
        "steps": [{"code": "recue", "label": "Reçue", "phase": "received"}],
        "transitions": [{"code": "clore", "action": "close", "label": "Clore", "from": ["recue"], "to": "finie"}],
    }
    assert first_fault(definition([field("a")], circuit=circuit)) == "circuit.clore : l’étape « finie » n’existe pas."
