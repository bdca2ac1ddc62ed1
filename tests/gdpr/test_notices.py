"""What people are told of their data: the ten mentions of article 13."""

import pytest

from gdpr.durations import retention_sentence, spell_delta
from gdpr.enums import LegalBasis
from gdpr.notices import notice_for, rights_sentence
from organisation.models import LegalEntity
from procedures.models import Procedure
from tests.procedures.builders import import_catalogue, make_procedure

pytestmark = pytest.mark.django_db


def test_each_published_procedure_has_its_ten_mentions():
    import_catalogue()
    for procedure in Procedure.objects.for_pages():
        notice = notice_for(procedure.current)
        assert len(notice.items) == 10
        assert all(item.title and item.text.strip() for item in notice.items)
        assert notice.version == procedure.current.notice_version
        assert len(notice.version) == 64


def test_the_notice_is_made_of_the_data_of_the_procedure():
    procedure = make_procedure("acte-etat-civil")
    LegalEntity.objects.filter(pk=procedure.legal_entity_id).update(dpo_email="dpo@admiville.example")
    told = {item.title: item.text for item in notice_for(procedure.current).items}
    assert told["But"] == "Délivrer des copies et extraits d’actes de l’état civil."
    assert told["Base légale"].startswith("obligation légale (Code civil, article 101-1")
    assert told["Durée de conservation"].startswith("1 an après la clôture de la demande. Elles sont ensuite détruites")
    assert "dpo@admiville.example" in told["Délégué à la protection des données"]
    assert "www.cnil.fr" in told["Réclamation"]


def test_the_short_notice_says_who_why_whom_and_how_long():
    short = notice_for(make_procedure("question").current).short
    assert short.startswith("Commune – but : répondre aux questions")
    assert "l’accueil de la mairie" in short
    assert short.endswith("2 ans après la clôture de la demande, puis 3 ans en archive à accès restreint.")


def test_the_controller_is_the_entity_in_whose_name_one_decides():
    assert notice_for(make_procedure("aide-ccas").current).controller == "Ccas"


def test_the_version_changes_with_the_words_and_only_with_them():
    commune = import_catalogue()
    versions = {one.code: one.current.notice_version for one in Procedure.objects.filter(commune=commune)}
    assert len(set(versions.values())) == len(versions)


@pytest.mark.parametrize("basis", list(LegalBasis))
def test_rights_follow_the_basis(basis):
    sentence = rights_sentence(basis)
    assert "consulter vos données" in sentence
    assert ("retirer votre accord" in sentence) is (basis == LegalBasis.CONSENT)
    assert ("pas possible de s’y opposer" in sentence) is (basis == LegalBasis.LEGAL_OBLIGATION)


def test_durations_are_spelled():
    from datetime import timedelta

    assert [spell_delta(timedelta(days=n)) for n in (1, 30, 90, 365, 730, 45)] == [
        "1 jour",
        "1 mois",
        "3 mois",
        "1 an",
        "2 ans",
        "45 jours",
    ]
    kept = {"active": {"count": 2, "unit": "year"}, "from": "received_on", "fate": "keep"}
    expected = "2 ans après la réception de la demande. Elles sont ensuite versées aux archives."
    assert retention_sentence(kept) == expected
