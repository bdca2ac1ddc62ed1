from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """What goes out and its fate: the envelope, never the conversation."""

    name = "messaging"
    verbose_name = "Envois"

    def ready(self) -> None:
        from messaging import account_variables, checks, policies, privacy  # noqa: F401 - registers the checks

        privacy.declare_all()
        policies.register()
        account_variables.register()
