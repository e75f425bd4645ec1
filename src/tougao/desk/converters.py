"""What may stand in an address, beside what Django knows."""

from django.urls.converters import StringConverter


class Sha256(StringConverter):
    """The digest of a picture."""

    regex = "[0-9a-f]{64}"


class Extension(StringConverter):
    """The kind of a picture as it is published."""

    regex = "jpg|png"
