"""The language of a text, where its letters tell it plainly."""

from tougao.core.characters import HAN, han_share

ENGLISH, CHINESE = "en", "zh"
MOST_HAN_IN_ENGLISH = 0.02
LEAST_ASCII = 0.9


def language_of(title: str, text: str, language: str) -> str:
    """The BCP 47 tag of an article in a site of this `language`: "en" or "zh" where it is plainly the other of the two.

    >>> language_of("A new library", "The school opened its doors.", "zh-CN"), language_of("新馆", "开放。", "zh-CN")
    ('en', 'zh-CN')
    """
    if language.startswith(CHINESE):
        return ENGLISH if not HAN.search(title) and _is_english(f"{title} {text}") else language
    if language.startswith(ENGLISH) and han_share(f"{title}{text}") > 0.5:
        return CHINESE
    return language


def _is_english(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    ascii_letters = sum(character.isascii() for character in letters)
    return bool(letters) and ascii_letters / len(letters) > LEAST_ASCII and han_share(text) < MOST_HAN_IN_ENGLISH
