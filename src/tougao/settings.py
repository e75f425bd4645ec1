"""Django's settings, derived from the one configuration file that TOUGAO_CONFIG names."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tougao import config

CONFIG = config.load(Path(os.environ["TOUGAO_CONFIG"]) if os.environ.get("TOUGAO_CONFIG") else None)

SITE = CONFIG.site
COMPRESSES = CONFIG.compresses
PUSH = CONFIG.push
MAILBOXES = CONFIG.mailboxes
SMTP = CONFIG.smtp
RECEIPTS = CONFIG.receipts
DIGEST_HOURS = CONFIG.digest_hours
ADMINISTRATOR = CONFIG.administrator
READS_PRINT_SECONDS = CONFIG.reads_print_minutes * 60
READS_PAGES = CONFIG.reads_pages
ALARM_MINUTES = CONFIG.alarm_minutes
CASE_EDITORS = CONFIG.case_editors
AUTHSERV_IDS = CONFIG.authserv_ids
CHECK_DKIM = CONFIG.check_dkim
MAIL_STORE = CONFIG.var / "mail"
MEDIA_STORE = CONFIG.var / "media"
READS_FOLDER = CONFIG.var / "reads"
SITE_FOLDER = CONFIG.var / "site"
MOVES_FILE = CONFIG.var / "moved.map"
UPLOAD_FOLDER = CONFIG.var / "uploads"
TEMPLATE_FOLDERS = CONFIG.templates

PACKAGE = Path(__file__).resolve().parent

SECRET_KEY = CONFIG.secret_key
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", urlsplit(SITE.url).hostname or "localhost", *CONFIG.desk_hosts]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "tougao.archive",
    "tougao.desk",
    "tougao.newsstand",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tougao.desk.middleware.note_the_address",
    "tougao.desk.middleware.bound_sessions",
    "tougao.desk.middleware.speak_the_editors_language",
    "tougao.desk.middleware.guard",
    "tougao.newsstand.trouble.tell_how",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": TEMPLATE_FOLDERS,
        "OPTIONS": {
            "environment": "tougao.desk.environment.environment",
            "context_processors": [
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tougao.desk.environment.desk",
            ],
        },
    }
]
AUTH_USER_MODEL = "archive.EditorRecord"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "queue"
LOGOUT_REDIRECT_URL = "sign-in"

# Signing in: django-allauth, rendered by views and templates of the desk. What it may do stands in desk.adapters.
ACCOUNT_ADAPTER = "tougao.desk.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = CONFIRMED_SECONDS = 15 * 60
MFA_ADAPTER = "tougao.desk.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = SITE.name
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
SOCIALACCOUNT_ADAPTER = "tougao.desk.adapters.OutsideAdapter"


def outside(providers: tuple[config.OidcProvider, ...]) -> dict[str, Any]:
    """[[oidc]] of the configuration as django-allauth wants it."""
    apps = [
        {
            "provider_id": each.name,
            "name": each.title,
            "client_id": each.client_id,
            "secret": each.client_secret,
            "settings": {"server_url": each.issuer, "by_email": each.by_email},
        }
        for each in providers
    ]
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}}


OIDC = CONFIG.oidc
SOCIALACCOUNT_PROVIDERS = outside(OIDC)
SECOND_FACTOR = CONFIG.second_factor

# Limits on guessing and on costly requests: allauth's counters, in memory, for one process serves the desk.
# Five wrong passwords or codes for one name from one address close that pair for a quarter of an hour.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/15m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
MFA_RATE_LIMITS = {"webauthn_login": "20/m/ip"}
DESK_LIMITS = {
    "guesses": "60/h/key",
    "search": "60/m/user",
    "invite": "20/h/user",
    "link": "20/m/ip",
    "export": "6/m/user",
    "upload": "60/m/user",
    "table": "30/m/user",
    "refused": "20/h/key",  # refusals that the logs hear of, by network address and of all together
    "refused-of-all": "200/h/key",
}
# What readers send in and search for, by the day's hash of an address (newsstand.limits), and of all together.
READER_LIMITS = {
    "message": "3/m/key,{per_hour}/h/key,{per_day}/d/key",  # of the present settings
    "message-of-all": "300/h/key",
    "complaint": "2/m/key,6/h/key,12/d/key",
    "complaint-of-all": "100/h/key",
    "submit": "{per_hour}/h/key",
    "submit-of-all": "300/h/key",
    "search": "30/m/key",
    "search-of-all": "1200/m/key",
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}}

SESSION_ENGINE = "tougao.archive.sessions"
SESSION_COOKIE_AGE = CONFIG.idle_minutes * 60
SESSION_IDLE = timedelta(minutes=CONFIG.idle_minutes)
SESSION_LONGEST = timedelta(hours=CONFIG.session_hours)
# Behind TLS the names bind the cookies to this host, which demands the whole path.
SESSION_COOKIE_NAME = "__Host-desk" if CONFIG.behind_tls else "desk"
CSRF_COOKIE_NAME = "__Host-csrftoken" if CONFIG.behind_tls else "csrftoken"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/" if CONFIG.behind_tls else "/desk/"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.behind_tls
CSRF_FAILURE_VIEW = "tougao.desk.trouble.foreign"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SECURITY_CONTACT = CONFIG.security_contact
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if CONFIG.behind_tls else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# A draft's form holds its text and what it grew from, at twelve bytes a character each (core/drafting/bounds.py).
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

ROOT_URLCONF = "tougao.urls"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": CONFIG.database,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    },
}
POSTGRES = CONFIG.postgres and {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": CONFIG.postgres.name,
    "HOST": CONFIG.postgres.host,
    "PORT": CONFIG.postgres.port,
    "USER": CONFIG.postgres.user,
    "PASSWORD": CONFIG.postgres.password,
    "OPTIONS": {"connect_timeout": 10},
}
DATABASES = {"default": POSTGRES or SQLITE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING_CONFIG = None  # tougao.logs sets it up
