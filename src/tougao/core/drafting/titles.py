"""What a draft is called, where it belongs and for whom it was written, when the text does not say it plainly."""

import re

from tougao.core import names, sender
from tougao.core.article import Certainty, Origin
from tougao.core.characters import line
from tougao.core.drafting import phrases
from tougao.core.drafting.headline import MAX_TITLE_CHARACTERS
from tougao.core.drafting.people import is_name
from tougao.core.notice import gettext_noop, notice
from tougao.core.site import Site
from tougao.core.submission import Submission

CLEAR_CATEGORY = 5
SIGNED_SUBJECT = re.compile(r"^(?P<title>.{4,})[（(](?P<name>[\u4e00-\u9fff]{2,4})[)）]$")
NAMED_CATEGORY = gettext_noop("The manuscript is marked {name}.")
CATEGORY_WORDS = gettext_noop("The text uses its words: {words}")
FIRST_CATEGORY = gettext_noop("No word of any category was found; this is the first.")
FROM_FILE = gettext_noop("It is the name of the file {name}.")
FROM_SUBJECT = gettext_noop("It is the subject of the mail.")
FROM_TEXT = gettext_noop("It is the beginning of the text.")


def stand_in(mail: Submission, manuscript: str, claimed: str, lead: str) -> tuple[str, Origin]:
    """A title from the file's name, the subject (`claimed` where a forward or a file names one), or the first words."""
    from_file = Origin("title", Certainty.LIKELY, notice(FROM_FILE, name=manuscript))
    from_subject = Origin("title", Certainty.LIKELY, notice(FROM_SUBJECT))
    subject = sender.bare_subject("" if manuscript else claimed) or sender.bare_subject(mail.subject)
    told = bare_title(names.told(manuscript)) if manuscript else ""
    for candidate, origin in (
        (bare_title(told), from_file),
        (bare_title(subject), from_subject),
        (claimed, from_subject),
    ):
        signed = SIGNED_SUBJECT.match(line(candidate))
        if signed and is_name(signed["name"]):
            candidate = signed["title"]
        if len(line(candidate)) >= 4:
            return line(candidate), origin
    words = line(re.split(r"[。！？!?]", lead)[0])[:MAX_TITLE_CHARACTERS] or line(mail.subject)
    return words, Origin("title", Certainty.GUESSED, notice(FROM_TEXT))


def signed_by(mail: Submission) -> str:
    """The name that stands in brackets behind the subject: 红色研学铸魂育人（赵丽娟）."""
    signed = SIGNED_SUBJECT.match(bare_title(sender.bare_subject(mail.subject)))
    return signed["name"] if signed and is_name(signed["name"]) else ""


def without_label(title: str, site: Site) -> tuple[str, str]:
    """A title and the label before it: 【教育新闻】 names a category, 【投稿】 and 消息： say that it is news."""
    title = re.sub(r"^#[^#\s]{2,12}#\s*(?=.{4})", "", title)
    whole = re.fullmatch(r"《([^《》]{4,})》", title)
    title = whole[1] if whole else title
    plain = re.match(r"^(?P<label>[^：:]{2,4})[：:]\s*(?P<title>.{4,})$", title)
    if plain and plain["label"] in phrases.TITLE_LABELS:
        return plain["title"], ""
    match = re.match(r"^[【\[](?P<label>[^】\]]{2,8})[】\]]\s*(?P<title>.{4,})$", title)
    labels = {category.name for category in site.categories} | phrases.TITLE_LABELS
    known = match and (match["label"] in labels or phrases.SECTION_LABEL.match(match["label"]))
    return (match["title"], match["label"]) if match and known else (title, "")


def bare_title(text: str) -> str:
    """A subject or file name without 投稿, 【供稿】, （修改稿）.

    >>> bare_title("【投稿】青禾师范学院春季运动会开幕（修改稿）")
    '青禾师范学院春季运动会开幕'
    """
    while True:
        shorter = phrases.SUBJECT_NOISE.sub("", text).strip()
        if shorter == text or not shorter:
            return _without_parts(text) if shorter else ""
        text = shorter


def _without_parts(text: str) -> str:
    """A subject made of parts (投稿+学校+题目+姓名): the longest that is neither an organisation nor a person."""
    parts = [line(part) for part in re.split(r"\s*[+＋|｜]\s*|\s+[-—–]\s+|—{2,}|-{2,}|_", text) if line(part)]
    if len(parts) < 2:
        return text
    told = [part for part in parts if not re.fullmatch(phrases.ORGANISATION, part) and not is_name(part)]
    if len(told) == len(parts) and not re.search(r"[+＋|｜]", text):
        return text
    return max(told, key=len) if told else text


def suggested_category(title: str, text: str, site: Site, label: str = "") -> tuple[str, Origin | None]:
    """A category's slug and why: the one the manuscript names, else the one whose keywords it uses most, else the first.

    A keyword in the title counts five times; one that is used ever so often in the text no more than that.
    """
    named = next((category for category in site.categories if label and category.name == label), None)
    if named:
        return named.slug, Origin("category", Certainty.SURE, notice(NAMED_CATEGORY, name=named.name))
    best, most, words = "", 0, ""
    for category in site.categories:
        counts = {word: 5 * title.count(word) + min(text.count(word), 5) for word in category.keywords}
        if sum(counts.values()) > most:
            best, most = category.slug, sum(counts.values())
            words = "、".join(sorted((word for word in counts if counts[word]), key=lambda word: -counts[word])[:4])
    if best:
        certainty = Certainty.LIKELY if most >= CLEAR_CATEGORY else Certainty.GUESSED
        return best, Origin("category", certainty, notice(CATEGORY_WORDS, words=words))
    first = site.categories[0].slug if site.categories else ""
    return first, Origin("category", Certainty.GUESSED, notice(FIRST_CATEGORY)) if first else None


def organisation(mail: Submission, aside: tuple[str, ...]) -> str:
    """Whom the sender writes for, as the signature or the name of the mailbox says."""
    for words in (*reversed(aside), mail.sender.name):
        match = re.match(rf"^{phrases.ORGANISATION}(?=$|[\s\u3000])", words)
        if match and len(match[0]) >= 4:
            return match[0]
    return ""
