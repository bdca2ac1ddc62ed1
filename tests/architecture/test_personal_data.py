"""Every stored field is declared: personal, with its purpose and duration, or impersonal (gdpr.md)."""

from core import privacy
from tests.architecture.source import DOMAIN


def test_every_stored_field_is_declared():
    missing = privacy.undeclared(set(DOMAIN))
    assert not missing, (
        "Déclarer dans privacy.py de la pièce : declare(Holding(…)) si le champ dit quelque chose d’une personne, "
        "declare_impersonal(…) sinon :\n" + "\n".join(missing)
    )


def test_every_holding_says_why_and_from_when():
    for holding in privacy.holdings():
        assert str(holding.purpose).strip(), f"{holding.model.__name__} : dire la finalité."
        assert holding.clock or holding.keep is None, f"{holding.model.__name__} : dire d’où court la durée."
        assert holding.keep is None or str(holding.source).strip(), f"{holding.model.__name__} : d’où vient la durée ?"
