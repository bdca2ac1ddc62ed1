"""An administrator sends an agent the link to choose a new password."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.operations import reset_token
from core import trail
from core.actor import Actor
from core.errors import Forbidden, Refused
from messaging.enums import DispatchKind
from messaging.models import Dispatch
from messaging.operations.post import post
from organisation.access import access_of


@transaction.atomic
def send_reset_link(user_id: int, *, path: str, by: Actor) -> Dispatch:
    """``path`` is the page, with ``TOKEN`` where the token goes. The old password stays good until the link serves.

    Raises Forbidden (administrators only), Refused (an account that is closed).
    """
    access = access_of(by)
    user = User.objects.filter(pk=user_id, commune_id=access.commune_id).first()
    if not access.is_staff:
        raise Forbidden(_("Seul un administrateur envoie ce lien."))
    if user is None or not user.is_active or user.commune_id is None:
        raise Refused(_("Ce compte est fermé : rouvrez-le avant d’envoyer un lien."))
    trail.record(by, trail.Verb.CHANGE_RIGHTS, "user", user_id, reset_link="sent")
    link = settings.PUBLIC_URL.rstrip("/") + path.replace("TOKEN", reset_token(user))
    return post(
        key=f"reset:{uuid.uuid4()}",
        commune_id=user.commune_id,
        kind=DispatchKind.NOTICE,
        template="lien-mot-de-passe",
        to_address=user.email,
        to_name=user.display_name,
        variables={"lien": link},
        subject_kind="account",
        subject_ref=str(user.pk),
    )
