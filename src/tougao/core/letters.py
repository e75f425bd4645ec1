"""Letters to contributors: their words, from templates of our own, never of a sender's."""

from dataclasses import dataclass
from enum import StrEnum

from tougao.core.characters import is_chinese, line
from tougao.core.site import Site
from tougao.core.workflow import Status

CHINESE, ENGLISH = "zh", "en"
LANGUAGES = (CHINESE, ENGLISH)
MAX_SUBJECT_CHARACTERS = 120
RULE = "------------------------------"


class Letter(StrEnum):
    """What a letter tells a contributor. Those about decisions are switched in the configuration by these words."""

    RECEIVED = "received"
    UPLOADED = "uploaded"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


# Which letter a draft causes when it comes to a status from another one.
LETTER_OF = {
    Status.PUBLISHED: Letter.APPROVED,
    Status.RETURNED: Letter.RETURNED,
    Status.WITHDRAWN: Letter.WITHDRAWN,
}


@dataclass(frozen=True)
class Wording:
    """Templates of a letter; {where} is WHERE, when there is a status page to point to."""

    subject: str
    body: str


@dataclass(frozen=True)
class Facts:
    """What a letter speaks of. `number` is the submission's; `address` the article's, `status_address` the contributor's page."""

    title: str
    number: int
    address: str = ""
    status_address: str = ""
    reason: str = ""
    text: str = ""


WHERE = {
    CHINESE: "查看本稿处理进度：\n{status_address}\n\n",
    ENGLISH: "Where your piece stands:\n{status_address}\n\n",
}

WORDINGS = {
    (Letter.RECEIVED, CHINESE): Wording(
        "已收到来稿：{title}",
        "您好：\n\n来稿《{title}》已经收到，来稿编号 {number}。编辑会尽快审阅；如需补充，我们会回信说明。\n\n{where}"
        "感谢您的投稿。\n\n{site}\n{url}\n\n（本邮件由系统自动发出，可直接回复给编辑。）\n",
    ),
    (Letter.RECEIVED, ENGLISH): Wording(
        "Received: {title}",
        "Hello,\n\nyour piece “{title}” has arrived; its number is {number}. An editor will read it soon "
        "and write to you if anything is missing.\n\n{where}Thank you for sending it.\n\n{site}\n{url}\n\n"
        "(This letter was sent automatically; a reply reaches the editors.)\n",
    ),
    (Letter.UPLOADED, CHINESE): Wording(
        "已收到通过投稿表单提交的来稿（编号 {number}）",
        "您好：\n\n{site}收到一份通过投稿表单提交的来稿，编号 {number}，其中填写了您的邮箱。编辑会尽快审阅；如需补充，我们会写信给您。\n\n"
        "{where}如果不是您投的稿，请忽略本邮件，或直接回复告知我们。\n\n{site}\n{url}\n\n（本邮件由系统自动发出，可直接回复给编辑。）\n",
    ),
    (Letter.UPLOADED, ENGLISH): Wording(
        "Received by the upload form: number {number}",
        "Hello,\n\n{site} has received a piece by its upload form, number {number}, and the form names your address. An editor will "
        "read it soon and write to you if anything is missing.\n\n{where}If you did not send it, please ignore this letter, or "
        "reply and tell us.\n\n{site}\n{url}\n\n(This letter was sent automatically; a reply reaches the editors.)\n",
    ),
    (Letter.APPROVED, CHINESE): Wording(
        "已发表：{title}",
        "您好：\n\n来稿《{title}》（来稿编号 {number}）已经发表：\n\n{address}\n\n"
        "如发现差错，请直接回复本邮件。感谢您的投稿，欢迎继续来稿。\n\n{site}\n{url}\n",
    ),
    (Letter.APPROVED, ENGLISH): Wording(
        "Published: {title}",
        "Hello,\n\nyour piece “{title}” (number {number}) has been published:\n\n{address}\n\n"
        "If anything in it is wrong, just reply to this letter. Thank you, and please write again.\n\n{site}\n{url}\n",
    ),
    (Letter.RETURNED, CHINESE): Wording(
        "退稿：{title}",
        "您好：\n\n来稿《{title}》（来稿编号 {number}）经编辑审阅，暂不能采用，原因如下：\n\n{reason}\n\n"
        "修改后欢迎再次投稿，直接回复本邮件即可。\n\n{where}{site}\n{url}\n\n{rule}\n来稿原文：\n\n{text}\n",
    ),
    (Letter.RETURNED, ENGLISH): Wording(
        "Returned: {title}",
        "Hello,\n\nthe editors have read your piece “{title}” (number {number}) and cannot use it as it stands:\n\n{reason}\n\n"
        "You are welcome to change it and send it again; just reply to this letter.\n\n{where}{site}\n{url}\n\n{rule}\n"
        "Your text:\n\n{text}\n",
    ),
    (Letter.WITHDRAWN, CHINESE): Wording(
        "已撤稿：{title}",
        "您好：\n\n已发表的来稿《{title}》（来稿编号 {number}）现已撤下，原因如下：\n\n{reason}\n\n"
        "如有疑问，请直接回复本邮件。\n\n{site}\n{url}\n",
    ),
    (Letter.WITHDRAWN, ENGLISH): Wording(
        "Withdrawn: {title}",
        "Hello,\n\nyour piece “{title}” (number {number}) was published and has now been taken off the site:\n\n{reason}\n\n"
        "If you have a question, just reply to this letter.\n\n{site}\n{url}\n",
    ),
}


ALARM = """投稿邮箱 {mailbox} 已较长时间无法连接。来稿没有丢失，但在问题解决之前不会进入编辑台：

{trouble}

The submissions mailbox {mailbox} has not been reached for some time. No mail is lost, but none comes to the desk until this is
mended.

{url}/
"""


INVITATION = """您好：

{site}编辑部邀请您使用编辑台，用户名是 {name}。请在 {days} 天之内打开下面的链接，设置密码或通行密钥；链接只能使用一次，请勿转发：

{link}

如果您不认识我们，请忽略本邮件。

Hello,

the editors of {site} invite you to their desk; your name there is {name}. Open the link above within {days} days and choose a
password or a passkey. It works once; please pass it on to nobody. If you do not know us, there is nothing you need to do.
"""


def language_of(text: str) -> str:
    return CHINESE if is_chinese(text) else ENGLISH


def written(letter: Letter, facts: Facts, site: Site, language: str) -> tuple[str, str]:
    """Subject and body of a letter."""
    wording = WORDINGS[letter, language]
    where = WHERE[language].format(status_address=facts.status_address) if facts.status_address else ""
    subject = wording.subject.format(title=line(facts.title), number=facts.number)[:MAX_SUBJECT_CHARACTERS]
    return subject, wording.body.format(
        title=line(facts.title),
        number=facts.number,
        address=facts.address,
        reason=facts.reason.strip(),
        text=facts.text.strip(),
        where=where,
        site=site.name,
        url=site.url,
        rule=RULE,
    )


def alarm(site: Site, mailbox: str, trouble: str) -> tuple[str, str]:
    """To the administrator, in both languages: somebody must look after a mailbox."""
    return f"{site.name}: 邮箱 {mailbox} 无法连接 / mailbox cannot be reached", ALARM.format(
        mailbox=mailbox, trouble=trouble, url=site.desk
    )


def invited(site: Site, name: str, link: str, days: int) -> tuple[str, str]:
    """To somebody who is to have an account, in both languages."""
    subject = f"{site.name}: 编辑台邀请 / an invitation to the desk"
    return subject, INVITATION.format(site=site.name, name=name, link=link, days=days)
