"""Letters to contributors: their words, from templates of our own, never of a sender's."""

from dataclasses import dataclass

from tougao.core.characters import is_chinese, line
from tougao.core.site import Site

CHINESE, ENGLISH = "zh", "en"
MAX_SUBJECT_CHARACTERS = 120
RULE = "------------------------------"


@dataclass(frozen=True)
class Wording:
    received_subject: str
    received: str
    returned_subject: str
    returned: str


WORDINGS = {
    CHINESE: Wording(
        received_subject="已收到来稿：{title}",
        received=(
            "您好：\n\n来稿《{title}》已经收到，编号 {number}。编辑会尽快审阅；如需补充，我们会回信说明。\n\n"
            "感谢您的投稿。\n\n{site}\n{url}\n\n（本邮件由系统自动发出，可直接回复给编辑。）\n"
        ),
        returned_subject="退稿：{title}",
        returned=(
            "您好：\n\n来稿《{title}》经编辑审阅，暂不能采用，原因如下：\n\n{reason}\n\n"
            "修改后欢迎再次投稿，直接回复本邮件即可。\n\n{site}\n{url}\n\n{rule}\n来稿原文：\n\n{text}\n"
        ),
    ),
    ENGLISH: Wording(
        received_subject="Received: {title}",
        received=(
            "Hello,\n\nyour piece “{title}” has arrived; its number is {number}. An editor will read it soon "
            "and write to you if anything is missing.\n\nThank you for sending it.\n\n{site}\n{url}\n\n"
            "(This letter was sent automatically; a reply reaches the editors.)\n"
        ),
        returned_subject="Returned: {title}",
        returned=(
            "Hello,\n\nthe editors have read your piece “{title}” and cannot use it as it stands:\n\n{reason}\n\n"
            "You are welcome to change it and send it again; just reply to this letter.\n\n{site}\n{url}\n\n{rule}\n"
            "Your text:\n\n{text}\n"
        ),
    ),
}


ALARM = """投稿邮箱 {mailbox} 已较长时间无法连接。来稿没有丢失，但在问题解决之前不会进入编辑台：

{trouble}

The submissions mailbox {mailbox} has not been reached for some time. No mail is lost, but none comes to the desk until this is
mended.

{url}/desk/
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


def received(site: Site, title: str, number: int, language: str) -> tuple[str, str]:
    """Subject and body of a receipt."""
    wording = WORDINGS[language]
    return _subject(wording.received_subject, title), wording.received.format(
        title=line(title), number=number, site=site.name, url=site.url
    )


def returned(site: Site, title: str, reason: str, text: str, language: str) -> tuple[str, str]:
    """Subject and body of a return, with its reason and the text that came."""
    wording = WORDINGS[language]
    return _subject(wording.returned_subject, title), wording.returned.format(
        title=line(title), reason=reason.strip(), text=text.strip(), site=site.name, url=site.url, rule=RULE
    )


def alarm(site: Site, mailbox: str, trouble: str) -> tuple[str, str]:
    """To the administrator, in both languages: somebody must look after a mailbox."""
    return f"{site.name}: 邮箱 {mailbox} 无法连接 / mailbox cannot be reached", ALARM.format(
        mailbox=mailbox, trouble=trouble, url=site.url
    )


def invited(site: Site, name: str, link: str, days: int) -> tuple[str, str]:
    """To somebody who is to have an account, in both languages."""
    subject = f"{site.name}: 编辑台邀请 / an invitation to the desk"
    return subject, INVITATION.format(site=site.name, name=name, link=link, days=days)


def _subject(template: str, title: str) -> str:
    return template.format(title=line(title))[:MAX_SUBJECT_CHARACTERS]
