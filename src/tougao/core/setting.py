"""Settings: the parts of a site that are edited at run time. Each part is taken out of a `Site`, checked, put back as one value.

A value is what JSON holds: a table of texts, or a list of such tables. What may be edited stands in PARTS and nowhere else.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from tougao.core import reader_settings
from tougao.core.characters import line, printable
from tougao.core.fixed_pages import fixed_page
from tougao.core.notice import Notice, gettext_noop, notice, told_by
from tougao.core.site import Category, Link, ReturnTemplate, Site
from tougao.core.workflow import Role
from tougao.errors import DecisionError

TEXTS = ("name", "description", "rights_notice", "disclaimer", "icp", "police", "copyright")
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
LINK = re.compile(r"(?:https?://[^\s/]\S*|/(?!/)\S*|mailto:\S+)")
MOST_ROWS = 100
MOST_WORDS = 2000  # of house style
LONGEST = {"source": 60_000, "chinese": 2000, "english": 2000, "disclaimer": 1000, "rights_notice": 1000}
LONGEST_TEXT = 300

TOO_LONG = gettext_noop("“{field}” is longer than {count} characters.")
TOO_MANY = gettext_noop("There are more than {count} rows.")
NO_NAME = gettext_noop("The site needs a name.")
NO_CATEGORY = gettext_noop("The site needs at least one category that is shown.")
UNNAMED = gettext_noop("The category “{slug}” needs a name.")
BAD_SLUG = gettext_noop(
    "“{slug}” cannot stand in an address; use a-z, 0-9 and hyphens, at most 40 characters, beginning with a letter or digit."
)
DOUBLE_SLUG = gettext_noop("The address “{slug}” stands twice; each category has one of its own.")
USED_SLUG = gettext_noop(
    "The category “{slug}” holds articles or drafts, so its address must stay. Hide the category instead."
)
UNTITLED_LINK = gettext_noop("The link to “{url}” needs a title.")
BAD_LINK = gettext_noop("“{url}” is no address; it begins with https://, http://, mailto: or one slash.")
DOUBLE_PAGE = gettext_noop("There are two pages of the name “{name}”.")
UNTITLED_RETURN = gettext_noop("A return template needs a title.")
NO_WORD = gettext_noop("No word stands before “{instead}”.")
DOUBLE_WORD = gettext_noop("The word “{word}” stands twice.")
SAME_WORD = gettext_noop("“{word}” would be written as it is.")
EMPTY_RETURN = gettext_noop("The return template “{title}” needs its words in both languages.")

Row = dict[str, Any]
Value = Row | list[Row]
Used = frozenset[str]  # the slugs of categories that hold articles or drafts


class Part(StrEnum):
    """A part of the site that is edited as one, with one history."""

    TEXTS = "texts"
    CATEGORIES = "categories"
    FOOTER = "footer"
    FRIENDS = "friends"
    PAGES = "pages"
    RETURNS = "returns"
    STYLE = "style"
    GUESTBOOK = "guestbook"
    RIGHTS = "rights"


@dataclass(frozen=True)
class Rule:
    """What holds for a part. `problems` tells what is wrong with a value; `is_printed`: do readers' pages show it?"""

    needs: Role
    taken: Callable[[Site], Value]
    put: Callable[[Site, Any], Site]
    problems: Callable[[Any, Used], Iterator[Notice]]
    key: str = ""  # what names a row, for comparing two versions
    is_printed: bool = True
    most: int = MOST_ROWS


def taken(site: Site, part: Part) -> Value:
    """The value of a part as it stands in a site."""
    return PARTS[part].taken(site)


def put(site: Site, part: Part, value: Value) -> Site:
    """The site with this value; the value must have no problems."""
    return PARTS[part].put(site, value)


def problems(part: Part, value: Value, used: Used = frozenset()) -> list[Notice]:
    """Everything that is wrong with a value; put() takes one with no problems."""
    rows = value if isinstance(value, list) else [value]
    most_rows = PARTS[part].most
    out = [notice(TOO_MANY, count=most_rows)] if len(rows) > most_rows else []
    for row in rows:
        for field, words in row.items():
            most = LONGEST.get(field, LONGEST_TEXT)
            if isinstance(words, str) and len(words) > most:
                out.append(notice(TOO_LONG, field=field, count=most))
    return [*out, *PARTS[part].problems(value, used)]


def tidy(value: Value) -> Value:
    """The same with nothing invisible in it and one line where one line belongs; rows that say nothing are left out."""
    if isinstance(value, list):
        rows = [_tidy_row(row) for row in value]
        return [row for row in rows if any(words for words in row.values() if not isinstance(words, bool))]
    return _tidy_row(value)


