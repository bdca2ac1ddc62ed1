"""What the law wants on paper is on paper, in the window, and readable by a machine."""

import datetime as dt
import io

import pikepdf
import pytest

from core.models import Commune
from documents.letters import hours_in_words, letter_context, render_letter, salutation
from documents.templatetags.letters import in_words, postal, qr, spaced
from tests.documents import pdf, samples


def acknowledgement(**changes):
    data = samples.acknowledgement(**changes)
    return render_letter("acknowledgement.html", data, commune=samples.ADMIVILLE, title=data["title"])


def test_an_acknowledgement_bears_the_mentions_of_the_law_when_silence_rejects():
    text = pdf.words(acknowledgement())
    for mention in (
        "12 novembre 2026",
        "12 janvier 2027",
        "sous réserve que votre demande soit complète",
        "réputée rejetée",
        "art. L. 231-4",
        "1 place de la République, 99000 Admiville",
        "01 99 00 40 12",
        "etat-civil@admiville.example",
        "tribunal administratif de Belmont",
        "L. 232-4",
        "KR7M-4TXP",
        "Vos données.",
        "Vous n’avez rien à signer ni à renvoyer",
    ):
        assert mention in text


def test_when_silence_accepts_the_certificate_is_told_and_appeal_is_not():
    text = pdf.words(acknowledgement(silence="acceptance"))
    assert "réputée acceptée" in text
    assert "L. 232-3" in text
    assert "rejetée" not in text


def test_without_implied_decision_the_letter_says_so():
    text = pdf.words(acknowledgement(silence="none", decision_due_on="", appeal=None))
    assert "Aucune décision implicite" in text
    assert "réputée" not in text


@pytest.mark.parametrize(("confirmed", "told"), [(False, True), (True, False)])
def test_a_regime_that_nobody_confirmed_is_told(confirmed, told):
    assert ("À confirmer." in pdf.words(acknowledgement(confirmed=confirmed))) is told


def test_the_answers_follow_on_a_page_of_their_own_and_hostile_words_stay_words():
    content = acknowledgement()
    assert pdf.page_count(content) == 2
    assert "<b>Vite</b>" in pdf.page_words(content, 1)


def test_an_acknowledgement_without_answers_fits_one_page():
    assert pdf.page_count(acknowledgement(answers=[])) == 1


def test_the_longest_usual_acknowledgement_still_fits_one_page():
    changes = {
        "answers": [],
        "confirmed": False,
        "target_on": "2026-12-01",
        "handled_by": {"name": "Samira Marchand", "quality": "Officière d’état civil déléguée", "phone": ""},
        "legal_text": "Code des relations entre le public et l’administration, articles L231-1 et L231-4 ; décret "
        "no 2017-890 du 6 mai 2017, articles 26 à 38.",
        "appeal": {
            "intro": "Si vous contestez la décision, vous pouvez :",
            "ways": [
                {
                    "title": "Recours gracieux",
                    "text": "écrire au maire, 1 rue du Beffroi, 99000 Admiville, dans les 2 mois.",
                },
                {
                    "title": "Recours devant le juge",
                    "text": "saisir le tribunal administratif de Belmont, 1 place du Palais.",
                },
            ],
            "reasons": True,
        },
        "alternatives": [
            "Par téléphone, un agent remplit la demande.",
            "Au guichet, sans rendez-vous.",
            "Par courrier.",
        ],
    }
    assert pdf.page_count(acknowledgement(**changes)) == 1


def test_when_it_overflows_the_code_never_stands_alone_on_its_page():
    content = acknowledgement(answers=[], appeal={**samples.APPEAL, "ways": samples.APPEAL["ways"] * 3})
    assert pdf.page_count(content) == 2
    assert "tribunal" in pdf.page_words(content, 1)
    assert "KR7M-4TXP" in pdf.page_words(content, 1)


def test_the_recipient_stands_in_the_window_in_postal_capitals():
    left, top = pdf.place(acknowledgement(), "MADAME MALIKA BENHADDOU")
    assert left == pytest.approx(106, abs=1)
    assert 48 < top < 56
    _left, last = pdf.place(acknowledgement(), "99000 ADMIVILLE")
    assert last < 80


