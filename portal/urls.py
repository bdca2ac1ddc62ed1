from django.urls import path

from portal.views import catalogue, decision, draft_link, drafts, follow, legal, places, procedures, sending, story

app_name = "portal"
urlpatterns = [
    path("", catalogue.home, name="home"),
    path("demarches/", catalogue.a_to_z, name="a_to_z"),
    path("demarches/theme/<slug:code>/", catalogue.family, name="family"),
    path("recherche/", catalogue.search, name="search"),
    path("demarches/<slug:code>/", procedures.procedure, name="procedure"),
    path("demarches/<slug:code>/commencer/", procedures.start, name="start"),
    path("brouillon/reprendre/", drafts.resume, name="resume"),
    path("brouillon/<uuid:draft>/enregistrer/", drafts.autosave, name="autosave"),
    path("brouillon/<uuid:draft>/", draft_link.reopen, name="reopen"),
    path("brouillon/<uuid:draft>/lien/", draft_link.send, name="draft_link"),
    path("brouillon/<uuid:draft>/resume/", sending.summary, name="summary"),
    path("brouillon/<uuid:draft>/<slug:page>/", drafts.page, name="page"),
    path("envoyee/<str:token>/", sending.sent, name="sent"),
    path("suivi/", follow.ask, name="follow"),
    path("suivi/etat/", follow.state, name="follow_state"),
    path("suivi/<str:token>/", story.story, name="story"),
    path("suivi/<str:token>/accuse-de-reception.pdf", story.acknowledgement, name="acknowledgement"),
    path("suivi/<str:token>/decisions/<uuid:decision>.pdf", decision.decision, name="decision"),
    path("suivi/<str:token>/documents/<uuid:file>/", story.document, name="document"),
    path("adresses/", places.streets, name="streets"),
    path("carte/couche.geojson", places.map_layer, name="map_layer"),
    path("favicon.svg", places.favicon, name="favicon"),
    path("theme.css", places.theme, name="theme"),
    path("mentions-legales/", legal.legal_notice, name="legal"),
    path("conditions/", legal.terms, name="terms"),
    path("donnees-personnelles/", legal.personal_data, name="privacy"),
    path("accessibilite/", legal.accessibility, name="accessibility"),
    path("plan-du-site/", legal.sitemap, name="sitemap"),
    path("contact/", legal.contact, name="contact"),
]
