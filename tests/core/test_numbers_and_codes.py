import uuid

import pytest
from hypothesis import given, strategies as st

from core import codes, numbers
from core.models import Commune


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("2026-042317-K", "2026-042317-K"),
        (" 2026 042317 k ", "2026-042317-K"),
        ("2026–42317", "2026-042317-K"),
        ("2026-042317-X", None),
        ("bonjour", None),
        ("", None),
    ],
)
def test_a_number_is_read_as_people_type_it(typed, number):
    assert numbers.normalise_number(typed) == number


@given(st.integers(2020, 2099), st.integers(1, 999_999), st.integers(0, 9), st.integers(0, 9))
def test_the_check_letter_catches_every_wrong_digit(year, sequence, position, digit):
    number = numbers.format_number(year, sequence)
    place = [index for index, character in enumerate(number[:-2]) if character.isdigit()][position]
    slipped = number[:place] + str(digit) + number[place + 1 :]
    assert slipped == number or numbers.normalise_number(slipped) is None


@pytest.mark.django_db
def test_numbers_follow_each_other_by_commune_and_year():
    town = Commune.objects.create(name="Ingeville", slug="ingeville", insee_code="99002", postcode="99100")
    assert numbers.next_request_number(town.pk, 2026) == numbers.format_number(2026, 1)
    assert numbers.next_request_number(town.pk, 2026) == numbers.format_number(2026, 2)
    assert numbers.next_request_number(town.pk, 2027) == numbers.format_number(2027, 1)


def test_a_link_opens_its_own_request_and_no_other():
    mine, other = uuid.uuid4(), uuid.uuid4()
    token = codes.link_token(mine, 1)
    assert codes.read_link_token(token) == (mine, 1)
    forged = codes.link_token(other, 1)[:22] + token[22:]
    assert codes.read_link_token(forged) is None


@pytest.mark.parametrize("junk", ["", "a" * 44, "é" * 44, "../../etc/passwd", "a" * 10_000, "\x00" * 44])
def test_a_link_that_is_not_ours_is_no_error(junk):
    assert codes.read_link_token(junk) is None


def test_a_revoked_version_has_other_codes():
    request = uuid.uuid4()
    assert codes.link_token(request, 1) != codes.link_token(request, 2)
    assert codes.spoken_code(request, 1) != codes.spoken_code(request, 2)


def test_the_spoken_code_is_understood_as_people_say_it():
    request = uuid.uuid4()
    code = codes.spoken_code(request, 1)
    assert codes.spoken_matches(request, 1, f" {code.lower().replace('-', ' ')} ")
    assert not codes.spoken_matches(request, 1, "3467-9ACD")
    assert not set(code) & set("01258BILOSUVZ")


def test_codes_of_a_retired_key_still_open(settings):
    settings.GRC_CODES_KEY = "old" * 12
    request = uuid.uuid4()
    token, spoken = codes.link_token(request, 1), codes.spoken_code(request, 1)
    settings.GRC_CODES_OLD_KEYS, settings.GRC_CODES_KEY = ["old" * 12], "new" * 12
    assert codes.read_link_token(token) == (request, 1)
    assert codes.spoken_matches(request, 1, spoken)


def test_a_deposit_code_has_130_random_bits():
    assert len({codes.new_deposit_code() for _ in range(200)}) == 200
    assert len(codes.new_deposit_code()) == 26
