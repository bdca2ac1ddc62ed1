import pytest

from core import privacy
from core.models import AccessTrailEntry, Commune
from core.privacy import Category, Holding, Subject


@pytest.mark.parametrize("typed", ["2 69 05 49 588 157 80", "269054958815780", "1 85 03 2A 004 012 38"])
def test_a_social_security_number_is_seen(typed):
    assert privacy.find_nir(f"Mon numéro : {typed}.")


@pytest.mark.parametrize("typed", ["06 39 98 41 27", "FR76 3000 6000 0112 3456 7890 189", "2 69 05 49 588 157 81", ""])
def test_other_numbers_are_not(typed):
    assert privacy.find_nir(typed) == []


def test_words_that_say_too_much_are_hinted():
    assert privacy.sensitive_words("Je suis en dépression, et syndiqué") == ["depression", "syndique"]


def test_declaring_a_field_that_does_not_exist_fails():
    with pytest.raises(ValueError, match="nickname"):
        privacy.declare(
            Holding(
                model=Commune, fields={"nickname": Category.IDENTITY}, subject=Subject.CITIZEN, purpose="x", clock=""
            )
        )


def test_a_field_nobody_declared_is_named(monkeypatch):
    monkeypatch.setattr(privacy, "_holdings", {})
    monkeypatch.setattr(privacy, "_impersonal", {AccessTrailEntry: {privacy.ALL}})
    missing = privacy.undeclared({"core"})
    assert "core.Commune.phone" in missing
    assert not any(name.startswith("core.AccessTrailEntry") for name in missing)
