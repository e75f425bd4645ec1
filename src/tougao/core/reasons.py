"""Reasons for a return that are given again and again, in the contributor's language."""

from dataclasses import dataclass

from tougao.core.letters import CHINESE, ENGLISH
from tougao.core.notice import gettext_noop


@dataclass(frozen=True)
class Reason:
    """`words` name it on the desk; `letter` says it to the contributor, by language."""

    name: str
    words: str
    letter: dict[str, str]


REASONS = (
    Reason(
        "pictures",
        gettext_noop("Pictures are missing or unclear"),
        {
            CHINESE: "请补充清晰的现场照片（原图，作为附件发送），并为每张照片写明说明。",
            ENGLISH: "Please add clear photos of the event (the original files, attached) with a caption for each.",
        },
    ),
    Reason(
        "facts",
        gettext_noop("Facts are missing"),
        {
            CHINESE: "请补充新闻要素：时间、地点、人物、主办单位，以及活动的主要内容和结果。",
            ENGLISH: "Please say when and where it took place, who took part, who held it, and what came of it.",
        },
    ),
    Reason(
        "names",
        gettext_noop("Author or organisation is missing"),
        {
            CHINESE: "请注明作者姓名和供稿单位全称，以便署名。",
            ENGLISH: "Please give the author's name and the full name of your organisation, so that we can credit you.",
        },
    ),
    Reason(
        "old",
        gettext_noop("The news is old"),
        {
            CHINESE: "稿件所述活动已过时效，期待您今后在活动结束后三日内来稿。",
            ENGLISH: "The event is too long ago to be news. We look forward to your next piece within three days of an event.",
        },
    ),
    Reason(
        "elsewhere",
        gettext_noop("It was published elsewhere"),
        {
            CHINESE: "该稿件已在其他媒体刊发，本网不再重复刊登。",
            ENGLISH: "The piece has been published elsewhere, so we do not print it again.",
        },
    ),
    Reason(
        "advertisement",
        gettext_noop("It is an advertisement"),
        {
            CHINESE: "稿件以宣传推广为主，不属于新闻报道。如需推广合作，请与本网联系。",
            ENGLISH: "The piece is promotion rather than news. Please write to us if you wish to advertise.",
        },
    ),
)
BY_NAME = {reason.name: reason for reason in REASONS}


def worded(name: str, own: str, language: str) -> str:
    """The reason of that name with a line of one's own below it; either may be empty."""
    found = BY_NAME.get(name)
    return "\n\n".join(each for each in (found.letter[language] if found else "", own.strip()) if each)
