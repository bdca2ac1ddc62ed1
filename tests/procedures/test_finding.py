"""The words of the public, as they are said at a desk: sixty phrases, the right procedure in the first three."""

import pytest

from core.actor import Actor
from procedures import lexicon
from procedures.finding import find_procedures
from tests.procedures.builders import import_catalogue

pytestmark = pytest.mark.django_db
BY = Actor.system("test")

PHRASES = {
    "signalement-voirie": [
        "lampadaire éteint devant le 8 rue Pasteur depuis lundi",
        "lanpadère cassé",
        "y a un trou dans la rue du Lavoir",
        "nid de poule",
        "les réverbères ne marchent plus",
        "éclairage public en panne",
        "un arbre est tombé sur le trottoir",
        "dépot sauvage derrière l'école",
        "tags sur le mur",
        "grafiti",
        "voiture ventouse",
        "fuite d'eau sur la chaussée",
        "tapage nocturne, bruit tous les soirs",
        "panneau stop arraché",
    ],
    "acte-etat-civil": [
        "acte de naissance",
        "extrait de naisance pour mon mariage",
        "copie intégrale",
        "je voudrais un acte de décès de ma mère",
        "papier de naissance pour le notaire",
        "livret de famille",
        "ACTES DE MARIAGES",
        "acte de naissence",
        "copie d acte mariage",
        "filiation",
    ],
    "aide-ccas": [
        "je n'arrive plus à payer ma facture d'électricité",
        "aide alimentaire",
        "loyer impayé",
        "assistante sociale",
        "ccas",
        "bon alimentère",
        "j'ai des dettes",
        "portage de repas",
        "aide financiere d'urgence",
    ],
    "question": [
        "réclamation",
        "je veux faire une réclamation contre un service",
        "une question",
        "suggestion",
        "renseignemant",
        "me plaindre, plainte",
    ],
    "attestation-accueil": [
        "attestation d'accueil",
        "atestation d'acceuil",
        "faire venir ma mère avec un visa",
        "inviter de la famille d'Algérie",
        "certificat d'hébergement",
        "héberger un cousin étranger",
    ],
    "inscription-scolaire": [
        "inscrire mon fils à l'école",
        "inscription maternelle",
        "ecole primère rentrée",
        "changement d'école",
        "dérogation scolaire",
    ],
    "carte-identite": [
        "carte d'identité",
        "refaire mon passeport",
        "cni perdue",
        "renouveler ma carte didentité",
        "passport",
        "rendez-vous pour les papiers",
    ],
    "encombrants": ["encombrants", "jeter un canapé", "débarrasser un frigo", "enlever des meubles, matelat"],
    "occupation-voirie": ["place pour un camion de déménagement", "poser une benne", "échaffaudage"],
}
CASES = [(phrase, code) for code, phrases in PHRASES.items() for phrase in phrases]


def found(commune, phrase, **more):
    return find_procedures(phrase, commune_id=commune.pk, by=BY, **more)


def test_sixty_phrases_find_their_procedure_in_the_first_three():
    commune = import_catalogue()
    missed = {
        phrase: [one.procedure.code for one in found(commune, phrase)][:3]
        for phrase, code in CASES
        if code not in [one.procedure.code for one in found(commune, phrase)][:3]
    }
    assert len(CASES) >= 60
    assert missed == {}


def test_most_of_them_come_first():
    commune = import_catalogue()
    first = [code for phrase, code in CASES if [one.procedure.code for one in found(commune, phrase)][:1] == [code]]
    assert len(first) >= 0.9 * len(CASES), len(first)


def test_the_reason_names_the_words_and_how_a_misspelling_was_read():
    commune = import_catalogue()
    plain = found(commune, "lampadaire éteint devant le 8 rue Pasteur depuis lundi")[0]
    assert "lampadaire" in plain.words
    assert "« lampadaire »" in plain.reason
    assert "lu « " in found(commune, "lanpadère")[0].reason


def test_a_confidential_procedure_is_proposed():
    assert found(import_catalogue(), "aide alimentaire")[0].procedure.confidential


@pytest.mark.parametrize("words", ["", "   ", "de la", "zzzzzz", "\x00\ud800", "'; drop table", "12 34 56", "a" * 5000])
def test_words_that_mean_nothing_find_nothing_and_never_fail(words):
    assert found(import_catalogue(), words) == []


def test_one_query_whatever_is_typed(django_assert_num_queries):
    commune = import_catalogue()
    with django_assert_num_queries(1):
        found(commune, "trou dans la rue, lampadaire, passeport, école")


@pytest.mark.parametrize(
    ("typed", "known"), [("lanpadère", "lampadaire"), ("otel", "hôtel"), ("fone", "phone"), ("kestion", "question")]
)
def test_what_sounds_alike_is_alike(typed, known):
    assert lexicon.sound_of(lexicon.fold(typed)) == lexicon.sound_of(lexicon.fold(known))
