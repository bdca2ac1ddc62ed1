"""What was typed when the session had ended: kept until the same agent signs in again in the same browser."""

from __future__ import annotations

from django.http import HttpRequest

SESSION_KEY = "kept_writing"
LONGEST = 20_000  # characters of one field
MOST = 100_000  # characters in all: anybody may post here before signing in
FORGOTTEN = frozenset({"csrfmiddlewaretoken", "revision", "password", "code"})


def keep(request: HttpRequest) -> str:
    """Keeps the fields of the post; returns the page to come back to, which shows them again."""
    path = request.POST.get("page", "") or request.path
    values = {key: value[:LONGEST] for key, value in request.POST.items() if key not in FORGOTTEN and value}
    if values and sum(len(key) + len(value) for key, value in values.items()) <= MOST:
        request.session[SESSION_KEY] = {"path": path, "values": values}
    return path


def give_back(request: HttpRequest) -> dict[str, str]:
    """The fields this agent typed on this page before the sign-in, once; a colleague finds nothing."""
    found = request.session.get(SESSION_KEY)
    if not found or found.get("path", "").partition("?")[0] != request.path:
        return {}
    del request.session[SESSION_KEY]
    if found["values"].get("agent") != str(request.user.public_id):  # type: ignore[union-attr]
        return {}
    return dict(found["values"])