def test_the_letter_is_tagged_titled_and_in_french():
    content = acknowledgement()
    with pikepdf.open(io.BytesIO(content)) as document:
        assert bool(document.Root.MarkInfo.Marked)
        assert str(document.Root.Lang) == "fr"
        assert str(document.docinfo["/Title"]) == samples.acknowledgement()["title"]
        assert b"pdfuaid" in document.Root.Metadata.read_bytes()
    kinds = dict.fromkeys(kind for kind, _alt in pdf.tags(content))
    assert "/H1" in kinds
    assert all(alt for kind, alt in pdf.tags(content) if kind == "/Figure")


def test_a_refusal_states_law_facts_author_and_appeal_without_signature():
    data = samples.decision()
    text = pdf.words(render_letter("decision.html", data, commune=samples.ADMIVILLE, title=data["title"]))
    for mention in (
        "article L. 2121-1",
        "le trottoir mesurait 1,90 m",
        "Votre demande est refusée.",
        "Hélène Aubrac",
        "Adjointe à la voirie",
        "L. 212-2",
        "En écrivant au maire",
    ):
        assert mention in text


def test_the_cover_sheet_bears_the_deposit_code_and_asks_for_nothing():
    data = samples.acknowledgement(wanted=["Livret de famille"])
    text = pdf.words(render_letter("cover_sheet.html", data, commune=samples.ADMIVILLE, title="Bordereau"))
    assert "7K4Q X219 9HBV TMWJ 3ACD 5EFG KN" in text
    assert "Vous avez déposé en ligne : vous n’avez rien à signer ni à envoyer." in text
    assert data["spoken_code"] not in text


@pytest.mark.parametrize("template", ["acknowledgement.html", "cover_sheet.html", "decision.html", "dossier.html"])
def test_a_letter_with_almost_nothing_to_say_is_still_a_letter(template):
    data = {"number": "2026-000001-A", "title": "Demande", "received_on": "2026-01-01"}
    content = render_letter(template, data, commune=samples.ADMIVILLE, title="Demande")
    assert "2026-000001-A" in pdf.words(content)


def test_a_missing_logo_does_not_stop_a_letter():
    town = Commune(name="Le Val", postcode="99100", address="2 rue Haute", logo_svg_name="absent.svg")
    assert letter_context({}, town)["logo"] == ""


def test_an_address_never_leaves_the_window():
    lines = [f"ligne {n}" for n in range(12)]
    assert (
        len(letter_context({"person": {"name": "X", "address_lines": lines}}, samples.ADMIVILLE)["recipient_lines"])
        == 6
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2027-01-01", "1er janvier 2027"),
        (dt.date(2026, 11, 12), "12 novembre 2026"),
        (dt.datetime(2026, 8, 3, 10, tzinfo=dt.UTC), "3 août 2026"),
        ("lundi prochain", "lundi prochain"),
        (None, ""),
    ],
)
def test_dates_are_written_in_words(value, shown):
    assert in_words(value) == shown


def test_postal_lines_are_capitals_without_accents_or_commas():
    assert postal("12, rue de l’Écluse") == "12 RUE DE L ECLUSE"
    assert postal("Cœur-sur-Îlot") == "COEUR-SUR-ILOT"


def test_opening_hours_are_said_in_words():
    rows = [{"days": "Lundi au vendredi", "hours": "8 h 30 – 17 h"}, {"days": "Samedi", "hours": "9 h – 12 h"}]
    assert hours_in_words(rows) == "lundi au vendredi, 8 h 30 – 17 h ; samedi, 9 h – 12 h"
    assert hours_in_words("le matin") == "le matin"


def test_the_notice_is_not_announced_twice():
    context = letter_context({"notice": {"text": "Vos données. La ville les garde."}}, samples.ADMIVILLE)
    assert context["notice"]["text"] == "La ville les garde."


def test_codes_are_spaced_and_drawn():
    assert spaced("ABCD-EFGHIJ") == "ABCD EFGH IJ"
    assert qr("texte").startswith("data:image/svg+xml;base64,")


@pytest.mark.parametrize(("civility", "words"), [("Mme", "Madame"), ("M.", "Monsieur"), ("", "Madame, Monsieur")])
def test_who_is_greeted(civility, words):
    assert salutation(civility) == words
