"""Bring Django up for a command: settings, logs, the database in its present form."""

import os
import sqlite3

import django as framework
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError

from tougao import logs
from tougao.errors import ConfigError


def django(verbose: bool) -> None:
    """Raises ConfigError when the configuration or the database cannot be used."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tougao.settings"
    try:
        framework.setup()
    except ImproperlyConfigured as trouble:
        raise ConfigError(
            f"storage.database names PostgreSQL, and its driver cannot be used: {trouble}. Install it: pip install 'psycopg[binary]'"
        ) from trouble
    logs.set_up(verbose)
    migrate()


def migrate() -> None:
    from django.conf import settings

    try:
        settings.CONFIG.var.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
    except (DatabaseError, sqlite3.Error, OSError) as trouble:
        raise ConfigError(
            f"The database {settings.CONFIG.database_words} cannot be used: {trouble}. "
            + (
                "Check storage.database."
                if settings.CONFIG.postgres
                else "Check storage.var and the rights of the folder."
            )
        ) from trouble
