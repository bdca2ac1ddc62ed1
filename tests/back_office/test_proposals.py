from types import SimpleNamespace

import pytest

from back_office.proposals import propose
from back_office.quoted import split


def procedure(title: str, *keywords: str):
    return SimpleNamespace(title=title, short_title=title, keywords=list(keywords))


ACT = procedure("Copie d’acte", "acte de naissance", "mariage", "naissance")
ROAD = procedure("Signalement", "trou", "nid de poule", "arbre")
CATALOGUE = [ACT, ROAD]


def test_words_of_the_subject_weigh_more_than_words_of_the_text():
    found = propose("Un trou", "depuis mon mariage, un trou", CATALOGUE)
    assert [one.procedure for one in found] == [ROAD, ACT]
    assert found[0].reason == "mots « trou » dans l’objet"


def test_a_longer_phrase_speaks_for_the_words_inside_it():
    found = propose("Demande d’ACTE DE NAISSANCE", "", CATALOGUE)
    assert found[0].reason == "mots « acte de naissance » dans l’objet"


@pytest.mark.parametrize("text", ["des nids, des troupes", "arbres", "Nid-de-poule", "  "])
def test_whole_words_only_plural_and_hyphens_apart(text):
    found = propose("", text, CATALOGUE)
    assert bool(found) == (text in ("arbres", "Nid-de-poule"))


def test_nothing_is_proposed_without_a_word_of_the_catalogue():
    assert propose("Bonjour", "merci", CATALOGUE) == []


@pytest.mark.parametrize(
    ("text", "fresh", "history"),
    [
        ("Merci.\n\nLe 3 nov. 2026 à 10:00, Mairie <m@v.example> a écrit :\n> Bonjour", "Merci.", True),
        ("Merci.\n-----Message d’origine-----\nDe : x", "Merci.", True),
        ("Merci.\nOn Mon, Nov 2, 2026 at 9:00 AM X wrote:\n> a", "Merci.", True),
        ("> tout est cité", "> tout est cité", False),
        ("Un trou dans la rue.", "Un trou dans la rue.", False),
        ("", "", False),
    ],
)
def test_history_is_folded_and_a_mail_that_is_only_a_quotation_is_whole(text, fresh, history):
    found = split(text)
    assert found[0] == fresh
    assert bool(found[1]) is history
