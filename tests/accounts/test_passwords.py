import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.passwords import LengthByRank

LONG_PHRASE = "une phrase assez longue pour tenir, " * 3


def agent(**fields) -> User:
    return User(email="a.b@admiville.example", first_name="Anne", last_name="Blanc", **fields)


@pytest.mark.parametrize(
    ("is_staff", "length", "accepted"),
    [
        (False, 11, False),
        (False, 12, True),
        (True, 15, False),
        (True, 16, True),
        (False, 128, True),
        (False, 129, False),
    ],
)
def test_the_length_asked_depends_on_the_rank(is_staff, length, accepted):
    password = "x" * length
    if accepted:
        LengthByRank().validate(password, agent(is_staff=is_staff))
    else:
        with pytest.raises(ValidationError, match="caractères"):
            LengthByRank().validate(password, agent(is_staff=is_staff))


def test_a_long_password_is_never_cut(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    user = agent()
    user.set_password(LONG_PHRASE)
    assert user.check_password(LONG_PHRASE)
    assert not user.check_password(LONG_PHRASE[:-1])


def test_a_phrase_of_plain_words_is_welcome():
    validate_password("le tramway passe à huit heures", agent())


@pytest.mark.parametrize("password", ["password1234", "123456789012345", "a.b@admiville.example"])
def test_the_validators_of_the_installation_refuse_weak_passwords_in_french(password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, agent())
    assert all("mot de passe" in sentence for sentence in refused.value.messages)
