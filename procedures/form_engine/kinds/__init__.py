from procedures.form_engine.kinds.base import Invalid, Kind
from procedures.form_engine.kinds.blocks import File, Identity, Point, person_name
from procedures.form_engine.kinds.contacts import Email, Phone
from procedures.form_engine.kinds.figures import Date, Number
from procedures.form_engine.kinds.picks import Attestation, Choice, Choices, Explanation, YesNo
from procedures.form_engine.kinds.words import Address, LongText, Text

KINDS: dict[str, Kind] = {
    "text": Text(),
    "long_text": LongText(),
    "email": Email(),
    "phone": Phone(),
    "number": Number(),
    "date": Date(),
    "choice": Choice(),
    "choices": Choices(),
    "yes_no": YesNo(),
    "identity": Identity(),
    "address": Address(),
    "point": Point(),
    "file": File(),
    "explanation": Explanation(),
    "attestation": Attestation(),
}

__all__ = ["KINDS", "Invalid", "Kind", "person_name"]
