"""Honest documents damaged at random: kept or refused with a sentence, never anything else."""

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from core.errors import Refused
from files.operations.store import _rules
from files.rules import checking
from files.rules.kinds import ACCEPT_DOCUMENTS
from tests.files import documents

HONEST = {
    "a.pdf": documents.pdf(),
    "b.jpg": documents.phone_photo(),
    "c.png": documents.png(),
    "d.heic": documents.heic(),
    "e.webp": documents.webp(),
    "f.docx": documents.docx(),
    "g.odt": documents.odt(),
    "h.xlsx": documents.xlsx(),
}
damage = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=12)), min_size=1, max_size=6)


# Pillow warns of a position it cannot read; in production the warning goes to the log and the photo is kept.
@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(HONEST)), damage, st.integers(0, 12))
def test_a_damaged_document_never_breaks_the_door(name, wounds, cut):
    content = bytearray(HONEST[name])
    for where, patch in wounds:
        at = int(where * len(content))
        content[at : at + cut] = patch
    try:
        accepted = checking.check(bytes(content), name=name, accept=ACCEPT_DOCUMENTS, rules=_rules())
    except Refused as refusal:
        assert refusal.sentence.endswith(".")
    else:
        assert accepted.content
