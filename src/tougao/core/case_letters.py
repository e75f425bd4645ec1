"""Letters of a case: that a complaint has arrived, what the editors answer, and reminders to the editors themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tougao.core.characters import line
from tougao.core.letters import CHINESE, ENGLISH, MAX_SUBJECT_CHARACTERS
from tougao.core.site import Site


@dataclass(frozen=True)
class Wording:
    subject: str
    body: str


RECEIPTS = {
    CHINESE: Wording(
        "已收到您的权利声明（编号 {number}）",
        "您好：\n\n您通过本网提交的权利声明已经收到，编号 {number}。编辑部将核实，并在 {day} 之前答复您。\n\n"
        "如需补充材料，请直接回复本邮件。\n\n{site}\n{url}\n\n（本邮件由系统自动发出。如果您没有提交过权利声明，请忽略本邮件。）\n",
    ),
    ENGLISH: Wording(
        "Your complaint has arrived (No. {number})",
        "Hello,\n\nyour complaint has arrived; its number is {number}. The editors will look into it and answer you by {day}.\n\n"
        "If you have more to send, just reply to this letter.\n\n{site}\n{url}\n\n"
        "(This letter was sent automatically. If you sent us no complaint, please ignore it.)\n",
    ),
}
ANSWERS = {
    CHINESE: Wording(
        "关于权利声明（编号 {number}）的答复", "{text}\n\n{site}\n{url}\n\n如有疑问，请直接回复本邮件。\n"
    ),
    ENGLISH: Wording(
        "Our answer to your complaint (No. {number})",
        "{text}\n\n{site}\n{url}\n\nIf you have a question, just reply to this letter.\n",
    ),
}
REMINDER = """权利声明（编号 {number}）须在 {day} 之前处理，{left}：

{title}

Case No. {number} is to be settled by {day}.

{link}
"""


def _written(wording: Wording, site: Site, **values: object) -> tuple[str, str]:
    told = {"site": site.name, "url": site.url} | values
    return line(wording.subject.format_map(told))[:MAX_SUBJECT_CHARACTERS], wording.body.format_map(told)


def receipt(number: int, due_at: datetime, site: Site, language: str) -> tuple[str, str]:
    """Subject and body. Nothing of what was typed stands in it: its recipient may be somebody else."""
    return _written(RECEIPTS[language], site, number=number, day=_day(due_at, site))


def answer(number: int, text: str, site: Site, language: str) -> tuple[str, str]:
    return _written(ANSWERS[language], site, number=number, text=text)


def reminder(number: int, title: str, due_at: datetime, left: int, site: Site) -> tuple[str, str]:
    """To the editors, in both languages."""
    said = "已经逾期" if left < 0 else "今天是最后一天" if left == 0 else f"还剩 {left} 天"
    values = {"number": number, "day": _day(due_at, site), "title": line(title), "left": said}
    return f"{site.name}：权利声明 {number} {said}", REMINDER.format(**values, link=f"{site.desk}/cases/{number}/")


def recipients(chosen: Iterable[str], subscribed: Iterable[str], administrator: str) -> list[str]:
    """Who is reminded: those who are configured, else the editors who get digests and the administrator; each once."""
    found = list(chosen) or [*subscribed, administrator]
    return list(dict.fromkeys(each.strip().lower() for each in found if each.strip()))


def _day(moment: datetime, site: Site) -> str:
    return f"{moment.astimezone(site.zone):%Y-%m-%d}"
