"""What a message about an agent’s own account may say."""

from django.utils.translation import gettext_lazy as _

from messaging import variables
from messaging.variables import Variable


def register() -> None:
    sample = "https://grc.admiville.example/agents/mot-de-passe/…/"
    variables.register("account", [Variable("lien", _("Lien pour choisir un mot de passe"), sample)])
