"""Django's settings, derived from the one configuration file that TOUGAO_CONFIG names."""

import os
from pathlib import Path

from tougao import config

CONFIG = config.load(Path(os.environ["TOUGAO_CONFIG"]) if "TOUGAO_CONFIG" in os.environ else None)

SITE = CONFIG.site
MAILBOXES = CONFIG.mailboxes
SMTP = CONFIG.smtp
RECEIPTS = CONFIG.receipts
MAIL_STORE = CONFIG.var / "mail"
MEDIA_STORE = CONFIG.var / "media"
SITE_FOLDER = CONFIG.var / "site"
TEMPLATE_FOLDERS = CONFIG.templates

PACKAGE = Path(__file__).resolve().parent

SECRET_KEY = CONFIG.secret_key
DEBUG = False
ALLOWED_HOSTS = list(CONFIG.desk_hosts)
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
AUTH_USER_MODEL = "archive.EditorRecord"
ROOT_URLCONF = "tougao.urls"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "zh-hans"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": CONFIG.database,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
