"""The import: what it publishes, what it refuses, and that nothing published ever changes."""

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction

from core.actor import Actor
from core.errors import Refused
from core.models import OutboxEvent
from organisation.models import Service
from procedures import publishing
from procedures.models import CircuitVersion, Family, Procedure, ProcedureVersion
from procedures.operations import import_procedures, publish
from procedures.operations.circuits import ensure_circuit
from tests.procedures.builders import definition, field, import_catalogue, make_procedure, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(tmp_path):
    def _write(name="essai.yaml", **changes):
        path = tmp_path / name
        path.write_text(yaml.safe_dump(definition([field("a")], **changes), allow_unicode=True), "utf-8")
        return path

    return _write


@pytest.fixture
def town():
    commune = make_town()
    Family.objects.create(commune=commune, code="citoyennete", name="Citoyenneté")
    return commune


def test_the_catalogue_is_published_whole():
    commune = import_catalogue()
    assert set(Procedure.objects.filter(commune=commune, current__isnull=False).values_list("code", flat=True)) == {
        "acte-etat-civil",
        "signalement-voirie",
        "question",
        "aide-ccas",
        "a-qualifier",
        "attestation-accueil",
        "carte-identite",
        "encombrants",
        "inscription-scolaire",
        "occupation-voirie",
    }
    act = Procedure.objects.get(code="acte-etat-civil").current
    assert (act.silence, act.period_count, act.period_unit, act.regime_confirmed) == ("rejection", 2, "month", False)
    assert "2017-890" in act.regime_text
    assert Procedure.objects.get(code="signalement-voirie").current.silence == "none"
    assert Procedure.objects.get(code="aide-ccas").legal_entity.kind == "ccas"
    assert Procedure.objects.get(is_system=True).code == "a-qualifier"
    assert Family.objects.filter(commune=commune).count() == 9


def test_the_same_file_again_changes_nothing():
    commune = import_catalogue()
    before = list(ProcedureVersion.objects.values_list("pk", "published_at"))
    again = import_procedures(commune.pk)
    assert not any(one.changed for one in again)
    assert list(ProcedureVersion.objects.values_list("pk", "published_at")) == before
    assert CircuitVersion.objects.count() == 1


def test_a_changed_file_publishes_a_new_version_and_keeps_the_old_one(town, write):
    first = import_procedures(town.pk, [write()])[0]
    second = import_procedures(town.pk, [write(title="Autre titre")])[0]
    assert (first.number, second.number, second.changed) == (1, 2, True)
    procedure = Procedure.objects.get(code="essai")
    assert procedure.title == "Autre titre"
    assert procedure.current.number == 2
    assert procedure.versions.get(number=1).definition["title"] == "Démarche d’essai"
    assert OutboxEvent.objects.filter(name="procedure.published").count() == 2


def test_a_published_version_cannot_be_saved_again():
    version = make_procedure().current
    version.regime_text = "changé"
    with pytest.raises(Refused, match="ne change plus"):
        version.save()


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_what_goes_round_the_model(change):
    version = make_procedure().current
    Procedure.objects.update(current=None)
    rows = ProcedureVersion.objects.filter(pk=version.pk)
    with pytest.raises(DatabaseError, match="ne change plus"), transaction.atomic():
        rows.update(regime_text="changé") if change == "update" else rows.delete()


def test_a_failing_scenario_refuses_publication_and_nothing_is_imported(town, write):
    scenario = {"name": "Vers la voirie", "answers": {"a": "x"}, "expect": {"service": "voirie"}}
    with pytest.raises(Refused, match="Le scénario « Vers la voirie » échoue : service : attendu « voirie », obtenu"):
        import_procedures(town.pk, [write("bonne.yaml", code="bonne"), write(scenarios=[scenario])])
    assert not Procedure.objects.exists()


def test_an_unknown_service_is_named(town, write):
    with pytest.raises(Refused, match="essai.yaml – inconnu dans la commune : service « plage »"):
        import_procedures(town.pk, [write(service="plage")])
    rules = [{"service": "plage", "reason": "x"}]
    with pytest.raises(Refused, match="routing : service inconnu dans la commune : plage"):
        import_procedures(town.pk, [write(routing=rules)])


def test_a_service_without_phone_cannot_acknowledge_so_nothing_is_published(town, write):
    Service.objects.filter(code="accueil").update(phone="")
    with pytest.raises(Refused, match="n’a pas le téléphone"):
        import_procedures(town.pk, [write()])


def test_the_web_is_never_the_only_door(town, write):
    doors = dict.fromkeys(["phone", "counter", "post", "email"], "closed") | {"web": "files"}
    with pytest.raises(Refused, match="Le web est la seule porte"):
        import_procedures(town.pk, [write(channels=doors)])


def test_the_subject_of_a_confidential_procedure_tells_nothing(town, write):
    with pytest.raises(Refused, match="ne reprend aucune réponse"):
        import_procedures(town.pk, [write(confidential=True, subject="Aide pour {a}")])


def test_other_rooms_add_their_checks(town, write, monkeypatch):
    monkeypatch.setattr(publishing, "_checks", [])
    publishing.register_check(lambda version: [f"pas {version.procedure.code}"])
    with pytest.raises(Refused, match="essai.yaml – pas essai"):
        import_procedures(town.pk, [write()])


def test_publishing_twice_publishes_once():
    version = make_procedure().current
    assert publish(version.pk, by=Actor.system("test")).published_at == version.published_at


def test_the_database_refuses_a_silence_without_period():
    version = make_procedure().current
    with pytest.raises(IntegrityError), transaction.atomic():
        ProcedureVersion.objects.create(
            procedure=version.procedure,
            number=99,
            definition={},
            content_sha256="x",
            circuit=version.circuit,
            silence="rejection",
        )


def test_a_circuit_that_says_the_same_is_the_same():
    first = ensure_circuit()
    assert ensure_circuit() == first
    other = ensure_circuit({**first.definition, "transitions": []})
    assert (other.code, other.number) == (first.code, 2)


def test_the_command_tells_what_it_did_and_refuses_in_french(capsys, tmp_path):
    make_town()
    call_command("import_procedures")
    assert "acte-etat-civil : version 1 publiée" in capsys.readouterr().out
    call_command("import_procedures")
    assert "acte-etat-civil : version 1 inchangée" in capsys.readouterr().out
    broken = tmp_path / "casse.yaml"
    broken.write_bytes(b"\xff\xfe")
    with pytest.raises(CommandError, match="Rien n’a été importé"):
        call_command("import_procedures", str(broken))
