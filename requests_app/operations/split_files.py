"""Documents of a letter that is split: each has one owner, and may be read in other parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from core.errors import Refused
from files.enums import OwnerKind
from files.models import StoredFile
from files.operations import attach
from requests_app.models import ServiceRequest, SharedFile


def deal(original: ServiceRequest, made: Sequence[ServiceRequest], chosen: Sequence[tuple[int, ...]]) -> dict[str, int]:
    """``chosen`` lists, part by part and the original first, the documents it needs; what nobody chose stays.

    Returns {file: the part it went to}. Raises Refused for a document that is not of the letter.
    """
    parts = [original, *made]
    of_letter = set(StoredFile.objects.of(OwnerKind.REQUEST, original.pk).values_list("pk", flat=True))
    if not {pk for files in chosen for pk in files} <= of_letter:
        raise Refused(_("Un des documents choisis n’est pas de ce courrier."))
    moved: dict[str, int] = {}
    for pk in sorted(of_letter):
        takers = [part for part, files in zip(parts, chosen, strict=True) if pk in files]
        if not takers:
            continue
        owner = takers[0]
        if owner is not original:
            attach([pk], OwnerKind.REQUEST, owner.pk, from_owner=(OwnerKind.REQUEST, original.pk))
            moved[str(pk)] = owner.pk
        SharedFile.objects.bulk_create(SharedFile(request=part, file_id=pk) for part in takers[1:])
    return moved


def take_back(original: ServiceRequest, moved: Mapping[str, int], parts: Sequence[int]) -> None:
    """Every document is the letter’s again, and read nowhere else."""
    SharedFile.objects.filter(request__in=[*parts, original.pk], file__in=_files(original, moved)).delete()
    for pk, owner in moved.items():
        attach([int(pk)], OwnerKind.REQUEST, original.pk, from_owner=(OwnerKind.REQUEST, owner))


def _files(original: ServiceRequest, moved: Mapping[str, int]) -> list[int]:
    own = StoredFile.objects.of(OwnerKind.REQUEST, original.pk).values_list("pk", flat=True)
    return [*own, *(int(pk) for pk in moved)]


def kept_refs(original: ServiceRequest) -> list[str]:
    """The references of those the form of the original still names."""
    named = original.answers.get("documents") or []
    own = {
        str(ref) for ref in StoredFile.objects.of(OwnerKind.REQUEST, original.pk).values_list("public_id", flat=True)
    }
    return [ref for ref in named if ref in own]
