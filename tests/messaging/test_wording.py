"""The words administrators write: unknown names refused, holes never left, headers never forged."""

import re

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError

from messaging import operations, variables
from messaging.defaults import DEFAULTS
from messaging.models import Dispatch, MessageTemplate
from messaging.rules.blocks import blocks
from messaging.rules.wording import MissingVariable, check, fill, fill_line, names_in
from tests.messaging.envelopes import VARIABLES, town

DRAFT_VARIABLES = {
    "demarche": "Copie d’un acte d’état civil",
    "lien_brouillon": "https://admiville.example/brouillon/reprendre/AbCd/",
    "code_brouillon": "ABCD-EFGH",
    "date_limite": "22 décembre 2026",
    "ville": "Admiville",
    "telephone": "01 99 00 40 00",
}
MANDATE_VARIABLES = {
    "personne": "Malika Benhaddou",
    "texte": "Karim Benhaddou agit pour vous jusqu’au 31 décembre 2026.",
    "service": "Accueil",
    "service_telephone": "01 99 00 40 00",
    "service_courriel": "accueil@admiville.example",
}
ACCOUNT_VARIABLES = {"lien": "https://admiville.example/agents/mot-de-passe/AbCd/"}
ALL_VARIABLES = ACCOUNT_VARIABLES | MANDATE_VARIABLES | VARIABLES | DRAFT_VARIABLES
# Who is written to: a person, a colleague, another administration.
POLITE = re.compile("Bonjour[ ,]|Madame, Monsieur,")


@pytest.fixture(autouse=True)
def _a_known_set(monkeypatch):
    monkeypatch.setattr(variables, "_sets", {})
    variables.register("request", [variables.Variable(name, name, "exemple") for name in VARIABLES])
    for name, known in (("draft", DRAFT_VARIABLES), ("mandate", MANDATE_VARIABLES), ("account", ACCOUNT_VARIABLES)):
        variables.register(name, [variables.Variable(one, one, "exemple") for one in known])


@pytest.mark.parametrize("code", DEFAULTS)
def test_every_text_that_comes_with_the_software_passes_its_own_check_and_fills(code):
    default = DEFAULTS[code]
    assert check(default.subject, default.variable_set) == check(default.body, default.variable_set) == ""
    assert "{" not in fill(default.body, ALL_VARIABLES)
    assert len(fill_line(default.subject, ALL_VARIABLES)) < 120


@pytest.mark.parametrize("code", DEFAULTS)
def test_texts_are_polite_and_short(code):
    sentences = re.split(r"[.!?]\s", fill(DEFAULTS[code].body, ALL_VARIABLES))
    # A text message counts its characters: it names the town instead.
    assert sentences[0].startswith("Admiville :") if code.startswith("sms-") else POLITE.match(sentences[0])
    assert max(len(sentence.split()) for sentence in sentences) <= 40


def test_a_subject_never_names_the_matter_of_a_confidential_notice():
    assert set(names_in(DEFAULTS["avis-au-service-confidentiel"].subject)) == {"numero"}


def test_an_unknown_variable_is_refused_with_the_names_that_exist():
    sentence = check("Bonjour {{ prenom }}", "request")
    assert "prenom" in sentence
    assert "personne" in sentence


@pytest.mark.parametrize("text", ["Bonjour {{ personne }", "{% if x %}", "{{ }}", "}} {{"])
def test_broken_braces_are_refused(text):
    assert "accolade" in check(text, "request")


def test_a_missing_value_is_an_error_not_a_hole():
    with pytest.raises(MissingVariable, match="numero"):
        fill("Demande {{ numero }}", {})


def test_values_are_never_read_as_templates():
    assert fill("{{ texte }}", {"texte": "{{ numero }}", "numero": "1"}) == "{{ numero }}"


def test_a_subject_stays_on_one_line():
    assert fill_line("Demande {{ objet }}", {"objet": "a\r\nBcc: b@c.example"}) == "Demande a Bcc: b@c.example"


def test_a_paragraph_with_one_filled_variable_is_kept():
    assert fill("{{ a }} {{ b }}\n\n{{ b }}\n\nfin", {"a": "1", "b": ""}) == "1\n\nfin"


def test_addresses_become_links_and_lists_stay_lists():
    paragraph, listing = blocks("Lire :\nhttps://admiville.example/suivi/\n\n- un\n- deux")
    assert '<a href="https://admiville.example/suivi/">' in paragraph.lines[1]
    assert listing.is_list
    assert listing.lines == ["un", "deux"]


@pytest.mark.django_db
def test_templates_are_seeded_once_and_edits_are_kept():
    commune = town()
    assert operations.ensure_templates(commune.pk) == len(DEFAULTS)
    MessageTemplate.objects.filter(code="message-du-service").update(subject="À vous")
    assert operations.ensure_templates(commune.pk) == 0
    assert MessageTemplate.objects.get(code="message-du-service").subject == "À vous"


@pytest.mark.django_db
def test_saving_a_template_with_an_unknown_variable_is_refused_on_its_field():
    operations.ensure_templates(town().pk)
    template = MessageTemplate.objects.get(code="message-du-service")
    template.body = "Bonjour {{ inconnue }}"
    with pytest.raises(ValidationError) as refused:
        template.full_clean()
    assert list(refused.value.message_dict) == ["body"]


def test_envelopes_are_not_in_the_administration():
    assert not admin.site.is_registered(Dispatch)


@pytest.mark.django_db
def test_the_preview_shows_samples_and_escapes_them():
    from messaging.admin import MessageTemplateAdmin

    shown = MessageTemplateAdmin(MessageTemplate, admin.site)
    template = MessageTemplate(subject="<b>{{ numero }}</b>", body="Bonjour {{ personne }}", variable_set="request")
    assert "&lt;b&gt;exemple&lt;/b&gt;" in shown.preview(template)
    assert "{{ personne }}" in shown.possible_variables(template)
