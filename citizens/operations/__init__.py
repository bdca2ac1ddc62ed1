"""What can be done with people, one verb a module."""

from citizens.operations.alerts import end_alert, raise_alert
from citizens.operations.anonymise import anonymise
from citizens.operations.consents import give_consent, withdraw_consent
from citizens.operations.contacts import add_contact, end_contact
from citizens.operations.create_person import create_person
from citizens.operations.hand_over_addresses import hand_over_addresses
from citizens.operations.identify import identify
from citizens.operations.mandates import give_mandate, revoke_mandate
from citizens.operations.merge_people import merge_people
from citizens.operations.organisation import add_organisation_contact, end_organisation_contact
from citizens.operations.protect_address import protect_address
from citizens.operations.undo_merge import undo_merge
from citizens.operations.update_person import update_person

__all__ = [
    "add_contact",
    "add_organisation_contact",
    "anonymise",
    "create_person",
    "end_alert",
    "end_contact",
    "end_organisation_contact",
    "give_consent",
    "give_mandate",
    "hand_over_addresses",
    "identify",
    "merge_people",
    "protect_address",
    "raise_alert",
    "revoke_mandate",
    "undo_merge",
    "update_person",
    "withdraw_consent",
]
