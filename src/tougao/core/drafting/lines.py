"""One line that carries fields: `作者：王小语  来源：华夏教育网`, `（青禾师范学院 林晓禾）`, `文/林晓禾 图/赵蕊`."""

import re
from dataclasses import dataclass, replace

from tougao.core.article import Certainty, Origin
from tougao.core.characters import line
from tougao.core.drafting import phrases
from tougao.core.drafting.people import are_people, is_name, people
from tougao.core.notice import Notice, gettext_noop

MAX_FIELD_LINE = 90

LABEL = gettext_noop("The manuscript names it: {line}")


@dataclass(frozen=True)
class Fields:
    """What has been found so far; `origins` tell of each field that is filled where it stood."""

    title: str = ""
    people: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    source: str = ""
    credit: str = ""
    summary: str = ""
    origins: tuple[Origin, ...] = ()

    @property
    def everybody(self) -> tuple[str, ...]:
        """Writers first, then those who took the pictures."""
        return tuple(dict.fromkeys((*self.people, *self.photographers)))


def noted(before: Fields, after: Fields, certainty: Certainty, place: Notice) -> Fields:
    """`after`, with an origin for every field that `before` did not have."""
    new = [
        Origin(name, certainty, place)
        for name, had, has in (
            ("title", before.title, after.title),
            ("byline", before.everybody, after.everybody),
            ("source", before.source, after.source),
            ("credit", before.credit, after.credit),
        )
        if has and not had
    ]
    return replace(after, origins=(*after.origins, *new))


def from_line(found: Fields, text: str) -> Fields | None:
    """The fields of one line such as `作者：王小语  来源：华夏教育网  阅读：796`, or None when it is not such a line."""
    if len(text) > MAX_FIELD_LINE or phrases.FURNITURE.match(text):
        return found if phrases.FURNITURE.match(text) else None
    text = closed_up(phrases.BYLINE_MARK.sub("", text))
    bare = phrases.SLASHED_LABEL.sub(_colon, _unbracketed(text))
    supplied = phrases.SUPPLIED_LINE.match(text)
    if supplied:
        return from_brackets(found, text)
    english = phrases.BY_AND_PHOTOS.match(text)
    if english:
        return with_people(with_people(found, english["names"]), english["photos"], photo=True)
    for pattern in (phrases.SPACED_BYLINE, phrases.SLASHED, phrases.BY):
        match = pattern.match(text)
        if match:
            return with_people(found, match["names"], photo=text.startswith(("图", "摄影")))
    plainly = _from_labels_and_names(found, bare)
    if plainly is not None:
        return plainly
    labels = list(phrases.LABELLED.finditer(bare))
    if not labels or labels[0].start() > 0:
        return found if phrases.DATE_LINE.match(text) else None
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        value = bare[label.end() : following.start() if following else len(bare)].strip(" \u3000|｜;；,，、")
        if re.search(r"[！？?!“”‘’]", value) or (following is None and "。" in value[:-1]):
            return None  # a question to somebody interviewed, a sentence: no field
        found = _with_value(found, label["label"], value)
    return found


def _from_labels_and_names(found: Fields, text: str) -> Fields | None:
    """`本报记者 周婷婷 本报通讯员 王强`: a label first, and nothing but labels and names; else None."""
    is_photo: bool | None = None
    named: dict[bool, list[str]] = {False: [], True: []}
    for part in filter(None, phrases.TOKENS.split(text)):
        if re.fullmatch(phrases.PHOTO_LABELS, part):
            is_photo = True
        elif re.fullmatch(phrases.BYLINE_LABELS, part):
            is_photo = False
        elif is_photo is None or not is_name(part):
            return None
        else:
            named[is_photo].append(part)
    if not named[False] and not named[True]:
        return None
    return replace(
        found,
        people=tuple(dict.fromkeys((*found.people, *named[False]))),
        photographers=tuple(dict.fromkeys((*found.photographers, *named[True]))),
    )


def _unbracketed(text: str) -> str:
    """A line without the brackets that stand round the whole of it."""
    bare = text.strip()
    return bare[1:-1].strip() if re.fullmatch(r"[（(【\[][^（()）【】\[\]]*[)）】\]]", bare) else bare


def _colon(label: re.Match[str]) -> str:
    return f"{label['label'] or label['barred'] or label['slashed']}："


