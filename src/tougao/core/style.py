"""House style as suggestions: where a body departs from it, and what would stand there instead. Nothing is changed here
unless an editor accepts it.

Sources: GB/T 15834—2011 (punctuation), GB/T 15835—2011 (numbers). 的, 地 and 得 are left alone: no rule tells them apart.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import lxml.html

from tougao.core.characters import is_chinese
from tougao.core.markup import tree
from tougao.core.notice import gettext_noop

CONTEXT_CHARACTERS = 12
MOST_SUGGESTIONS = 200
BLOCKS = ("p", "h2", "h3", "li", "td", "th", "figcaption", "blockquote")

HALF_WIDTH = gettext_noop("Punctuation between Chinese characters is full-width.")
BRACKETS = gettext_noop("Brackets round Chinese words are full-width.")
QUOTES = gettext_noop("Chinese quotation marks are “ ” and ‘ ’.")
SPACE = gettext_noop("No space stands between Chinese characters.")
ELLIPSIS = gettext_noop("An ellipsis is six dots: ……")
DASH = gettext_noop("A dash is two long: ——")
WIDE_LETTERS = gettext_noop("Digits and Latin letters are half-width.")
TWICE = gettext_noop("The same mark stands twice.")
DOUBLED = gettext_noop("The same word stands twice.")
ZERO = gettext_noop("In years written in Chinese the zero is 〇.")
CORRECTION = gettext_noop("The word list says so.")
CHECK = gettext_noop("The word list asks you to check this.")
UNPAIRED = gettext_noop("This mark has no partner in its paragraph.")

# Small words that hardly ever stand twice, but for the words that begin or end so (目的的确, 为了了解).
DOUBLES = "(?<!目)的的(?![确士])|了了(?![解然望])|在在|和和(?![美气睦])|与与|及及|将将|把把(?!关)|是是(?!非)|为为"
HAN = r"[\u3007\u3400-\u4dbf\u4e00-\u9fff]"
FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。"}
PAIRS = {"“": "”", "‘": "’", "《": "》", "（": "）", "【": "】", "「": "」", "『": "』"}
WIDE = {
    chr(code): chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}


@dataclass(frozen=True)
class HouseStyle:
    """A site's own words: `corrections` says what to write for what, `check` lists words to look at."""

    corrections: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    check: tuple[str, ...] = ()


def house_style(words: Iterable[tuple[str, str]]) -> HouseStyle:
    """That of a site (Site.house_words)."""
    rows = tuple(words)
    corrections = MappingProxyType({word: instead for word, instead in rows if instead})
    return HouseStyle(corrections, tuple(word for word, instead in rows if not instead))