def _tidy_row(row: Row) -> Row:
    return {field: _tidy_words(field, words) for field, words in row.items()}


def _tidy_words(field: str, words: Any) -> Any:
    if isinstance(words, str):
        return printable(words).strip() if field in ("source", "chinese", "english") else line(words)
    if isinstance(words, list):
        tidied = [line(each) if isinstance(each, str) else each for each in words]
        return [each for each in tidied if each != ""]
    return words


@dataclass(frozen=True)
class Difference:
    """A field that two versions hold otherwise. `row` names the row ("" in a table of texts); `before` or `after` is
    empty where it did not stand."""

    row: str
    field: str
    before: str
    after: str


def differences(part: Part, before: Value, after: Value) -> list[Difference]:
    """What changed from one version to the next, row by row; another order is a change of `order`."""
    old, new = _by_key(part, before), _by_key(part, after)
    out = [
        Difference(key, field, _shown(old.get(key, {}).get(field)), _shown(new.get(key, {}).get(field)))
        for key in [*old, *(key for key in new if key not in old)]
        for field in dict.fromkeys((*old.get(key, {}), *new.get(key, {})))
        if _shown(old.get(key, {}).get(field)) != _shown(new.get(key, {}).get(field))
    ]
    orders = [[key for key in rows if key in old and key in new] for rows in (old, new)]
    if orders[0] != orders[1]:
        out.append(Difference("", "order", ", ".join(orders[0]), ", ".join(orders[1])))
    return out


def _by_key(part: Part, value: Value) -> dict[str, Row]:
    if isinstance(value, dict):
        return {"": value}
    out: dict[str, Row] = {}
    for row in value:
        key = str(row.get(PARTS[part].key, ""))
        while key in out:
            key += "′"
        out[key] = row
    return out


def _shown(words: Any) -> str:
    if isinstance(words, bool) or words is None:
        return "✓" if words else ""
    return ", ".join(map(str, words)) if isinstance(words, list) else str(words)


# -- the parts


def _texts(site: Site) -> Value:
    return {name: getattr(site, name) for name in TEXTS}


def _with_texts(site: Site, value: Row) -> Site:
    return replace(site, **{name: value[name] for name in TEXTS if name in value})


def _texts_problems(value: Row, _used: Used) -> Iterator[Notice]:
    if not value.get("name", "").strip():
        yield notice(NO_NAME)


def _categories(site: Site) -> Value:
    return [
        {
            "slug": each.slug,
            "name": each.name,
            "description": each.description,
            "keywords": list(each.keywords),
            "hidden": each in site.hidden_categories,
        }
        for each in site.every_category
    ]


def _with_categories(site: Site, value: Sequence[Row]) -> Site:
    made = [
        (row.get("hidden", False), Category(row["slug"], row["name"], row["description"], tuple(row["keywords"])))
        for row in value
    ]
    shown = tuple(category for is_hidden, category in made if not is_hidden)
    return replace(site, categories=shown, hidden_categories=tuple(each for is_hidden, each in made if is_hidden))


def _categories_problems(value: Sequence[Row], used: Used) -> Iterator[Notice]:
    slugs = [row["slug"] for row in value]
    for row in value:
        if not SLUG.fullmatch(row["slug"]):
            yield notice(BAD_SLUG, slug=row["slug"])
        if not row["name"]:
            yield notice(UNNAMED, slug=row["slug"])
    yield from (notice(DOUBLE_SLUG, slug=slug) for slug in dict.fromkeys(slugs) if slugs.count(slug) > 1)
    yield from (notice(USED_SLUG, slug=slug) for slug in sorted(used - set(slugs)))
    if all(row.get("hidden") for row in value):
        yield notice(NO_CATEGORY)


def _footer(site: Site) -> Value:
    return [{"title": link.title, "url": link.url} for link in site.footer]


def _with_footer(site: Site, value: Sequence[Row]) -> Site:
    return replace(site, footer=tuple(Link(row["title"], row["url"]) for row in value))


def _footer_problems(value: Sequence[Row], _used: Used) -> Iterator[Notice]:
    for row in value:
        if not row["title"]:
            yield notice(UNTITLED_LINK, url=row["url"])
        if not LINK.fullmatch(row["url"]):
            yield notice(BAD_LINK, url=row["url"])


def _friends(site: Site) -> Value:
    return [{"title": link.title, "url": link.url} for link in site.friends]


def _with_friends(site: Site, value: Sequence[Row]) -> Site:
    return replace(site, friends=tuple(Link(row["title"], row["url"]) for row in value))


def _pages(site: Site) -> Value:
    return [{"name": page.name, "source": page.source} for page in site.pages]


