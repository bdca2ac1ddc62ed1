"""Each action of the request page: done by a plain post, refused with a sentence, nothing typed is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from files.models import StoredFile
from organisation.enums import Role
from requests_app.enums import Phase
from requests_app.models import Message, Note, ServiceRequest
from tests import builders
from tests.back_office.pages import act_url, part, plain, soup, text_of, url_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"  # noqa: E501


def fresh(service_request: ServiceRequest) -> ServiceRequest:
    return ServiceRequest.objects.get(pk=service_request.pk)


def test_taking_a_request_redirects_to_its_page_which_says_so(desk, agent):
    made = builders.make_request()
    answer = desk.post(act_url(made, "prendre"), {"revision": made.revision}, follow=True)
    assert answer.redirect_chain == [(url_of(made), 302)]
    assert fresh(made).assigned_to == agent
    assert "Vous avez pris cette demande en charge." in text_of(answer)
    assert "Prendre en charge A" not in text_of(answer)


def test_the_agent_comes_back_to_the_list_he_came_from(desk):
    made = builders.make_request()
    answer = desk.post(act_url(made, "prendre"), {"liste": "vue=sans-affectation&q=<x>&autre=1"})
    assert answer["Location"] == f"{url_of(made)}?vue=sans-affectation&q=%3Cx%3E"


def test_assigning_offers_only_those_who_see_the_request(desk):
    made, colleague = builders.make_request(), builders.make_agent("etat-civil", first_name="Nour")
    outsider = builders.make_agent("voirie", first_name="Yanis")
    page = text_of(desk.get(url_of(made) + "?faire=affecter"))
    assert colleague.display_name in page
    assert outsider.display_name not in page
    refused = desk.post(act_url(made, "affecter"), {"agent": str(outsider.public_id)})
    assert refused.status_code == 422
    desk.post(act_url(made, "affecter"), {"agent": str(colleague.public_id)})
    assert fresh(made).assigned_to == colleague
    desk.post(act_url(made, "affecter"), {"agent": "personne"})
    assert fresh(made).assigned_to is None


def test_rerouting_to_a_service_one_does_not_see_leads_back_to_the_list(desk):
    made, target = builders.make_request(), builders.service("voirie")
    answer = desk.post(act_url(made, "reorienter"), {"service": str(target.public_id), "reason": "Éclairage public"})
    assert answer["Location"] == "/agents/"
    assert fresh(made).service == target
    assert desk.get(url_of(made)).status_code == 404


def test_rerouting_without_a_reason_is_refused_beside_what_was_chosen(desk):
    made, target = builders.make_request(), builders.service("voirie")
    answer = desk.post(act_url(made, "reorienter"), {"service": str(target.public_id), "reason": "  "})
    assert answer.status_code == 422
    assert "Dites pourquoi cette demande change de service." in text_of(answer)
    assert part(answer, "id_service").find("option", selected=True)["value"] == str(target.public_id)


def test_a_note_is_written_and_shown_as_never_sent(desk):
    made = builders.make_request()
    page = desk.post(act_url(made, "note"), {"text": "Dossier vu avec l’état civil."}, follow=True)
    assert Note.objects.get(request=made).text == "Dossier vu avec l’état civil."
    assert "Note interne, jamais envoyée" in text_of(page)


def test_a_reply_leaves_with_its_files(desk):
    made = builders.make_request()
    upload = SimpleUploadedFile("plan.pdf", PDF, content_type="application/pdf")
    desk.post(act_url(made, "repondre"), {"text": "Bonjour, voici le plan.", "fichiers": upload})
    message = Message.objects.get(request=made, direction="out")
    assert StoredFile.objects.of("message", message.pk).get().name == "plan.pdf"


def test_a_refused_reply_keeps_the_files_already_sent(desk):
    made = builders.make_request()
    upload = SimpleUploadedFile("plan.pdf", PDF, content_type="application/pdf")
    answer = desk.post(act_url(made, "repondre"), {"text": " ", "fichiers": upload})
    assert answer.status_code == 422
    kept = soup(answer).find("input", attrs={"name": "deja_joint"})
    desk.post(act_url(made, "repondre"), {"text": "Bonjour", "deja_joint": kept["value"]})
    message = Message.objects.get(request=made, direction="out")
    assert StoredFile.objects.of("message", message.pk).count() == 1


def test_a_file_of_a_lying_type_is_refused_and_the_words_stay(desk):
    made = builders.make_request()
    upload = SimpleUploadedFile("plan.pdf", b"MZ\x90\x00 not a pdf", content_type="application/pdf")
    answer = desk.post(act_url(made, "repondre"), {"text": "Bonjour, voici le plan.", "fichiers": upload})
    assert answer.status_code == 422
    assert "plan.pdf" in text_of(answer)
    assert part(answer, "id_text").get_text().strip() == "Bonjour, voici le plan."
    assert not Message.objects.filter(request=made, direction="out").exists()


def test_asking_makes_the_request_wait_for_the_person(desk):
    made = builders.make_request()
    desk.post(act_url(made, "demander"), {"text": "Quelle est l’année de l’acte ?"})
    assert fresh(made).phase == Phase.WAITING_PERSON


def test_a_refusal_without_grounds_is_refused_field_by_field(desk):
    made = builders.make_request(phase=Phase.IN_PROGRESS)
    answer = desk.post(act_url(made, "decider"), {"outcome": "refused", "text": "Nous refusons."})
    assert answer.status_code == 422
    assert "Indiquez le texte sur lequel le refus se fonde." in text_of(answer)
    assert "Indiquez les faits qui conduisent au refus." in text_of(answer)
    assert part(answer, "id_text").get_text().strip() == "Nous refusons."
    assert fresh(made).phase == Phase.IN_PROGRESS


def test_a_decision_is_previewed_with_its_appeal_then_taken(desk):
    made = builders.make_request(phase=Phase.IN_PROGRESS)
    data = {
        "outcome": "refused",
        "text": "Nous ne pouvons pas délivrer cette copie.",
        "grounds_law": "Décret 2017-890, article 30",
        "grounds_fact": "Vous n’êtes pas un descendant.",
    }
    shown = desk.post(act_url(made, "decider"), {**data, "apercu": "1"})
    preview = plain(part(shown, "apercu").get_text(" "))
    assert "Décision : Refusée" in preview
    assert "tribunal judiciaire" in preview
    assert "Officière d’état civil déléguée" in preview
    assert fresh(made).phase == Phase.IN_PROGRESS
    desk.post(act_url(made, "decider"), data)
    assert fresh(made).phase == Phase.DECIDED


def test_the_reception_desk_neither_sees_the_button_nor_decides(sign_in):
    made = builders.make_request(phase=Phase.IN_PROGRESS)
    desk = sign_in(builders.make_agent("etat-civil", Role.COUNTER))
    assert "Décider" not in plain(soup(desk.get(url_of(made))).find("aside").get_text(" "))
    answer = desk.post(act_url(made, "decider"), {"outcome": "granted", "text": "Accordé."})
    assert answer.status_code == 403
    assert fresh(made).phase == Phase.IN_PROGRESS


def test_closing_says_a_last_word_and_reopening_says_why(desk, agent):
    made = builders.make_request(phase=Phase.IN_PROGRESS, by_agent=agent)
    empty = desk.post(act_url(made, "clore"), {"text": ""})
    assert "une demande ne se clôt pas sans réponse" in text_of(empty)
    desk.post(act_url(made, "clore"), {"text": "Votre acte est parti."})
    assert fresh(made).phase == Phase.CLOSED
    desk.post(act_url(made, "rouvrir"), {"text": "L’acte est revenu."})
    assert fresh(made).phase == Phase.IN_PROGRESS


def test_an_action_the_phase_forbids_is_told_and_the_text_stays(desk, agent):
    made = builders.make_request(phase=Phase.CLOSED, by_agent=agent)
    answer = desk.post(act_url(made, "repondre"), {"text": "Encore un mot."})
    assert answer.status_code == 422
    assert "n’est plus possible" in text_of(answer)
    assert part(answer, "id_text").get_text().strip() == "Encore un mot."


def test_a_stale_page_says_who_did_what_and_keeps_the_text(desk):
    made, colleague = builders.make_request(), builders.make_agent("etat-civil", first_name="Nour", last_name="Haddad")
    shown = made.revision
    builders.bring_to(made, Phase.IN_PROGRESS, colleague)
    answer = desk.post(act_url(made, "repondre"), {"text": "Je réponds aussi.", "revision": shown})
    assert answer.status_code == 409
    page = text_of(answer)
    assert "Cette demande a changé pendant que vous écriviez" in page
    assert "Prise en charge, Nour Haddad" in page
    assert part(answer, "id_text").get_text().strip() == "Je réponds aussi."
    assert not Message.objects.filter(request=made, direction="out").exists()
    again = part(answer, "dock").find("input", attrs={"name": "revision"})["value"]
    desk.post(act_url(made, "repondre"), {"text": "Je réponds aussi.", "revision": again})
    assert Message.objects.filter(request=made, direction="out").count() == 1


@pytest.mark.parametrize("revision", ["", "abc", "-1", "99999999999999999999", "١"])
def test_a_revision_that_is_no_number_is_never_an_error_page(desk, revision):
    made = builders.make_request()
    assert desk.post(act_url(made, "note"), {"text": "Vu.", "revision": revision}).status_code == 302


def test_only_a_decision_has_a_preview(desk):
    made = builders.make_request()
    assert desk.post(act_url(made, "note"), {"text": "Vu.", "apercu": "1"}).status_code == 302
    assert Note.objects.filter(request=made).exists()


@pytest.mark.parametrize("slug", ["inconnu", "withdraw", "answer"])
def test_an_action_that_is_not_of_the_page_does_not_exist(desk, slug):
    assert desk.post(act_url(builders.make_request(), slug)).status_code == 404


def test_hostile_text_is_shown_as_text(desk):
    made = builders.make_request()
    page = desk.post(act_url(made, "note"), {"text": "<script>alert(1)</script>\x00"}, follow=True)
    assert page.status_code == 200
    assert "<script>alert(1)</script>" not in page.content.decode()
