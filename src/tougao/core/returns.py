"""Reasons for returning a draft that every desk needs, until its chief writes others."""

from collections.abc import Iterable

from tougao.core.letters import CHINESE
from tougao.core.site import ReturnTemplate

RETURNS = (
    ReturnTemplate(
        "缺少要素",
        "稿件缺少新闻要素。请写明时间、地点、主办单位和参加人员后再寄来。",
        "The piece lacks basic facts. Please say when and where it happened, who held it and who took part, and send it again.",
    ),
    ReturnTemplate(
        "缺少照片",
        "请补寄一至三张现场照片（原图，作为附件），并为每张照片写一句说明。",
        "Please send one to three photos of the event (originals, as attachments), each with a line that says what it shows.",
    ),
    ReturnTemplate(
        "缺少署名",
        "请注明作者姓名、所在单位和联系电话，以便核实和署名。",
        "Please give the author’s name, organisation and telephone number, so that we can check the piece and sign it.",
    ),
    ReturnTemplate(
        "时间已过",
        "所报道的活动距今较久，已不宜作为新闻刊发。欢迎在活动结束后三天内来稿。",
        "The event is too long past to be news. Please write to us within three days of an event.",
    ),
    ReturnTemplate(
        "已有同类稿",
        "同一活动的稿件我们已经刊发，本稿不再重复刊用。欢迎继续来稿。",
        "We have already published a piece on the same event. Thank you, and please write again.",
    ),
    ReturnTemplate(
        "不合本站范围",
        "稿件内容不属于本站的刊发范围，不能采用，请另投他处。",
        "The subject lies outside what we publish. Please offer it elsewhere.",
    ),
    ReturnTemplate(
        "宣传色彩过重",
        "稿件以商业推广或评价性语言为主。请改为客观叙述事实后再寄来。",
        "The piece reads as promotion. Please tell the facts as an observer would, and send it again.",
    ),
)


def in_language(template: ReturnTemplate, language: str) -> str:
    return template.chinese if language == CHINESE else template.english


def worded(templates: Iterable[ReturnTemplate], title: str, own: str, language: str) -> str:
    """The words of the template of that title, in the contributor's language, and the editor's own below; either may be missing."""
    chosen = next((in_language(each, language) for each in templates if each.title == title), "")
    return "\n\n".join(words for words in (chosen, own.strip()) if words)
