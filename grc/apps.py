from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

from grc.celery import app as celery_app  # makes it the application of every @shared_task

__all__ = ["AdministrationConfig", "GrcConfig", "celery_app"]


class GrcConfig(AppConfig):
    name = "grc"
    verbose_name = "GRC"


class AdministrationConfig(AdminConfig):
    """Django admin behind the second factor."""

    default_site = "grc.administration.AdministrationSite"
