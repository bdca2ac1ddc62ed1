"""A door that opens to a signed body only: no session, no cookie, no CSRF; bounded; forgers are slowed down."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, PermissionDenied, Throttled
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from api import signatures
from core import calendar, ratelimit
from core.errors import RateLimited

LARGEST_BODY = 16 * 1024
BAD_TRIES, PER_SECONDS = 20, 300


class TooLarge(APIException):
    status_code = 413
    default_code = "too_large"


class SignedView(APIView):
    """Subclasses name the setting that holds their secret; without it the door does not exist."""

    authentication_classes = ()
    permission_classes = ()
    renderer_classes = (JSONRenderer,)
    signed_by = ""

    def signed_body(self, request: Request) -> tuple[bytes, dt.datetime]:
        """The body as it came, and the sender’s clock. Raises 404, 413, 403, 429."""
        secret = getattr(settings, self.signed_by)
        if not secret:
            raise Http404
        self._require_bounded(request)
        try:
            # The raw bytes: what is signed is what was sent, before any reading of it.
            body = request._request.body  # noqa: SLF001 - the documented way to the bytes behind DRF
            header = request.headers.get(signatures.HEADER, "")
            return body, signatures.check(header, body, secret=secret, now=calendar.now())
        except signatures.BadSignature:
            self._count(request)
            raise PermissionDenied(
                _("La signature de cet appel n’est pas la bonne, ou elle est trop ancienne.")
            ) from None

    def _require_bounded(self, request: Request) -> None:
        given = request.META.get("CONTENT_LENGTH") or "0"
        if not given.isdecimal() or len(given) > 9 or int(given) > LARGEST_BODY:
            raise TooLarge(_("Le corps dépasse 16 ko."))

    def _count(self, request: Request) -> None:
        """Bad signatures only: a switchboard that signs well is never slowed down."""
        try:
            ratelimit.hit(f"hook:{self.signed_by}:{request.META.get('REMOTE_ADDR', '')}", BAD_TRIES, PER_SECONDS)
        except RateLimited as refusal:
            raise Throttled(wait=refusal.retry_after, detail=refusal.sentence) from None