def _with_pages(site: Site, value: Sequence[Row]) -> Site:
    return replace(site, pages=tuple(fixed_page(row["name"], row["source"]) for row in value))


def _pages_problems(value: Sequence[Row], _used: Used) -> Iterator[Notice]:
    names = [row["name"] for row in value]
    yield from (notice(DOUBLE_PAGE, name=name) for name in dict.fromkeys(names) if names.count(name) > 1)
    for row in value:
        try:
            fixed_page(row["name"], row["source"])
        except DecisionError as trouble:
            yield told_by(trouble)


def _returns(site: Site) -> Value:
    return [{"title": each.title, "chinese": each.chinese, "english": each.english} for each in site.returns]


def _with_returns(site: Site, value: Sequence[Row]) -> Site:
    return replace(site, returns=tuple(ReturnTemplate(row["title"], row["chinese"], row["english"]) for row in value))


def _returns_problems(value: Sequence[Row], _used: Used) -> Iterator[Notice]:
    for row in value:
        if not row["title"]:
            yield notice(UNTITLED_RETURN)
        elif not row["chinese"] or not row["english"]:
            yield notice(EMPTY_RETURN, title=row["title"])


def _style(site: Site) -> Value:
    return [{"word": word, "instead": instead} for word, instead in site.house_words]


def _with_style(site: Site, value: Sequence[Row]) -> Site:
    return replace(site, house_words=tuple((row["word"], row["instead"]) for row in value))


def _style_problems(value: Sequence[Row], _used: Used) -> Iterator[Notice]:
    words = [row["word"] for row in value]
    yield from (notice(NO_WORD, instead=row["instead"]) for row in value if not row["word"])
    yield from (notice(DOUBLE_WORD, word=word) for word in dict.fromkeys(words) if word and words.count(word) > 1)
    yield from (notice(SAME_WORD, word=row["word"]) for row in value if row["word"] and row["word"] == row["instead"])


def _reader_problems(value: Row, _used: Used) -> Iterator[Notice]:
    yield from reader_settings.problems(value)


PARTS: Mapping[Part, Rule] = {
    Part.TEXTS: Rule(Role.ADMINISTRATOR, _texts, _with_texts, _texts_problems),
    Part.CATEGORIES: Rule(Role.ADMINISTRATOR, _categories, _with_categories, _categories_problems, "slug"),
    Part.FOOTER: Rule(Role.ADMINISTRATOR, _footer, _with_footer, _footer_problems, "title"),
    Part.FRIENDS: Rule(Role.ADMINISTRATOR, _friends, _with_friends, _footer_problems, "title"),
    Part.PAGES: Rule(Role.ADMINISTRATOR, _pages, _with_pages, _pages_problems, "name"),
    Part.RETURNS: Rule(Role.CHIEF, _returns, _with_returns, _returns_problems, "title", is_printed=False),
    Part.STYLE: Rule(Role.CHIEF, _style, _with_style, _style_problems, "word", is_printed=False, most=MOST_WORDS),
    Part.GUESTBOOK: Rule(
        Role.ADMINISTRATOR, reader_settings.guestbook, reader_settings.with_guestbook, _reader_problems
    ),
    Part.RIGHTS: Rule(Role.ADMINISTRATOR, reader_settings.rights, reader_settings.with_rights, _reader_problems),
}


# -- as it would stand in the configuration file


def as_toml(site: Site) -> str:
    """Every part as tables of config/tougao.toml; read from there, it makes the same site."""
    rows: list[tuple[str, Row]] = []
    for part in Part:
        value = taken(site, part)
        if part is Part.STYLE:
            rows.append((f"[{part}]", _style_table(site)))
        elif isinstance(value, list):
            rows += [(f"[[{part}]]", row) for row in value]
        else:
            rows.append(("[site]" if part is Part.TEXTS else f"[{part}]", value))
    return "\n".join(f"{header}\n{_table(row)}" for header, row in rows)


def _style_table(site: Site) -> Row:
    return {
        "corrections": {word: instead for word, instead in site.house_words if instead},
        "check": [word for word, instead in site.house_words if not instead],
    }


def _table(row: Row) -> str:
    return "".join(f"{field} = {_toml(words)}\n" for field, words in row.items())


def _toml(words: Any) -> str:
    """A TOML 1.0 value; its basic strings are those of JSON, as long as nothing needs a surrogate pair or is DEL."""
    if isinstance(words, str) and "\n" in words:
        return '"""\n' + "\n".join(_toml(row)[1:-1] for row in words.split("\n")) + '"""'
    if isinstance(words, dict):
        return "{" + ", ".join(f"{_toml(key)} = {_toml(value)}" for key, value in words.items()) + "}"
    return json.dumps(words, ensure_ascii=False)
