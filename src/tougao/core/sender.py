"""Who a mail is from, and whether it wants an answer: auto-replies (RFC 3834), bounces (RFC 3464), lists (RFC 2919)."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tougao.core.submission import Kind, Submission

ROBOTS = re.compile(
    r"^(?:mailer-daemon|postmaster|no-?_?reply|do-?not-?reply|bounces?|owner-.*|.*-request|.*-bounces|system|notification)"
    r"(?:[+\-].*)?$",
    re.IGNORECASE,
)
BOUNCERS = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon)$", re.IGNORECASE)
BOUNCE_SUBJECT = re.compile(
    r"^(?:系统退信|退信通知|退信|邮件退回|undeliver(?:ed|able)|delivery (?:status notification|failure)|returned mail|failure notice"
    r"|mail delivery failed)",
    re.IGNORECASE,
)
AUTO_SUBJECT = re.compile(
    r"^(?:自动回复|自动答复|自动应答|外出自动|auto(?:matic)?[ -]?(?:reply|response)|autoreply|out of (?:the )?office)",
    re.IGNORECASE,
)
REPLY_SUBJECT = re.compile(r"^\s*(?:(?:re|aw|sv|回复|回覆|答复|答覆|回信)\s*(?:\[\d+\])?\s*[:：])", re.IGNORECASE)
FORWARD_SUBJECT = re.compile(r"^\s*(?:(?:fw|fwd|wg|tr|转发|轉發|转寄)\s*[:：])", re.IGNORECASE)
AD = re.compile(
    r"代开.{0,6}发票|发票.{0,4}代开|税点优惠|代理记账|刷单|信用卡套现|无抵押贷款|博彩|六合彩|网络赌|论文代写|代写论文|代发论文|刻章办证|加微信.{0,10}返利"
)
AD_CONTACT = re.compile(r"微信|QQ|V信|电话|手机|联系|热线|客服|https?://|www\.|1[3-9]\d{9}", re.IGNORECASE)
# What a program says in the body, where neither a header nor the subject tells (QQ, 163, 126, Sina, Exchange).
AUTO_BODY = re.compile(
    r"(?:这是|此为|此邮件为|本邮件为|本邮件是|本信为|以上为).{0,12}(?:自动回复|自动答复|自动应答|自动发送)|系统自动(?:回复|答复|发送|生成).{0,12}(?:请勿|邮件|不必|无需)"
    r"|^(?:自动回复|【自动回复】|\[自动回复\])|this is an automat(?:ed|ic) (?:reply|response|message)|i am (?:currently )?out of (?:the )?office",
    re.IGNORECASE | re.MULTILINE,
)
MOST_AUTO_CHARACTERS = 400
MOST_AD_CHARACTERS = 600
SPAM_SUBJECT = re.compile(r"^\s*(?:\[spam\]|\*+\s*spam\s*\*+|【垃圾邮件】|\[垃圾邮件\])", re.IGNORECASE)


def _local(submission: Submission) -> str:
    return submission.sender.address.partition("@")[0]


def _is_bounce(submission: Submission) -> bool:
    kind = submission.header("content-type").lower()
    if kind.startswith("multipart/report") and "delivery-status" in kind:
        return True
    empty_path = submission.header("return-path").strip() == "<>"
    return bool(
        BOUNCERS.match(_local(submission))
        or (BOUNCE_SUBJECT.match(submission.subject) and (empty_path or ROBOTS.match(_local(submission))))
    )


def _is_auto_reply(submission: Submission) -> bool:
    auto = submission.header("auto-submitted").lower()
    if (auto and auto != "no") or submission.header("x-autoreply") or submission.header("x-autorespond"):
        return True
    if submission.header("precedence").lower() == "auto_reply" or AUTO_SUBJECT.match(submission.subject):
        return True
    if submission.header("return-path").strip() == "<>":
        return True
    words = submission.text.strip()
    return len(words) <= MOST_AUTO_CHARACTERS and bool(AUTO_BODY.search(words)) and not submission.attachments


def _is_list(submission: Submission) -> bool:
    return bool(submission.header("list-id") or submission.header("list-post")) or (
        submission.header("precedence").lower() in ("list", "bulk", "junk")
        and bool(submission.header("list-unsubscribe"))
    )


def _is_spam(submission: Submission) -> bool:
    words = f"{submission.subject} {submission.text}"
    # News may well speak of such offers; an offer says whom to ask.
    advertises = len(submission.text) < MOST_AD_CHARACTERS and AD.search(words) and AD_CONTACT.search(words)
    return (
        bool(advertises)
        or submission.header("x-spam-flag").lower().startswith("yes")
        or submission.header("x-spam-status").lower().startswith("yes")
        or bool(SPAM_SUBJECT.match(submission.subject))
    )


def _is_reply(submission: Submission) -> bool:
    return bool(REPLY_SUBJECT.match(submission.subject)) or (
        bool(submission.in_reply_to) and not FORWARD_SUBJECT.match(submission.subject)
    )


def _is_empty(submission: Submission) -> bool:
    return not (submission.text.strip() or submission.html.strip() or submission.attachments or submission.enclosed)


@dataclass(frozen=True)
class Rule:
    kind: Kind
    holds: Callable[[Submission], bool]


# The first rule that holds names the kind.
RULES = (
    Rule(Kind.BOUNCE, _is_bounce),
    Rule(Kind.AUTO_REPLY, _is_auto_reply),
    Rule(Kind.LIST, _is_list),
    Rule(Kind.SPAM, _is_spam),
    Rule(Kind.EMPTY, _is_empty),
    Rule(Kind.REPLY, _is_reply),
)


def kind(submission: Submission) -> Kind:
    """What sort of mail it is by its envelope; drafting may still find a manuscript in a reply."""
    return next((rule.kind for rule in RULES if rule.holds(submission)), Kind.SUBMISSION)


def is_forward(submission: Submission) -> bool:
    return bool(FORWARD_SUBJECT.match(submission.subject))


def bare_subject(subject: str) -> str:
    """The subject without Re:, 回复：, Fw:, 转发：.

    >>> bare_subject("转发：Re: 投稿：运动会")
    '投稿：运动会'
    """
    while True:
        shorter = FORWARD_SUBJECT.sub("", REPLY_SUBJECT.sub("", subject)).strip()
        if shorter == subject:
            return subject
        subject = shorter


def may_be_answered(submission: Submission, ours: str) -> bool:
    """May a letter go to its sender (RFC 3834 section 2)? Never to robots, lists, null senders or ourselves."""
    address = submission.sender.address
    return bool(
        address
        and address.lower() != ours.lower()
        and kind(submission) in (Kind.SUBMISSION, Kind.REPLY, Kind.EMPTY)
        and not ROBOTS.match(_local(submission))
        and submission.header("precedence").lower() not in ("bulk", "junk", "list")
        and not submission.header("x-auto-response-suppress")
        and not submission.header("x-loop")
    )
