from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Comptes des agents")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import privacy  # noqa: F401 (declarations)
        from accounts.audit import watch
        from accounts.models import User

        personal = ("email", "first_name", "last_name", "quality", "phone", "anonymised_as", "password")
        watch(User, hidden=personal, ignored=("last_login",))
