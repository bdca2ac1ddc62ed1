"""« Mon compte »: password, telephone, absences, drafts of the desk; and the link that sets a new password."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import operations as accounts
from accounts.models import User
from back_office import absences, shell
from back_office.account_forms import ChangePasswordForm, ExtensionForm, NewPasswordForm
from back_office.guards import agents_only
from core import calendar
from core.errors import Refused
from core.models import Commune
from organisation.models import Absence
from requests_app.models import Draft

DRAFTS = 20


@require_GET
@agents_only
def show(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(request: HttpRequest, *, error: str = "", where: str = "", status: int = 200, **bound: Any) -> HttpResponse:
    commune, me = Commune.objects.current(), request.user
    today = calendar.today(commune)
    found = Absence.objects.not_over(commune.pk, today).of_people().filter(user_id=me.pk)
    drafts = Draft.objects.filter(entered_by=str(me.pk), request__isnull=True, expires_on__gte=today)
    context = {
        "password_form": ChangePasswordForm(auto_id="passe-%s"),
        "extension_form": ExtensionForm(
            initial={"extension": me.phone_extension},  # type: ignore[union-attr]
            auto_id="poste-%s",
        ),
        "absences": absences.rows(found, today, {me.pk}),
        "drafts": drafts.select_related("procedure_version__procedure").order_by("-updated_at")[:DRAFTS],
        "error": error,
        "where": where,
    }
    return shell.page(
        request, "back_office/my_account.html", current="mon-compte", commune=commune, status=status,
        **{**context, **bound},
    )  # fmt: skip


@sensitive_post_parameters("old", "new", "again")
@require_POST
@agents_only
def change_password(request: HttpRequest) -> HttpResponse:
    """The other machines are signed out, this one is not."""
    form = ChangePasswordForm(request.POST, auto_id="passe-%s")
    if not form.is_valid():
        return _page(request, password_form=form, status=422)
    known = {name: form.cleaned_data[name] for name in ("old", "new")}
    try:
        user = accounts.change_password(
            request.user.pk,  # type: ignore[arg-type]
            session_key=request.session.session_key or "",
            **known,
        )
    except Refused as refusal:
        return _page(request, password_form=form, error=refusal.sentence, where="passe", status=422)
    update_session_auth_hash(request, user)
    messages.success(request, _("Votre mot de passe est changé. Vos autres sessions sont fermées."))
    return HttpResponseRedirect(reverse("back_office:my_account"))


@require_POST
@agents_only
def change_extension(request: HttpRequest) -> HttpResponse:
    form = ExtensionForm(request.POST, auto_id="poste-%s")
    if not form.is_valid():
        return _page(request, extension_form=form, status=422)
    try:
        accounts.set_extension(request.user.pk, form.cleaned_data["extension"], by=shell.actor(request))  # type: ignore[arg-type]
    except Refused as refusal:
        return _page(request, extension_form=form, error=refusal.sentence, where="poste", status=422)
    messages.success(request, _("Votre poste téléphonique est enregistré."))
    return HttpResponseRedirect(reverse("back_office:my_account"))


@sensitive_post_parameters("new", "again")
@require_http_methods(["GET", "POST"])
def reset_password(request: HttpRequest, public_id: uuid.UUID, token: str) -> HttpResponse:
    """Open without sign-in: the token is the key. The same page for an unknown agent and a link that was used."""
    user = User.objects.filter(public_id=public_id).first()
    if user is None or not accounts.holds_reset_link(user, token):
        sentence = accounts.gone_sentence()
        title = _("Lien périmé")
        return shell.plain(request, "back_office/refused.html", status=410, title=title, sentence=sentence)
    form = NewPasswordForm(request.POST if request.method == "POST" else None, auto_id="passe-%s")
    error = ""
    if form.is_bound and form.is_valid():
        try:
            accounts.reset_password(user.pk, token=token, new=form.cleaned_data["new"])
        except Refused as refusal:
            error = refusal.sentence
        else:
            sentence = _("Votre nouveau mot de passe est enregistré. Connectez-vous avec lui.")
            return shell.plain(request, "back_office/refused.html", title=_("C’est fait"), sentence=sentence)
    return shell.plain(
        request,
        "back_office/reset_password.html",
        form=form,
        error=error,
        status=422 if form.errors or error else 200,
    )
