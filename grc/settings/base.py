"""What every mode shares. Secrets, addresses and the mode come from `grc.environment`."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from kombu import Exchange, Queue

from grc import environment
from grc.settings.texts import texts

ROOT = environment.ROOT
GRC_HOME = environment.home()
GRC_MODE = environment.mode()
# Where links in mails and letters point; never guessed from a Host header.
PUBLIC_URL = environment.value("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")

SECRET_KEY = environment.value("SECRET_KEY")
GRC_FILES_KEY = environment.value("GRC_FILES_KEY")  # wraps the key of each stored file
GRC_FILES_OLD_KEYS = environment.words("GRC_FILES_OLD_KEYS")  # until `rotate_files_key` has run
GRC_CODES_KEY = environment.value("GRC_CODES_KEY")  # signs follow-up links and spoken codes
HEALTH_TOKEN = environment.value("HEALTH_TOKEN")
GRC_SMS_RECEIPT_SECRET = environment.value("GRC_SMS_RECEIPT_SECRET")  # signs the receipts of text messages
GRC_CTI_SECRET = environment.value("GRC_CTI_SECRET")  # signs what the switchboard tells; without it that door is shut

FILES_ROOT = GRC_HOME / "files"
GRC_SCAN_FOLDER = environment.value("GRC_SCAN_FOLDER")  # where the scanner writes its files; empty: none is watched
MAILS_ROOT = GRC_HOME / "mails"
CLAMD_SOCKET = environment.value("CLAMD_SOCKET")  # a Unix socket; empty means no scanner answers
MAX_UPLOAD_BYTES = int(environment.value("MAX_UPLOAD_BYTES", str(10 * 1024 * 1024)))

DEBUG = False
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")
# How many reverse proxies of ours stand in front: only then is X-Forwarded-For believed.
TRUSTED_PROXIES = int(environment.value("TRUSTED_PROXIES", "0"))
ROOT_URLCONF = "grc.urls"
WSGI_APPLICATION = "grc.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "grc.apps.GrcConfig",
    "portal",
    "back_office",
    "api",
    "gdpr",
    "channels_app",
    "requests_app",
    "procedures",
    "messaging",
    "documents",
    "citizens",
    "organisation",
    "files",
    "accounts",
    "core",
    "grc.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "guardian",
    "auditlog",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "grc.middleware.ClientAddress",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "accounts.sessions.SessionLimits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "organisation.access.AccessMiddleware",
    "auditlog.middleware.AuditlogMiddleware",
    "core.typography.middleware.FrenchTypography",
    "grc.middleware.FormationBanner",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.town",
                "grc.context.installation",
            ],
        },
    },
]

# Database, broker, cache ---------------------------------------------------------------------------------------------
DATABASE_URL = environment.value("DATABASE_URL")
REDIS_URL = environment.value("REDIS_URL")
DATABASES = {"default": environment.database(DATABASE_URL)} if DATABASE_URL else {}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL or "redis://127.0.0.1",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},  # one that hangs holds nobody up
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
# Somebody who chooses all the photos of a phone is told how many are kept: FILE_UPLOAD_HANDLERS bounds the memory.
DATA_UPLOAD_MAX_NUMBER_FILES = 300
FILE_UPLOAD_HANDLERS = ["files.uploading.BoundedMemoryHandler"]  # never in clear on the disk

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A broker that is down must not make a citizen wait: the relay driven by beat is the guarantee, not this call.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 2,
    "socket_timeout": 20,
    "visibility_timeout": 900,
    # Without these kombu tries again for four seconds at each publication, whatever CELERY_TASK_PUBLISH_RETRY says.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_TIME_LIMIT = 300
# In kilobytes, at its highest: a process that a very heavy file made grow is replaced after its task.
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 250_000
CELERY_TIMEZONE = "Europe/Paris"
CELERY_TASK_DEFAULT_QUEUE = "fast"
CELERY_TASK_DEFAULT_EXCHANGE = "grc"
CELERY_TASK_DEFAULT_ROUTING_KEY = "fast"
# A key each: queues without one all share the default key, and each task would reach every lane.
CELERY_TASK_QUEUES = [
    Queue(name, Exchange("grc", type="direct"), routing_key=name)
    for name in ("fast", "mail", "documents", "sweeps", "fetch")
]
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# Delays in seconds; tests shorten them. Past `max_attempts` a delivery is DEAD and shown in the back office.
GRC_OUTBOX = {"lease_seconds": 60, "max_attempts": 10, "first_delay_seconds": 5, "max_delay_seconds": 3600}

# After so many calls that reached nobody, writing is proposed.
GRC_CALL_ATTEMPTS = int(environment.value("CALL_ATTEMPTS", "3"))

# People, sessions, sign-in -------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "accounts.passwords.LengthByRank"},  # 12 characters, 16 for administrators
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/agents/connexion/"
LOGIN_REDIRECT_URL = "/agents/"
OTP_LOGIN_URL = "/agents/double-authentification/"
OTP_TOTP_ISSUER = "GRC"
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["password", "otp_token"]
AXES_DISABLE_ACCESS_LOG = True

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60
# The link an administrator sends to choose a new password.
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
AGENT_IDLE = timedelta(minutes=30)
AGENT_LONGEST = timedelta(hours=12)
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"

# What a browser may do -----------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY: dict[str, dict[str, Any]] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
FORMS_URLFIELD_ASSUME_HTTPS = True  # what Django 6 does by itself
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# Language, time ------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"  # of display; instants are stored in UTC, legal dates follow the commune

# Static files: (prefix, folder) pairs, a few dist folders rather than all of node_modules (7 s instead of 71) --------
NODE_MODULES = ROOT / "node_modules"
STATIC_URL = "/static/"
STATIC_ROOT = Path(environment.value("STATIC_ROOT") or GRC_HOME / "static")
STATICFILES_DIRS = [
    ROOT / "static",
    ("designsystemet", NODE_MODULES / "@digdir/designsystemet-css/dist/src"),
    ("designsystemet-theme", NODE_MODULES / "@digdir/designsystemet-css/dist/theme"),
    ("designsystemet-web", NODE_MODULES / "@digdir/designsystemet-web/dist/umd"),
    ("leaflet", NODE_MODULES / "leaflet/dist"),
    ("inter", NODE_MODULES / "@fontsource-variable/inter"),
]
LUCIDE_ICONS = NODE_MODULES / "lucide-static/icons"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # uploads belong to the room `files`
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Mail ----------------------------------------------------------------------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = environment.value("EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = int(environment.value("EMAIL_PORT", "25"))
EMAIL_HOST_USER = environment.value("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = environment.value("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS")
EMAIL_USE_SSL = environment.flag("EMAIL_USE_SSL")
EMAIL_TIMEOUT = int(environment.value("EMAIL_TIMEOUT", "20"))
DEFAULT_FROM_EMAIL = environment.value("DEFAULT_FROM_EMAIL", "ne-pas-repondre@admiville.example")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# The rest of `messaging.conf.Conf` keeps its defaults.
GRC_MESSAGING: dict[str, Any] = {
    "envelope_sender": environment.value("EMAIL_ENVELOPE_SENDER"),
    "mails_a_minute": int(environment.value("EMAILS_A_MINUTE", "0")),
    "auth": environment.value("EMAIL_AUTH", "password"),
    "oauth_secret": environment.value("EMAIL_OAUTH_SECRET"),
    "oauth_token_command": environment.value("EMAIL_OAUTH_TOKEN_COMMAND"),
    "dkim_domain": environment.value("DKIM_DOMAIN"),
    "dkim_selector": environment.value("DKIM_SELECTOR"),
    "dkim_private_key": environment.value("DKIM_PRIVATE_KEY"),
    "relay_dkim_selectors": tuple(environment.words("RELAY_DKIM_SELECTORS")),
    "dns_resolver": environment.value("DNS_RESOLVER"),
    "sending_addresses": tuple(environment.words("SENDING_ADDRESSES")),
}

# « demo », « http » (any provider of text messages), or none; read in `grc.settings.texts`.
GRC_SMS: dict[str, Any] = texts()

# Logs are for operators and never hold personal data: addresses, tokens and query strings are masked ------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"impersonal": {"()": "grc.logs.Impersonal"}},
    "formatters": {"line": {"()": "grc.logs.Line", "format": "{asctime}Z {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["impersonal"]}},
    "root": {"handlers": ["console"], "level": environment.value("LOG_LEVEL", "INFO")},
    # These tell each step of each page they draw.
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint", "fontTools", "pikepdf", "PIL", "pypdf")},
}
