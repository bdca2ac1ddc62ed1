"""The catalogue as the faces ask for it."""

import pytest

from core.folding import sort_key
from procedures import queries
from procedures.appeals import appeal_mentions, spell_period
from procedures.form_engine import Form, requester
from procedures.models import Procedure
from tests.procedures.builders import import_catalogue, make_procedure

pytestmark = pytest.mark.django_db


def codes(procedures):
    return [procedure.code for procedure in procedures]


def test_the_catalogue_is_sorted_and_holds_no_system_procedure(django_assert_num_queries):
    commune = import_catalogue()
    with django_assert_num_queries(1):
        found = queries.catalogue(commune)
        assert {one.current.number for one in found} == {1}
        assert found[0].service.name
    titles = [sort_key(one.title) for one in found]
    assert titles == sorted(titles)
    assert {"aide-ccas", "acte-etat-civil", "question", "signalement-voirie"} < set(codes(found))
    assert "a-qualifier" not in codes(found)
    assert queries.system_procedure(commune).code == "a-qualifier"


def test_only_themes_with_something_to_offer_are_shown():
    commune = import_catalogue()
    assert [(one.code, one.count) for one in queries.families(commune)] == [
        ("etat-civil", 2),
        ("enfance", 1),
        ("voirie", 1),
        ("proprete", 1),
        ("solidarite", 1),
        ("citoyennete", 2),
        ("signaler", 1),
    ]
    Procedure.objects.filter(code="encombrants").update(is_open=False)
    assert "proprete" not in [one.code for one in queries.families(commune)]


@pytest.mark.parametrize(
    ("words", "best"),
    [
        ("acte de naissance", "acte-etat-civil"),
        ("Je voudrais un extrait de naisance", "acte-etat-civil"),
        ("ACTE DE DÉCÈS", "acte-etat-civil"),
        ("trou dans la rue", "signalement-voirie"),
        ("lampadère", "signalement-voirie"),
        ("nid-de-poule", "signalement-voirie"),
        ("facture d'électricité", "aide-ccas"),
        ("aide sociale", "aide-ccas"),
        ("réclamation", "question"),
    ],
)
def test_the_words_of_the_public_find_the_procedure(words, best):
    assert codes(queries.search(import_catalogue(), words))[0] == best


@pytest.mark.parametrize("words", ["", "de la", "zzzzzz", "\x00\ud800", "'; drop table", "a-qualifier xyz"])
def test_words_that_mean_nothing_find_nothing_and_never_fail(words):
    assert codes(queries.search(import_catalogue(), words)) == []


def test_a_closed_procedure_is_not_found():
    commune = import_catalogue()
    Procedure.objects.filter(code="question").update(is_open=False)
    assert queries.published(commune, "question") is None
    assert "question" not in codes(queries.search(commune, "question"))
    assert queries.published(commune, "a-qualifier") is None


def test_appeals_are_sentences_made_of_data():
    procedure = make_procedure("question")
    procedure.legal_entity.court_name = "Tribunal administratif de Belmont"
    mentions = appeal_mentions(procedure.current)
    assert [way["title"] for way in mentions["ways"]] == ["Recours gracieux", "Recours contentieux"]
    assert "dans un délai de 2 mois" in mentions["ways"][0]["text"]
    assert mentions["reasons"] is True
    assert mentions["confirmed"] is False


def test_the_judge_of_civil_status_is_the_judicial_one_and_a_report_has_no_appeal():
    import_catalogue()
    act = Procedure.objects.get(code="acte-etat-civil").current
    assert "président du tribunal judiciaire" in appeal_mentions(act)["ways"][1]["text"]
    assert appeal_mentions(Procedure.objects.get(code="signalement-voirie").current) == {}


def test_a_mandatory_prior_appeal_comes_first():
    version = make_procedure("question").current
    version.definition["appeal"]["mandatory_prior"] = {
        "body": "le préfet",
        "address": "Préfecture",
        "period": {"count": 15, "unit": "day"},
    }
    assert appeal_mentions(version)["ways"][0]["text"].endswith(
        "saisir le préfet, Préfecture, dans un délai de 15 jours."
    )


def test_periods_are_spelled():
    spelled = [spell_period({"count": n, "unit": unit}) for n, unit in ((1, "year"), (2, "month"), (15, "day"))]
    assert spelled == ["1 an", "2 mois", "15 jours"]


def test_who_asks_is_read_from_the_answers():
    form = Form.from_definition(make_procedure("acte-etat-civil").current.definition)
    person = {"family_name": "Morel", "first_names": "Julien", "birth_date": "1992-11-09"}
    mine = {"nature": "deces", "qualite": "moi", "identite": person, "courriel": "j@courriel.example"}
    assert requester(form, mine).identity == person
    other = {"family_name": "Diallo", "first_names": "Amadou"}
    found = requester(form, mine | {"qualite": "autre", "lien": "conjoint", "demandeur": other})
    assert (found.identity, found.email, found.phone) == (other, "j@courriel.example", "")
