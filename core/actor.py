"""Who acts: one frozen value used by every operation, the timeline and the access trail."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActorKind(TextChoices):
    AGENT = "agent", _("Agent")
    CITIZEN = "citizen", _("Usager")
    LINK_HOLDER = "link_holder", _("Porteur du lien de suivi")
    PARTNER = "partner", _("Partenaire")
    SYSTEM = "system", _("Système")


@dataclass(frozen=True)
class Actor:
    """``ref`` is a primary key as text (agent: user, citizen, link holder: request) or a system name."""

    kind: ActorKind
    ref: str = ""

    @classmethod
    def agent(cls, user_pk: int) -> Actor:
        return cls(ActorKind.AGENT, str(user_pk))

    @classmethod
    def citizen(cls, citizen_pk: int) -> Actor:
        return cls(ActorKind.CITIZEN, str(citizen_pk))

    @classmethod
    def link_holder(cls, request_pk: int) -> Actor:
        return cls(ActorKind.LINK_HOLDER, str(request_pk))

    @classmethod
    def anonymous(cls) -> Actor:
        """Somebody on the portal who has not said who they are and holds no link yet."""
        return cls(ActorKind.CITIZEN, "")

    @classmethod
    def system(cls, name: str) -> Actor:
        return cls(ActorKind.SYSTEM, name)

    @property
    def is_agent(self) -> bool:
        return self.kind == ActorKind.AGENT

    @property
    def is_system(self) -> bool:
        return self.kind == ActorKind.SYSTEM

    @property
    def user_id(self) -> int | None:
        return int(self.ref) if self.kind == ActorKind.AGENT and self.ref else None

    @property
    def request_id(self) -> int | None:
        return int(self.ref) if self.kind == ActorKind.LINK_HOLDER and self.ref else None
