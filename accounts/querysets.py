"""How accounts are found and made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models.functions import Lower

if TYPE_CHECKING:
    from accounts.models import User


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> UserQuerySet:
        return self.filter(is_active=True)

    def of_commune(self, commune_id: int) -> UserQuerySet:
        return self.filter(commune_id=commune_id)

    def called(self, email: str) -> UserQuerySet:
        """Whose address it is, however it is spelled: by the index, which ``iexact`` (UPPER) does not use."""
        return self.alias(folded=Lower("email")).filter(folded=email.strip().lower())


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """E-mail is the login; it is kept in lower case, so that two spellings are one account."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=self.normalize_email(username))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        fields.setdefault("is_staff", False)
        fields.setdefault("is_superuser", False)
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An administrator: the whole configuration, no citizen’s file (``organisation.access`` gives none)."""
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})
