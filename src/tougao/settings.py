"""Django's settings, derived from the one configuration file that TOUGAO_CONFIG names."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from tougao import config

CONFIG = config.load(Path(os.environ["TOUGAO_CONFIG"]) if os.environ.get("TOUGAO_CONFIG") else None)

SITE = CONFIG.site
STYLE = CONFIG.style
COMPRESSES = CONFIG.compresses
PUSH = CONFIG.push
MAILBOXES = CONFIG.mailboxes
SMTP = CONFIG.smtp
RECEIPTS = CONFIG.receipts
ADMINISTRATOR = CONFIG.administrator
ALARM_MINUTES = CONFIG.alarm_minutes
AUTHSERV_IDS = CONFIG.authserv_ids
CHECK_DKIM = CONFIG.check_dkim
MAIL_STORE = CONFIG.var / "mail"
MEDIA_STORE = CONFIG.var / "media"
SITE_FOLDER = CONFIG.var / "site"
TEMPLATE_FOLDERS = CONFIG.templates

PACKAGE = Path(__file__).resolve().parent

SECRET_KEY = CONFIG.secret_key
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", urlsplit(SITE.url).hostname or "localhost", *CONFIG.desk_hosts]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "axes",
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
    "tougao.desk.middleware.speak_the_editors_language",
    "tougao.desk.middleware.guard",
    "axes.middleware.AxesMiddleware",
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
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "queue"
LOGOUT_REDIRECT_URL = "sign-in"

# Five wrong passwords for one name from one address close that pair for a quarter of an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "tougao.desk.session.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = "desk"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/desk/"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.behind_tls
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

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
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
LOGGING_CONFIG = None  # tougao.logs sets it up
