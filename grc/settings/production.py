"""Real people: everything secret comes from the environment, and the start is refused rather than weak."""

from django.core.exceptions import ImproperlyConfigured

from grc import environment
from grc.settings.base import *  # noqa: F403
from grc.settings.base import CACHES, CONTENT_SECURITY_POLICY, GRC_MESSAGING, GRC_MODE

SECRET_KEY = environment.required_key("SECRET_KEY")
GRC_FILES_KEY = environment.required_key("GRC_FILES_KEY")
GRC_CODES_KEY = environment.required_key("GRC_CODES_KEY")
# Without it nothing listens to the switchboard; weak, the start is refused.
GRC_CTI_SECRET = environment.required_key("GRC_CTI_SECRET") if environment.value("GRC_CTI_SECRET") else ""
GRC_SMS_RECEIPT_SECRET = (
    environment.required_key("GRC_SMS_RECEIPT_SECRET") if environment.value("GRC_SMS_RECEIPT_SECRET") else ""
)
PUBLIC_URL = environment.required("PUBLIC_URL", "l’adresse publique du site, en https.").rstrip("/")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS") or [environment.host_of(PUBLIC_URL)]
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS") or [PUBLIC_URL]

DATABASE_URL = environment.required("DATABASE_URL", "la base embarquée est refusée hors démonstration et formation.")
if DATABASE_URL == environment.remembered().get("environment", {}).get("DATABASE_URL"):
    raise ImproperlyConfigured(
        "DATABASE_URL désigne la base embarquée de ce GRC_HOME : elle est refusée en production."
    )
DATABASES = {"default": environment.database(DATABASE_URL)}
REDIS_URL = environment.required("REDIS_URL", "un serveur Valkey ou Redis.")
CELERY_BROKER_URL = REDIS_URL
CACHES = {"default": {**CACHES["default"], "LOCATION": REDIS_URL}}

SESSION_COOKIE_NAME = "__Host-grc"
CSRF_COOKIE_NAME = "__Host-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^sante$"]  # the containers ask over plain http
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True
# Nobody writes to people from a domain whose mails are taken for forgeries; receipts leave all the same.
GRC_MESSAGING["require_checked_domain"] = GRC_MODE == environment.PRODUCTION
if GRC_MODE == environment.FORMATION:  # all sending trapped, wherever the site of training runs
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(environment.home() / "mails")
