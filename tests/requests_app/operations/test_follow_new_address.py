"""A letter that left again to a corrected address takes the next ones with it, and only those of its request."""

import pytest

from core import calendar, outbox
from messaging import operations as messaging
from requests_app import operations
from requests_app.models import ServiceRequest
from tests.builders import SYSTEM
from tests.mailroom import filed, letter

pytestmark = pytest.mark.django_db
OLD, NEW = "3 impasse du Puits\n99000 Admiville", "8 rue Haute\n99000 Admiville"


def sent_again():
    """Gives the request, the letter that came back, the one that left again."""
    made = filed()
    sent = letter(made)
    messaging.mark_posted([sent.pk], posted_on=calendar.today(sent.commune), by=SYSTEM)
    messaging.mark_returned(sent.pk, "unknown", by=SYSTEM)
    return made, sent, messaging.send_again(sent.pk, NEW, by=SYSTEM)


def test_the_fact_alone_corrects_the_address_of_the_request():
    made, _sent, _again = sent_again()
    other = filed()
    while outbox.relay("fast"):
        pass
    made.refresh_from_db()
    other.refresh_from_db()
    assert (made.reply_postal, other.reply_postal) == (NEW, OLD)


def test_three_times_is_once_and_an_address_changed_meanwhile_stays():
    made, sent, again = sent_again()
    for _time in range(3):
        operations.follow_new_address(again.pk, sent.pk)
    ServiceRequest.objects.filter(pk=made.pk).update(reply_postal="1 quai du Port\n99000 Admiville")
    operations.follow_new_address(again.pk, sent.pk)
    made.refresh_from_db()
    assert made.reply_postal == "1 quai du Port\n99000 Admiville"
