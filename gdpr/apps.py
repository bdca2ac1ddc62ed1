from django.apps import AppConfig


class GdprConfig(AppConfig):
    name = "gdpr"
    verbose_name = "Protection des données"
    default_auto_field = "django.db.models.BigAutoField"
