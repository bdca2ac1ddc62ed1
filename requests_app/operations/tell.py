"""Telling the person that a request was split, merged or sent on: one notice a cause, whatever is delivered twice."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from core.enums import Channel
from core.templatetags.grc_dates import jour
from messaging.enums import DispatchKind
from messaging.models import Dispatch
from messaging.operations import post
from requests_app import letters, variables
from requests_app.enums import LinkKind
from requests_app.followed import kept_for
from requests_app.models import RequestLink, RequestMerge, RequestSplit, ServiceRequest, Transmission
from requests_app.operations import timeline


@transaction.atomic
def tell_split(split_id: int) -> Dispatch | None:
    """Every number in one message; each acknowledgement follows with its own dates."""
    split = RequestSplit.objects.select_related("original").get(pk=split_id)
    if split.undone_at is not None:
        return None
    links = RequestLink.objects.filter(split=split, kind=LinkKind.PARENT).select_related("second").order_by("second_id")
    parts = [split.original, *(link.second for link in links)]
    text = _(
        "Votre courrier contenait %(count)d demandes. Chacune a son numéro, son service et ses dates :\n%(list)s"
    ) % {
        "count": len(parts),
        "list": "\n".join(_line(one) for one in parts),
    }
    return tell_person(split.original, f"split:{split.pk}", text)


def _line(part: ServiceRequest) -> str:
    """Of a confidential one, the number and its code alone."""
    title = "" if part.confidential else f" : {part.title}"
    return _("– %(number)s (code de suivi %(code)s)%(title)s") % {
        "number": part.number,
        "code": part.spoken_code,
        "title": title,
    }


@transaction.atomic
def tell_split_undone(split_id: int) -> Dispatch | None:
    """Silent where nobody had been told of the numbers."""
    split = RequestSplit.objects.select_related("original").get(pk=split_id)
    if not Dispatch.objects.filter(key=f"split:{split.pk}").exists():
        return None
    text = _("Les demandes tirées de votre courrier sont de nouveau suivies ensemble, sous le numéro %s.")
    return tell_person(split.original, f"split-undone:{split.pk}", text % split.original.number)


@transaction.atomic
def tell_merge(merge_id: int) -> Dispatch | None:
    """To who asked what was merged; of another person’s request nothing is said, its number neither."""
    merge = _merge(merge_id)
    if merge.undone_at is not None:
        return None
    kept = kept_for(merge.merged)
    if kept is None:
        text = _("La même affaire nous avait déjà été signalée : votre demande est traitée avec elle.")
    else:
        text = _(
            "Elle porte sur la même affaire que votre demande %(number)s : les deux sont suivies ensemble, sous ce "
            "numéro. Vous gardez la plus proche des dates annoncées."
        ) % {"number": kept.number}
    return tell_person(merge.merged, f"merged:{merge.pk}", text)


@transaction.atomic
def tell_undone_merge(merge_id: int) -> Dispatch | None:
    merge = _merge(merge_id)
    if not Dispatch.objects.filter(key=f"merged:{merge.pk}").exists():
        return None
    text = _("Elle est de nouveau suivie à part, sous son numéro %s et avec ses propres dates.") % merge.merged.number
    return tell_person(merge.merged, f"unmerged:{merge.pk}", text)


def _merge(merge_id: int) -> RequestMerge:
    return RequestMerge.objects.select_related("merged", "kept").get(pk=merge_id)


@transaction.atomic
def tell_transmission(transmission_id: int) -> Dispatch | None:
    """CRPA L114-2: the person is told; who, when, and from which day each period runs (L114-3)."""
    sent = Transmission.objects.select_related("request", "administration").get(pk=transmission_id)
    return tell_person(sent.request, f"transmission-notice:{sent.pk}", transmission_words(sent))


def transmission_words(sent: Transmission) -> str:
    target = sent.administration
    lines = [
        _("Nous l’avons transmise le %(day)s à l’administration compétente :") % {"day": jour(sent.transmitted_on)},
        "\n".join(part for part in (target.name, *target.postal_lines, target.phone, target.email) if part),
        _("Pourquoi : %s") % sent.reason,
        _(
            "C’est elle qui vous répond et qui vous envoie l’accusé de réception. Si son silence vaut refus, le délai "
            "court depuis le %(day)s, jour où nous avons reçu votre demande ; s’il vaut accord, du jour où elle la "
            "reçoit (articles L114-2 et L114-3 du code des relations entre le public et l’administration)."
        )
        % {"day": jour(sent.request.received_on)},
    ]
    return "\n\n".join(lines)


def tell_person(service_request: ServiceRequest, key: str, text: str) -> Dispatch | None:
    """By e-mail, or by a letter to print; None when the person gave neither address: the story says it."""
    by_email = service_request.answers_by_email
    address = service_request.reply_email if by_email else service_request.reply_postal
    if not address:
        return None
    written = None if by_email else letters.notice_paper(service_request, text)
    said = "" if service_request.confidential else text
    values = variables.of_request(service_request, texte=said)
    return post(
        key=key,
        commune_id=service_request.commune_id,
        kind=DispatchKind.MESSAGE,
        template="suite-de-votre-demande",
        channel=Channel.EMAIL if by_email else Channel.POST,
        to_address=address,
        to_name=service_request.reply_name,
        variables={**values, "mentions": written.data} if written else values,
        attachments=written.attachments if written else (),
        from_service_id=service_request.service_id,
        subject_kind="request",
        subject_ref=str(service_request.pk),
        confidential=service_request.confidential,
        in_reply_to=timeline.mail_answered(service_request),
    )
