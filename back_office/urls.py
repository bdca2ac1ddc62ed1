from django.urls.resolvers import URLPattern

app_name = "back_office"
urlpatterns: list[URLPattern] = []
