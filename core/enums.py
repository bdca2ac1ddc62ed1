"""Names shared by every room: by which door a thing came in, in which lane work waits."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """How something came in, or how the person wants to be answered."""

    WEB = "web", _("Site internet")
    PHONE = "phone", _("Téléphone")
    COUNTER = "counter", _("Guichet")
    POST = "post", _("Courrier")
    EMAIL = "email", _("Courriel")
    API = "api", _("Échange de données")
    # A way to answer in a few words, never a door.
    SMS = "sms", _("SMS")


class Lane(TextChoices):
    """Celery queues, from what a person waits for to what may run at night."""

    FAST = "fast", _("immédiat")
    MAIL = "mail", _("envois")
    DOCUMENTS = "documents", _("documents")
    SWEEPS = "sweeps", _("balayages")


class DeliveryState(TextChoices):
    """Fate of one outbox delivery."""

    DUE = "due", _("à faire")
    DONE = "done", _("faite")
    DEAD = "dead", _("abandonnée")
