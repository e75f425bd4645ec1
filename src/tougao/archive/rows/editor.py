"""Who signs in to the desk."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from tougao.archive.rows.choice import choices
from tougao.core.workflow import Role


class EditorRecord(AbstractUser):
    """Somebody who signs in to the desk."""

    role = models.CharField(max_length=16, choices=choices(Role), default=Role.EDITOR)
    language = models.CharField(max_length=8, default="zh-hans")
    single_keys = models.BooleanField(default=True)  # may one letter do something on the desk?

    class Meta:
        db_table = "editor"
