"""Small forms of the follow-up pages, read without raising: what was typed comes back with its errors."""

from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.numbers import normalise_number
from procedures.form_engine import safe

LONGEST_MESSAGE = 5000


@dataclass(frozen=True)
class Fault:
    """A line of the error summary."""

    target: str
    label: str
    sentence: str


@dataclass
class FollowForm:
    number: str = ""
    code: str = ""
    proof: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, data: QueryDict) -> "FollowForm":
        texts = {name: safe(data.get(name, ""))[:120].strip() for name in ("numero", "code", "preuve")}
        return cls(texts["numero"], texts["code"], texts["preuve"])

    def check(self) -> bool:
        """Only what says nothing of what exists: shape, never truth."""
        if not self.number:
            self.errors["numero"] = _("Écrivez le numéro de la demande, par exemple 2026-018431-K.")
        elif normalise_number(self.number) is None:
            self.errors["numero"] = _(
                "Ce numéro n’est pas complet ou contient une faute. Recopiez-le depuis l’accusé de réception."
            )
        if not self.code:
            self.errors["code"] = _("Écrivez le code de suivi, par exemple KR7M-4TXP.")
        return not self.errors

    @property
    def faults(self) -> list[Fault]:
        labels = {"numero": _("Numéro"), "code": _("Code de suivi"), "preuve": _("Nom ou date de naissance")}
        return [Fault(name, labels[name], text[:1].lower() + text[1:]) for name, text in self.errors.items()]


@dataclass
class MessageForm:
    text: str = ""
    error: str = ""

    @classmethod
    def read(cls, data: QueryDict) -> "MessageForm":
        return cls(safe(data.get("texte", "")).strip())

    def check(self, *, has_files: bool) -> bool:
        if not self.text and not has_files:
            self.error = _("Écrivez un message ou ajoutez un fichier avant d’envoyer.")
        elif len(self.text) > LONGEST_MESSAGE:
            self.error = _("Votre message compte %(count)s signes. La limite est de 5 000.") % {"count": len(self.text)}
        return not self.error

    @property
    def faults(self) -> list[Fault]:
        return [Fault("texte", _("Message"), self.error[:1].lower() + self.error[1:])] if self.error else []
