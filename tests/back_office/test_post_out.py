"""« Courrier à expédier »: what an agent sees, does, and never learns."""

import pytest
from django.urls import reverse

from core import calendar
from messaging import operations
from messaging.models import Dispatch, PrintBatch
from requests_app.models import ServiceRequest
from tests import builders
from tests.back_office.pages import soup, text_of
from tests.mailroom import letter

PAGE = "/agents/courrier/depart/"
pytestmark = pytest.mark.django_db


def do(client, name, args=(), **sent):
    return client.post(reverse(f"back_office:{name}", args=args), sent, follow=True)


def test_letters_wait_by_service_and_a_late_acknowledgement_is_told(desk):
    one = letter(name="Léa Kervella")
    ServiceRequest.objects.filter(pk=int(one.subject_ref)).update(ar_due_on="2026-01-05")
    said = text_of(desk.get(PAGE))
    assert all(word in said for word in ("1 lettre attend.", "1 accusé de réception est en retard.", "Léa Kervella"))
    assert "En retard : à envoyer avant le" in said


def test_nothing_waits_and_the_page_says_what_comes_there(desk):
    assert "Tout est parti" in text_of(desk.get(PAGE))


def test_the_batch_of_the_day_is_made_printed_and_posted(desk):
    for name in ("Ana", "Luc"):
        letter(name=name)
    assert "se prépare" in text_of(do(desk, "post_out_make"))
    operations.prepare_batches()
    batch = PrintBatch.objects.get()
    pdf = desk.get(reverse("back_office:post_out_batch_letters", args=[batch.public_id]))
    listed = desk.get(reverse("back_office:post_out_batch_list", args=[batch.public_id]))
    assert pdf.content[:5] == listed.content[:5] == b"%PDF-"
    assert "2 lettres imprimées." in text_of(do(desk, "post_out_batch", [batch.public_id], geste="imprime"))
    said = text_of(do(desk, "post_out_batch", [batch.public_id], geste="reprendre", rang="2"))
    assert "il reprend à la lettre n° 2" in said
    assert "2 lettres postées." in text_of(do(desk, "post_out_batch", [batch.public_id], geste="poste"))


@pytest.mark.parametrize(("sent", "said"), [({"rang": "zut"}, "Écrivez le numéro"), ({"rang": "9"}, "n° 9")])
def test_a_rank_that_is_none_is_told(desk, sent, said):
    letter()
    do(desk, "post_out_make")
    operations.prepare_batches()
    answer = do(desk, "post_out_batch", [PrintBatch.objects.get().public_id], geste="reprendre", **sent)
    assert said in text_of(answer)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"geste": "imprimees"}, "1 lettre imprimée."),
        ({"geste": "postees", "jour": ""}, "1 lettre postée."),
        ({"geste": "postees", "jour": "hier"}, "n’est pas une date"),
        ({"geste": "postees", "jour": "2999-01-01"}, "dans le futur"),
        ({"geste": "postees", "recommande": "zut"}, "n’est pas un numéro de recommandé"),
        ({"geste": "recommandees", "recommande": "1A23456789012"}, "Le numéro est noté."),
        ({"geste": "recommandees"}, "Écrivez le numéro de recommandé"),
    ],
)
def test_chosen_letters_are_marked_or_refused_in_words(desk, sent, said):
    assert said in text_of(do(desk, "post_out_mark", lettre=str(letter().public_id), **sent))


@pytest.mark.parametrize("chosen", [{}, {"lettre": "zut"}])
def test_no_letter_chosen_is_told(desk, chosen):
    assert "Cochez d’abord une lettre." in text_of(do(desk, "post_out_mark", geste="postees", **chosen))


def test_a_letter_that_came_back_is_found_by_the_number_on_it(desk, agent):
    one = letter(name="Yann Le Goff")
    operations.mark_posted([one.pk], posted_on=calendar.today(one.commune), by=builders.actor(agent))
    number = ServiceRequest.objects.get().number
    found = desk.get(PAGE, {"retour": number.lower()})
    assert soup(found).find(class_="came-back") is not None
    said = text_of(do(desk, "post_out_came_back", lettre=str(one.public_id), motif="unknown"))
    assert "Le retour est noté" in said
    assert "inconnu à l’adresse" in said


def test_the_fragment_that_is_asked_again_is_the_one_of_the_page(desk):
    letter()
    do(desk, "post_out_make")
    whole, part = desk.get(PAGE), desk.get(PAGE, headers={"HX-Request": "true"})
    assert str(soup(whole).find(id="lots")) == str(soup(part).find(id="lots"))
    assert "every 3s" in part.content.decode()
    assert "<!doctype" not in part.content.decode().lower()
    operations.prepare_batches()
    assert "every 3s" not in desk.get(PAGE, headers={"HX-Request": "true"}).content.decode()


def test_what_was_never_posted_is_not_found(desk):
    letter()
    assert "Aucune lettre postée ne porte" in text_of(desk.get(PAGE, {"retour": ServiceRequest.objects.get().number}))


def test_a_confidential_letter_does_not_exist_for_the_others(desk, sign_in):
    secret = letter(name="Odile Perrin", confidential=True)
    said = text_of(desk.get(PAGE))
    assert "Aucune lettre n’attend." in said
    assert "Odile" not in said
    address = reverse("back_office:post_out_letter", args=[secret.public_id])
    assert desk.get(address).status_code == 404
    assert do(desk, "post_out_came_back", lettre=str(secret.public_id), motif="unknown").status_code == 404
    assert "Cochez d’abord" in text_of(do(desk, "post_out_mark", lettre=str(secret.public_id), geste="postees"))
    trusted = sign_in(builders.make_agent("etat-civil", "instructeur", "confidentiel"))
    assert "à part" in text_of(trusted.get(PAGE))
    assert trusted.get(address).content[:5] == b"%PDF-"


def test_an_agent_of_another_service_sees_neither_letter_nor_batch(desk, sign_in):
    letter(name="Ana")
    do(desk, "post_out_make")
    operations.prepare_batches()
    batch = PrintBatch.objects.get()
    stranger = sign_in(builders.make_agent("voirie"))
    assert batch.number not in text_of(stranger.get(PAGE))
    for name in ("post_out_batch_letters", "post_out_batch_list"):
        assert stranger.get(reverse(f"back_office:{name}", args=[batch.public_id])).status_code == 404
    assert do(stranger, "post_out_batch", [batch.public_id], geste="poste").status_code == 404
    assert Dispatch.objects.get(batch=batch).posted_on is None


def test_it_costs_the_same_for_one_letter_or_ten(desk, django_assert_max_num_queries):
    letter()
    desk.get(PAGE)
    with django_assert_max_num_queries(60) as one:
        desk.get(PAGE)
    for rank in range(9):
        letter(name=f"Personne {rank}")
    with django_assert_max_num_queries(len(one.captured_queries)):
        desk.get(PAGE)
