"""A decision to keep or print, with its grounds, its author and the ways of appeal."""

import uuid

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.errors import RateLimited, Refused
from documents.errors import CannotRender
from documents.letters import render_letter
from files.reading import ReadableFile, response
from portal.limits import hit
from portal.rendering import personal
from portal.views.errors import forbidden, too_many
from requests_app.decision_letter import decision_data
from requests_app.reading import holder


@require_safe
@personal
def decision(request: HttpRequest, token: str, decision: uuid.UUID) -> HttpResponseBase:
    """Drawn when asked, from the frozen decision of this very request."""
    try:
        hit(request, "fichier")
        found = holder(token)
        taken = found.decisions.filter(public_id=decision).first()
        if taken is None:
            raise Http404
        title = _("Décision n° %s") % taken.number
        content = render_letter("letters/decision.html", decision_data(taken), commune=found.commune, title=title)
    except RateLimited as refused:
        return too_many(request, refused)
    except Refused as refused:
        return forbidden(request, refused)
    except CannotRender as refused:
        return forbidden(request, Refused(str(refused)))
    return response(ReadableFile(content, f"decision-{taken.number}.pdf", "application/pdf", len(content)))
