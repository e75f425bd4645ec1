"""The words of the readers' pages, in the site's language."""

from gettext import NullTranslations, translation
from pathlib import Path

import tougao

LOCALE_FOLDER = Path(tougao.__file__).parent / "locale"
LANGUAGES = {"zh-CN": "zh_Hans", "zh": "zh_Hans", "zh-Hans": "zh_Hans"}


def translations(language: str) -> NullTranslations:
    """The words of the readers' pages; English where we do not speak the site's language."""
    return translation("django", LOCALE_FOLDER, languages=[LANGUAGES.get(language, language)], fallback=True)
