"""Django settings, derived from a few environment variables (see docs/configuration.md).

DREHSCHEIBE_VAR      folder for keys, media, built assets and the embedded database (default: `var` in the project)
DREHSCHEIBE_MODE     `demo` or `production` (default: demo where `var/demo.json` exists)
DATABASE_URL         a real PostgreSQL server instead of the embedded one; DATABASE_OWNER_URL for migrations
"""

import ipaddress
import os
from pathlib import Path

from drehscheibe.config import database
from drehscheibe.kernel import keyring, logs

PROJECT = Path(__file__).resolve().parents[3]
DREHSCHEIBE_VAR = Path(os.environ.get("DREHSCHEIBE_VAR", PROJECT / "var")).resolve()
DREHSCHEIBE_MODE = os.environ.get("DREHSCHEIBE_MODE") or (
    "demo" if (DREHSCHEIBE_VAR / "demo.json").exists() else "production"
)
DEMO = DREHSCHEIBE_MODE == "demo"
DEMO_PORT = int(os.environ.get("DREHSCHEIBE_DEMO_PORT", "8000"))
PORT_SHOWN = f":{DEMO_PORT}" if DEMO else ""  # what follows a host name where people read it

_key_file = Path(os.environ.get("DREHSCHEIBE_KEY_FILE", DREHSCHEIBE_VAR / "keys" / "installation.key"))
if DEMO or os.environ.get("DREHSCHEIBE_CREATE_KEYS"):
    keyring.create(_key_file)
DREHSCHEIBE_KEY_FILE = _key_file
DREHSCHEIBE_KEYRING = keyring.load(_key_file)
SECRET_KEY = DREHSCHEIBE_KEYRING.derive("django").hex()

DATABASES = {"default": database.connection_settings(DREHSCHEIBE_VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "allauth.account",
    "allauth.mfa",
    "drehscheibe.kernel",
    "drehscheibe.ui",
    "drehscheibe.tenants",
    "drehscheibe.identity",
    "drehscheibe.mailbox",
    "drehscheibe.forms",
    "drehscheibe.catalogue",
    "drehscheibe.applications",
    "drehscheibe.privacy",
    "drehscheibe.upkeep",
    "drehscheibe.exchange",
    "drehscheibe.insights",
    "drehscheibe.front",
    "drehscheibe.desk",
    "drehscheibe.demo",
]
AUTH_USER_MODEL = "identity.Account"

MIDDLEWARE = [
    "drehscheibe.config.observing.Observation",
    "drehscheibe.config.safety.SafetyNet",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "drehscheibe.config.middleware.Language",
    "drehscheibe.api.answering.Answering",
    "drehscheibe.config.pagecache.PageCache",
    "drehscheibe.config.middleware.PortalScope",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "drehscheibe.config.sessions.SessionLimits",
    "drehscheibe.config.middleware.RouteRules",
    "drehscheibe.desk.purposes.PurposeFirst",
]
ROOT_URLCONF = "drehscheibe.config.urls"
WSGI_APPLICATION = "drehscheibe.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": [PROJECT / "src/drehscheibe" / package / "templates" for package in ("ui", "front", "desk", "demo")],
        "OPTIONS": {
            "environment": "drehscheibe.config.jinja.environment",
            "context_processors": ["drehscheibe.config.jinja.page_context"],
            "auto_reload": False,
        },
    }
]

ALLOWED_HOSTS = ["*"]  # PortalScope refuses every host that is no portal's
USE_TZ = True
TIME_ZONE = "Europe/Berlin"
LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [PROJECT / "src" / "drehscheibe" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("DREHSCHEIBE_STATIC", PROJECT / "var" / "static"))
STATICFILES_DIRS = [PROJECT / "var" / "assets"]
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
WHITENOISE_MAX_AGE = 3600
TYPST_FONTS = PROJECT / "var" / "assets" / "typst-fonts"

# Above so many starts a second and body, newcomers wait for their turn; 0: nobody ever waits. See kernel.waiting.
STARTS_PER_SECOND = float(os.environ.get("DREHSCHEIBE_STARTS_PER_SECOND", "50"))
WEB_WORKERS = int(os.environ.get("DREHSCHEIBE_WEB_WORKERS", "2"))

UPLOAD_LIMIT = 10_000_000  # bytes per file
FILE_UPLOAD_HANDLERS = ["drehscheibe.kernel.uploads.InMemoryUpToLimit"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # text of one request, in bytes
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

SECURE = DREHSCHEIBE_MODE == "production" and not os.environ.get("DREHSCHEIBE_PLAIN_HTTP")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 24 * 3600  # longer than any session counts (identity.sessions), so that an ended one is told
SESSION_COOKIE_NAME = "sitzung"
CSRF_COOKIE_NAME = "schutz"
CSRF_FAILURE_VIEW = "drehscheibe.front.views.errors.form_outdated"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
LOGIN_URL = "/anmelden/"

AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
_VALIDATION = "django.contrib.auth.password_validation"
PASSWORD_LENGTH = 12
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": PASSWORD_LENGTH}},
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("name", "email")}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": "drehscheibe.identity.passwords.GuessableValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
MFA_ADAPTER = "drehscheibe.front.login.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODE_DIGITS = 10
SILENCED_SYSTEM_CHECKS = ["fields.W342"]

EMAIL_BACKEND = "drehscheibe.demo.post.StoredPost" if DEMO else "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = bool(os.environ.get("EMAIL_USE_TLS"))  # STARTTLS
EMAIL_USE_SSL = bool(os.environ.get("EMAIL_USE_SSL"))  # TLS from the first byte
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("DREHSCHEIBE_SENDER", "postkorb@localhost")

DREHSCHEIBE_SUBSCRIPTIONS = "drehscheibe.config.subscriptions.SUBSCRIPTIONS"
PROCRASTINATE_IMPORT_PATHS = ["drehscheibe.config.subscriptions"]  # a worker that starts knows every job that may come
LOGGING = logs.configuration(is_plain=DEMO)

OPERATOR_EMAIL = os.environ.get("DREHSCHEIBE_OPERATOR_EMAIL", "")
METRICS_TOKEN = os.environ.get("DREHSCHEIBE_METRICS_TOKEN", "")
METRICS_NETWORKS = [
    ipaddress.ip_network(written.strip())
    for written in os.environ.get("DREHSCHEIBE_METRICS_NETWORK", "127.0.0.0/8,::1/128").split(",")
]
