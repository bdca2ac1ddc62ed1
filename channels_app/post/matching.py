"""From what looks like a code on a page to the one thing of ours it names. Queries only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from channels_app.models import ReservedCode
from channels_app.post.codes import slips
from requests_app.models import ServiceRequest

# A worn code is searched by its first letters when they are whole: 40 bits already name one thing.
_WHOLE = 8
_MOST_WRONG = 2


@dataclass(frozen=True)
class Named:
    """The request, or the form printed in advance, that bears this code."""

    code: str
    request: ServiceRequest | None = None
    reserved: ReservedCode | None = None


def named_by(code: str) -> Named | None:
    """A form already entered gave its code to its request: the request is the answer."""
    requests = ServiceRequest.objects.select_related("service", "commune", "procedure")
    if found := requests.filter(deposit_code=code).first():
        return Named(code, request=found)
    reserved = ReservedCode.objects.select_related("procedure_version__procedure__service", "used_by", "pack")
    if kept := reserved.filter(code=code).first():
        return Named(code, request=kept.used_by, reserved=None if kept.used_by else kept)
    return None


def ours(codes: Iterable[str]) -> list[str]:
    """Those that exist, in the order given, once each."""
    wanted = list(dict.fromkeys(codes))
    known = _existing(wanted) if wanted else set()
    return [code for code in wanted if code in known]


def mended(printed: Iterable[str]) -> str:
    """The one existing code that this reading can only be, at most two letters apart; « » for none or several."""
    for text in printed:
        near = _existing(slips(text)) | {code for code in _beginning(text[:_WHOLE]) if _apart(code, text)}
        if len(near) == 1:
            return near.pop()
    return ""


def _existing(codes: Iterable[str]) -> set[str]:
    wanted = list(codes)
    found = set(ServiceRequest.objects.filter(deposit_code__in=wanted).values_list("deposit_code", flat=True))
    return found | set(ReservedCode.objects.filter(code__in=wanted).values_list("code", flat=True))


def _beginning(letters: str) -> set[str]:
    found = ServiceRequest.objects.filter(deposit_code__startswith=letters).values_list("deposit_code", flat=True)
    return set(found[:10]) | set(
        ReservedCode.objects.filter(code__startswith=letters).values_list("code", flat=True)[:10]
    )


def _apart(code: str, text: str) -> bool:
    return sum(1 for one, other in zip(code, text, strict=True) if one != other) <= _MOST_WRONG
