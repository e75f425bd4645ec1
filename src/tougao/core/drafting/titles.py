"""What a draft is called, where it belongs and for whom it was written, when the text does not say it plainly."""

import re

from tougao.core import names, sender
from tougao.core.characters import line
from tougao.core.drafting import fields, phrases
from tougao.core.site import Site
from tougao.core.submission import Submission


def stand_in(mail: Submission, manuscript: str, claimed: str, lead: str) -> str:
    """A title from the file's name, the subject (`claimed` where a forward or a file names one), or the first words."""
    subject = sender.bare_subject("" if manuscript else claimed) or sender.bare_subject(mail.subject)
    told = bare_title(names.told(manuscript)) if manuscript else ""
    for candidate in (told, bare_title(subject), claimed):
        if len(line(candidate)) >= 4:
            return line(candidate)
    return line(re.split(r"[。！？!?]", lead)[0])[: fields.MAX_TITLE_CHARACTERS] or line(mail.subject)


def without_label(title: str, site: Site) -> str:
    """【教育新闻】 before a title names a category, or says that it is news."""
    match = re.match(r"^[【\[](?P<label>[^】\]]{2,8})[】\]]\s*(?P<title>.{4,})$", title)
    labels = {category.name for category in site.categories} | phrases.TITLE_LABELS
    return match["title"] if match and match["label"] in labels else title


def bare_title(text: str) -> str:
    """A subject or file name without 投稿, 【供稿】, （修改稿）.

    >>> bare_title("【投稿】青禾师范学院春季运动会开幕（修改稿）")
    '青禾师范学院春季运动会开幕'
    """
    while True:
        shorter = phrases.SUBJECT_NOISE.sub("", text).strip()
        if shorter == text or not shorter:
            return text if shorter else ""
        text = shorter


def suggested_category(title: str, text: str, site: Site) -> str:
    """The category whose keywords the text uses most, a word in the title counting five times; else the first."""
    best, most = site.categories[0].slug if site.categories else "", 0
    for category in site.categories:
        count = sum(5 * title.count(word) + min(text.count(word), 5) for word in category.keywords)
        if count > most:
            best, most = category.slug, count
    return best


def organisation(mail: Submission, aside: tuple[str, ...]) -> str:
    """Whom the sender writes for, as the signature or the name of the mailbox says."""
    for words in (*reversed(aside), mail.sender.name):
        match = re.match(rf"^{phrases.ORGANISATION}(?=$|[\s\u3000])", words)
        if match and len(match[0]) >= 4:
            return match[0]
    return ""