@dataclass(frozen=True)
class Suggestion:
    """`start` counts characters of the body's text from its beginning. Without `after` there is only something to look at.

    `is_safe`: changes no meaning whatever the words are, so all of its kind may be accepted at once.
    """

    reason: str
    start: int
    before: str
    after: str
    is_safe: bool
    context: tuple[str, str]

    @property
    def is_change(self) -> bool:
        """Is there something to accept, or only something to look at?"""
        return self.reason not in (CHECK, UNPAIRED)

    @property
    def key(self) -> str:
        """By which it is known while the text round it stays."""
        told = "\0".join((self.reason, self.before, self.after, *self.context, str(self.start)))
        return hashlib.sha256(told.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class _Rule:
    reason: str
    pattern: re.Pattern[str]
    after: Callable[[re.Match[str]], str]
    is_safe: bool = True


# A pattern's group "it" is what is replaced; the rest of the match is what must stand round it.
RULES = (
    _Rule(HALF_WIDTH, re.compile(rf"(?:(?<={HAN})|(?<=[”’》）】」])|(?<={HAN}[\"')]))(?P<it>[,;:?!])(?!//)"), lambda m: FULL[m["it"]]),
    _Rule(HALF_WIDTH, re.compile(rf"(?<=[\d%％A-Za-z])(?P<it>[,;:?!])(?={HAN}|[“‘《（])"), lambda m: FULL[m["it"]]),
    _Rule(HALF_WIDTH, re.compile(rf"(?:(?<={HAN})|(?<=[”’》）】」])|(?<={HAN}[\"')]))(?P<it>\.)(?=\s|$|{HAN}|[”’）])"), lambda _: "。"),
    _Rule(BRACKETS, re.compile(rf"(?P<it>\([^()]*{HAN}[^()]*\))"), lambda m: f"（{m['it'][1:-1]}）"),
    _Rule(QUOTES, re.compile(rf'(?P<it>"[^"“”]*{HAN}[^"“”]*")'), lambda m: f"“{m['it'][1:-1]}”"),
    _Rule(QUOTES, re.compile(rf"(?P<it>'[^'‘’]*{HAN}[^'‘’]*')"), lambda m: f"‘{m['it'][1:-1]}’"),
    _Rule(ELLIPSIS, re.compile(rf"(?<={HAN})(?P<it>\.{{3,}}|。{{3,}}|…(?!…)|·{{3,}})(?<!…….)"), lambda _: "……"),
    _Rule(DASH, re.compile(rf"(?<={HAN})(?P<it>--+|－－+)(?={HAN}|[“《])"), lambda _: "——"),
    _Rule(WIDE_LETTERS, re.compile(r"(?P<it>[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+)"), lambda m: "".join(WIDE[c] for c in m["it"])),
    _Rule(TWICE, re.compile(r"(?P<it>([，、；：])\2+|。。(?!。))(?<!。。。)"), lambda m: m["it"][0]),
    _Rule(ZERO, re.compile(r"(?<=[一二三四五六七八九])(?P<it>[OoＯ○0０]+)(?=[一二三四五六七八九〇]*年)"), lambda m: "〇" * len(m["it"])),
    _Rule(SPACE, re.compile(rf"(?:(?<={HAN})|(?<=[，。；：！？、]))(?P<it>[ \u3000]+)(?={HAN})"), lambda _: "", is_safe=False),
    _Rule(DOUBLED, re.compile(rf"(?P<it>{DOUBLES})"), lambda m: m["it"][0], is_safe=False),
    _Rule(DOUBLED, re.compile(rf"(?P<it>({HAN}{{3,8}})[，、]?\2)"), lambda m: m[2], is_safe=False),
)  # fmt: skip


def suggestions(html: str, house: HouseStyle = HouseStyle()) -> tuple[Suggestion, ...]:
    """What might be changed in a body, in the order of its text; no two overlap, and Chinese paragraphs alone are read."""
    found: list[Suggestion] = []
    for start, words in _paragraphs(html):
        if is_chinese(words):
            taken: set[int] = set()
            for each in sorted((*_of_words(words, house), *_of_rules(words), *_unpaired(words)), key=_rank):
                place = range(each.start, each.start + len(each.before))
                if not taken & set(place):
                    taken |= set(place)
                    found.append(_placed(each, start))
    return tuple(sorted(found, key=lambda each: each.start)[:MOST_SUGGESTIONS])


def accepted(html: str, chosen: Iterable[Suggestion]) -> str:
    """The body with these suggestions followed; one that does not fit the text any more is passed over."""
    root = tree(html)
    changes = sorted((each for each in chosen if each.is_change), key=lambda e: -e.start)
    for change in changes:
        _replace(root, change)
    return "".join([root.text or "", *(lxml.html.tostring(child, encoding="unicode") for child in root)]).strip()


def _rank(suggestion: Suggestion) -> tuple[bool, int, int]:
    """The word list first, then what stands first, then what covers more."""
    return suggestion.reason not in (CORRECTION, CHECK), suggestion.start, -len(suggestion.before)


def _placed(each: Suggestion, start: int) -> Suggestion:
    return Suggestion(each.reason, start + each.start, each.before, each.after, each.is_safe, each.context)


def _of_rules(words: str) -> Iterator[Suggestion]:
    for rule in RULES:
        for match in rule.pattern.finditer(words):
            yield _suggestion(words, rule.reason, match.start("it"), match["it"], rule.after(match), rule.is_safe)


def _of_words(words: str, house: HouseStyle) -> Iterator[Suggestion]:
    for wrong, right in house.corrections.items():
        for match in re.finditer(re.escape(wrong), words):
            # 济源职院 → 济源职业技术学院 must not find itself in what is right already.
            if wrong not in right or words[match.start() - right.find(wrong) :][: len(right)] != right:
                yield _suggestion(words, CORRECTION, match.start(), wrong, right, False)
    for word in house.check:
        for match in re.finditer(re.escape(word), words):
            yield _suggestion(words, CHECK, match.start(), word, "", False)


def _unpaired(words: str) -> Iterator[Suggestion]:
    """Marks whose partner is missing in the paragraph."""
    closing = {close: opening for opening, close in PAIRS.items()}
    waiting: list[tuple[str, int]] = []
    for place, mark in enumerate(words):
        if mark in PAIRS:
            waiting.append((mark, place))
        elif mark in closing:
            if waiting and waiting[-1][0] == closing[mark]:
                waiting.pop()
            else:
                yield _suggestion(words, UNPAIRED, place, mark, "", False)
    for mark, place in waiting:
        yield _suggestion(words, UNPAIRED, place, mark, "", False)


def _suggestion(words: str, reason: str, start: int, before: str, after: str, is_safe: bool) -> Suggestion:
    end = start + len(before)
    context = words[max(0, start - CONTEXT_CHARACTERS) : start], words[end : end + CONTEXT_CHARACTERS]
    return Suggestion(reason, start, before, after, is_safe, context)


# --- the text of a body, and places in it


@dataclass(frozen=True)
class _Run:
    """A run of text: the element that holds it, or whose tail it is, and the block it stands in."""

    node: lxml.html.HtmlElement
    is_tail: bool
    text: str
    block: lxml.html.HtmlElement | None

    def write(self, text: str) -> None:
        if self.is_tail:
            self.node.tail = text
        else:
            self.node.text = text


def _runs(node: lxml.html.HtmlElement, block: lxml.html.HtmlElement | None = None) -> Iterator[_Run]:
    inside = node if node.tag in BLOCKS else block
    if node.text and "dateline" not in node.get("class", ""):
        yield _Run(node, False, node.text, inside)
    for child in node:
        yield from _runs(child, inside)
        if child.tail:
            yield _Run(child, True, child.tail, inside)


def _paragraphs(html: str) -> Iterator[tuple[int, str]]:
    """Where the text of each block begins, and that text."""
    offset = start = 0
    words = ""
    last: lxml.html.HtmlElement | None = None
    for run in _runs(tree(html)):
        if run.block is not last:
            if words:
                yield start, words
            start, words, last = offset, "", run.block
        words += run.text
        offset += len(run.text)
    if words:
        yield start, words


def _replace(root: lxml.html.HtmlElement, change: Suggestion) -> None:
    """Write `after` over `before`; where tags part it, the first run takes the new words and the others lose theirs."""
    end = change.start + len(change.before)
    touched: list[tuple[_Run, int, int]] = []
    offset = 0
    for run in _runs(root):
        if offset < end and offset + len(run.text) > change.start:
            touched.append((run, max(0, change.start - offset), min(len(run.text), end - offset)))
        offset += len(run.text)
    if "".join(run.text[low:high] for run, low, high in touched) != change.before:
        return
    left = change.after
    keeps_places = len(left) == len(change.before)  # a mark for a mark: each stays in its own element
    for position, (run, low, high) in enumerate(touched):
        taken = high - low if keeps_places and position < len(touched) - 1 else len(left)
        run.write(run.text[:low] + left[:taken] + run.text[high:])
        left = left[taken:]