def closed_up(text: str) -> str:
    """A line whose label was spread out to the width of its neighbours: 标    题：… → 标题：…"""
    spread = phrases.SPREAD_LABEL.match(text)
    label = re.sub(r"\s", "", spread[0]) if spread else ""
    return label + text[spread.end() :].lstrip() if spread and re.fullmatch(phrases.ANY_LABEL, label) else text


def _with_value(found: Fields, label: str, value: str) -> Fields:
    label = label.replace("\u3000", "")
    if not value:
        return found
    if re.fullmatch(phrases.SOURCE_LABELS, label):
        return replace(found, source=found.source or value)
    if re.fullmatch(phrases.CREDIT_LABELS, label):
        supplied = re.sub(r"\s*(?:供稿|供图)$", "", value)
        organisation, names = people(supplied)
        if (label == "供稿" and are_people(supplied)) or (organisation and names and " " in supplied):
            return with_people(found, supplied)
        return replace(found, credit=found.credit or supplied)
    if re.fullmatch(phrases.BYLINE_LABELS, label):
        return with_people(found, value)
    if re.fullmatch(phrases.PHOTO_LABELS, label):
        return with_people(found, value, photo=True)
    return found


def with_people(found: Fields, value: str, photo: bool = False) -> Fields:
    organisation, names = people(phrases.BYLINE_WORD.sub(" ", value))
    bracketed = re.search(rf"[（(]\s*(?P<organisation>{phrases.ORGANISATION})\s*[)）]\s*$", value)
    organisation = organisation or (bracketed["organisation"] if bracketed and names else "")
    if organisation and not found.credit:
        found = replace(found, credit=organisation)
    if photo:
        return replace(found, photographers=tuple(dict.fromkeys((*found.photographers, *names))))
    return replace(found, people=tuple(dict.fromkeys((*found.people, *names))))


def from_brackets(found: Fields, inside: str) -> Fields | None:
    inside = line(inside)
    if re.search(r"[。！？]", inside):
        return None
    by = phrases.SUPPLIED_BY.match(inside)
    supplied = phrases.SUPPLIED.match(inside)
    if by or supplied:
        who = line((by or supplied)["organisation"])  # type: ignore[index]
        if are_people(who):
            return with_people(found, who)
        organisation, names = people(who)
        if organisation and names:
            return with_people(found, who)
        is_sure = any(origin.field == "credit" and origin.certainty is Certainty.SURE for origin in found.origins)
        return found if found.credit and is_sure else replace(found, credit=who)
    author_is = phrases.AUTHOR_IS.match(inside)
    if author_is:
        return replace(found, credit=found.credit or author_is["organisation"])
    after = phrases.NAMES_AND_ORGANISATION.match(inside)
    if after and all(map(is_name, after["names"].split())):
        return with_people(replace(found, credit=found.credit or organisation_of(after)), after["names"])
    changed = from_line(found, inside)
    if changed is not None:
        return changed
    words = inside.split()
    if len(words) >= 2 and re.search(rf"(?:{phrases.ORGANISATION_END})$", words[0]) and len(words[0]) > 3:
        return with_people(replace(found, credit=found.credit or words[0]), " ".join(words[1:]))
    if all(map(is_name, re.split(r"[\s、，,]+", inside))):
        return with_people(found, inside)
    mixed = re.match(rf"^(?:{phrases.BYLINE_LABELS})\s*(?P<names>{phrases.NAMES})$", inside)
    if mixed:
        return with_people(found, mixed["names"])
    if re.search(r"(?:文/图|图/文|/文|/图|摄影|摄)$", inside):
        return with_people(found, inside)
    if len(inside) >= 4 and re.fullmatch(rf"[\u4e00-\u9fff]{{2,24}}(?:{phrases.ORGANISATION_END})", inside):
        return replace(found, credit=found.credit or inside)
    return None


def organisation_of(found: re.Match[str]) -> str:
    return found["bracketed"] or found["spaced"]


def from_note(found: Fields, text: str) -> Fields:
    """Fields named within the sentences of a covering note: `作者：刘洋，单位：青山市第三中学。`"""
    for match in phrases.NOTE_FIELD.finditer(text):
        found = _with_value(found, match["label"], match["value"])
    return found


def is_field_label(text: str) -> bool:
    match = phrases.LABELLED.match(text)
    return bool(match) and len(text) <= MAX_FIELD_LINE
