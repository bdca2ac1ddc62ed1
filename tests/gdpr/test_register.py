"""The register is generated: procedures published, and what the rooms declare."""

import pytest

from core.errors import Refused
from core.privacy import holdings
from gdpr.publishing_check import has_a_register_entry
from gdpr.register import REQUEST_ROOMS, activities
from procedures import publishing
from procedures.models import Family
from procedures.operations.import_procedures import CATALOGUE, import_procedures
from tests.procedures.builders import definition, field, import_catalogue, make_procedure, make_town

pytestmark = pytest.mark.django_db


def by_code(commune):
    return {one.procedure_code: one for one in activities(commune) if one.procedure_code}


def test_each_published_procedure_is_an_activity(django_assert_max_num_queries):
    commune = import_catalogue()
    with django_assert_max_num_queries(2):
        found = by_code(commune)
    files = {path.stem for path in CATALOGUE.glob("*.yaml")} - {"familles"}
    assert set(found) == files
    assert {"acte-etat-civil", "a-qualifier"} < files
    act = found["acte-etat-civil"]
    assert act.legal_basis == "obligation légale"
    assert act.subjects == ("usagers", "personnes citées dans la demande")
    assert {"identité", "coordonnées", "adresse et localisation", "pièces jointes"} <= {
        line.category for line in act.data
    }
    assert all(line.duration and line.source and not line.confirmed for line in act.data)
    assert act.updated_on == act.created_on is not None


def test_the_help_of_the_ccas_is_its_own_controller_and_calls_for_an_impact_assessment():
    found = by_code(import_catalogue())
    assert found["aide-ccas"].controller == "Ccas"
    assert found["aide-ccas"].impact_assessment_due
    assert not found["signalement-voirie"].impact_assessment_due


def test_what_the_software_holds_besides_requests_is_told_once():
    commune = make_town()
    told = [one for one in activities(commune) if not one.procedure_code]
    purposes = {str(one.purpose) for one in holdings() if one.model._meta.app_label not in REQUEST_ROOMS}
    assert {one.title for one in told} == purposes
    assert len(told) == len(purposes)
    assert all(one.data and one.subjects for one in told)


def test_references_are_unique():
    references = [one.reference for one in activities(import_catalogue())]
    assert len(references) == len(set(references))


def test_a_procedure_without_its_register_entry_is_not_published(tmp_path):
    import yaml

    commune = make_town()
    Family.objects.create(commune=commune, code="citoyennete", name="Citoyenneté")
    whole = definition([field("a")])
    whole["privacy"] |= {"purpose": " ", "legal_text": ""}
    path = tmp_path / "essai.yaml"
    path.write_text(yaml.safe_dump(whole, allow_unicode=True), "utf-8")
    with pytest.raises(Refused, match="il manque le but, le texte qui fonde le traitement"):
        import_procedures(commune.pk, [path])


def test_the_check_is_among_those_of_the_publishing():
    assert has_a_register_entry in publishing._checks
    assert has_a_register_entry(make_procedure("question").current) == []
