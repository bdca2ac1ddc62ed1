"""The texts an administrator may change."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from messaging.rules.texting import TEXT_PREFIX, too_long
from messaging.rules.wording import check


class MessageTemplate(models.Model):
    """The words of one kind of message. ``{{ numero }}`` is replaced; a paragraph of empty variables is left out."""

    commune = models.ForeignKey("core.Commune", on_delete=models.CASCADE, related_name="message_templates")
    code = models.SlugField(_("code"), max_length=60)
    label = models.CharField(_("nom"), max_length=120)
    subject = models.CharField(_("objet"), max_length=200)
    body = models.TextField(_("texte"))
    variable_set = models.CharField(_("famille de variables"), max_length=40, default="request")
    is_active = models.BooleanField(
        _("utilisé"), default=True, help_text=_("Décoché, le texte fourni avec le logiciel est envoyé à la place.")
    )

    class Meta:
        verbose_name = _("modèle de message")
        verbose_name_plural = _("modèles de messages")
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "code"],
                name="message_template_code_once",
                violation_error_message=_("Un modèle porte déjà ce code."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """A variable that nobody fills would leave a hole in a letter: refused here, with the names that exist."""
        errors = {}
        for field in ("subject", "body"):
            sentence = check(getattr(self, field), self.variable_set)
            if sentence:
                errors[field] = sentence
        if self.code.startswith(TEXT_PREFIX) and not errors:
            sentence = too_long(self.body, self.variable_set)
            if sentence:
                errors["body"] = sentence
        if errors:
            raise ValidationError(errors)
