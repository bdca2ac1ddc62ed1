"""Who signs in: an agent of the town, or an administrator."""

from __future__ import annotations

import uuid

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.querysets import UserManager


class User(AbstractBaseUser, PermissionsMixin):
    """An agent of the town.

    The person is told the first name, name and quality of who handles the request (CRPA L111-2); where public safety
    requires it, ``anonymised_as`` stands in their place on everything that leaves the town.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    commune = models.ForeignKey(
        "core.Commune", verbose_name=_("commune"), null=True, blank=True, on_delete=models.PROTECT, related_name="users"
    )
    email = models.EmailField(_("adresse électronique"), unique=True, help_text=_("Elle sert d’identifiant."))
    first_name = models.CharField(_("prénom"), max_length=100)
    last_name = models.CharField(_("nom"), max_length=100)
    quality = models.CharField(
        _("qualité"),
        max_length=150,
        blank=True,
        help_text=_("Telle qu’elle paraît sur les courriers : « Officière d’état civil déléguée »."),
    )
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    phone_extension = models.CharField(
        _("poste téléphonique"),
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"\A\d{2,8}\Z", _("Un poste est un numéro court : 2 à 8 chiffres."))],
        help_text=_("Le numéro court que le standard fait sonner : la fiche de l’appelant s’ouvre alors à l’écran."),
    )
    anonymised_as = models.CharField(
        _("mention à la place du nom"),
        max_length=100,
        blank=True,
        help_text=_(
            "À remplir seulement si la sécurité de l’agent l’exige (CRPA, article L111-2) : « Agent 4127 ». "
            "Les usagers lisent alors cette mention et non le nom."
        ),
    )
    is_active = models.BooleanField(
        _("compte actif"),
        default=True,
        help_text=_("Décochez plutôt que de supprimer : les sessions ouvertes sont coupées aussitôt."),
    )
    is_staff = models.BooleanField(
        _("administrateur"),
        default=False,
        help_text=_(
            "Règle la configuration ; ne lit aucun dossier. Mot de passe de 16 caractères et code à usage unique."
        ),
    )
    date_joined = models.DateTimeField(_("créé le"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    class Meta:
        verbose_name = _("agent")
        verbose_name_plural = _("agents")
        ordering = ["last_name", "first_name", "id"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_once",
                violation_error_message=_("Un autre compte a déjà cette adresse électronique."),
            ),
            models.CheckConstraint(
                condition=Q(is_superuser=False) | Q(is_staff=True),
                name="accounts_user_superuser_is_staff",
                violation_error_message=_("Un compte qui a tous les droits de configuration est un administrateur."),
            ),
            models.UniqueConstraint(
                fields=["commune", "phone_extension"],
                condition=~Q(phone_extension=""),
                name="accounts_user_extension_once",
                violation_error_message=_("Un autre agent a déjà ce poste téléphonique."),
            ),
        ]

    def __str__(self) -> str:
        """No name: this text goes into the log of configuration changes."""
        return f"Agent {self.pk}"

    def clean(self) -> None:
        self.email = type(self).objects.normalize_email(self.email)

    @property
    def must_use_otp(self) -> bool:
        """An administrator never gets in with a password alone."""
        return self.is_staff

    @property
    def display_name(self) -> str:
        """As colleagues read it."""
        return f"{self.first_name} {self.last_name}".strip() or self.email

    @property
    def short_name(self) -> str:
        """``S. Marchand``, for narrow columns."""
        return f"{self.first_name[:1]}. {self.last_name}" if self.first_name else self.last_name

    @property
    def signature_name(self) -> str:
        """As citizens read it (CRPA L111-2 and L212-1)."""
        return self.anonymised_as or self.display_name

    @property
    def initials(self) -> str:
        letters = [name.strip()[:1] for name in (self.first_name, self.last_name) if name.strip()]
        return "".join(letters).upper() or "?"

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.short_name
