"""Names of people and organisations in a line of a manuscript."""

import re

from tougao.core.characters import is_chinese, line
from tougao.core.drafting import phrases


def is_name(text: str) -> bool:
    """Two to four Han that begin with a surname; an organisation is none."""
    bare = re.sub(r"[ \u3000]", "", text)
    return (
        bool(re.fullmatch(r"[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,8})?", bare))
        and bare[0] in phrases.SURNAMES
        and not re.search(rf"(?:{phrases.ORGANISATION_END})$", bare)
    )


def are_people(value: str) -> bool:
    return bool(re.fullmatch(phrases.NAMES, value.strip())) and not re.search(
        rf"(?:{phrases.ORGANISATION_END})$", value.strip()
    )


def people(value: str) -> tuple[str, tuple[str, ...]]:
    """An organisation standing before the names, and the names: `青禾师范学院 林晓禾 赵蕊`."""
    value = re.sub(r"[（(][^（()）]*[)）]", " ", value)
    value = re.sub(
        rf"(?:^|(?<=[\s/|、]))(?:{phrases.BYLINE_LABELS}|{phrases.PHOTO_LABELS})(?=[\s:：])[:：]?", " ", value
    )
    value = re.sub(r"(?<=[\u4e00-\u9fff])\s*(?:文/图|图/文|文/摄|摄/文|/文|/图|/摄)\s*$", " ", value)
    if not is_chinese(value):
        parts = [line(part) for part in re.split(r",|;|/|\band\b|&|、|，", value)]
        return "", tuple(part for part in parts if part and len(part.split()) <= 5)
    value = re.sub(r"(?<=[A-Za-z.]) (?=[A-Z])", "\u00a0", value)  # the words of a name in letters belong together
    value = re.sub(
        r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])(?![\u4e00-\u9fff])", r"\1\2", value
    )
    organisation = ""
    names = []
    for part in (line(part) for part in re.split(r"[、，,;；/|｜ \t\u3000和与]+", value)):
        bare = phrases.BYLINE_RUN.sub("", part)
        part = bare if bare != part and is_name(bare) else part
        if not part or part in phrases.NO_NAME:
            continue
        if re.search(rf"(?:{phrases.ORGANISATION_END if len(part) > 4 else phrases.SCHOOL_END})$", part):
            organisation = organisation or part
        elif re.fullmatch(phrases.NAME, part) or (len(part) <= 12 and re.search(r"[^\W\d_]", part)):
            names.append(part)
    return organisation, tuple(dict.fromkeys(names))
