"""Addresses of the agents. No primary key of a request or a person is ever in one."""

from django.urls import path

from .views import actions, bulk, dossier, failures, inbox, presence, request_page, sign_in, stored_files, tray

app_name = "back_office"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("connexion/", sign_in.sign_in, name="sign_in"),
    path("deconnexion/", sign_in.sign_out, name="sign_out"),
    path("double-authentification/", sign_in.second_factor, name="second_factor"),
    path("a-qualifier/", tray.show, name="tray"),
    path("lot/", bulk.bulk, name="bulk"),
    path("demandes/<uuid:public_id>/", request_page.show, name="request"),
    path("demandes/<uuid:public_id>/dossier.pdf", dossier.dossier, name="dossier"),
    path("demandes/<uuid:public_id>/presence/", presence.presence, name="presence"),
    path("demandes/<uuid:public_id>/<slug:slug>/", actions.act, name="act"),
    path("fichiers/<uuid:public_id>/", stored_files.download, name="file"),
    path("fichiers/<uuid:public_id>/apercu/", stored_files.preview, name="preview"),
    path("echecs/", failures.failures_page, name="failures"),
    path("echecs/envoi/<uuid:public_id>/", failures.retry_sending, name="retry_sending"),
    path("echecs/fichier/<uuid:public_id>/", failures.retry_file, name="retry_file"),
    path("echecs/courriel/<uuid:public_id>/", failures.retry_mail, name="retry_mail"),
    path("envoi/", failures.sending_page, name="sending"),
    path("echecs/tache/<int:delivery_id>/", failures.retry_task, name="retry_task"),
]
