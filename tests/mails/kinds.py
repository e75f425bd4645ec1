"""Mails that are no manuscripts, and mails that only look so."""

from tests.mails.building import Mail, expect, mail, mime, none, of, raw
from tests.mails.stories import READING, SPORT, VISIT

ADDRESS = "To: tougao@huaxia-demo.example\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit"


def mails() -> dict[str, Mail]:
    dsn = mime.multipart(
        'report; report-type="delivery-status"',
        [
            mime.text("Your message could not be delivered."),
            mime.leaf(
                [("Content-Type", "message/delivery-status")],
                b"Reporting-MTA: dns; mx.example\r\n\r\nStatus: 5.1.1\r\n",
                "8bit",
            ),
        ],
        "----=_d",
    )
    return {
        "kind-auto-reply-rfc3834": (
            mail("我正在休假，12月1日返校。", "Re: 来稿收到", Auto_Submitted="auto-replied"),
            none("auto-reply"),
        ),
        "kind-auto-reply-qq": (
            mail(
                "这是来自QQ邮箱的假期自动回复邮件。\n\n您好，我最近正在休假中，无法亲自回复您的邮件。我将在假期结束后，尽快给您回复。",
                "自动回复:来稿收到：运动会",
            ),
            none("auto-reply"),
        ),
        "kind-auto-reply-qq-bare-subject": (
            mail("这是来自QQ邮箱的自动回复邮件。\n\n您好，您的邮件已收到，我会尽快给您回复。", "来稿收到"),
            none("auto-reply"),
        ),
        "kind-auto-reply-163": (
            mail(
                "您好！您发来的邮件我已收到，我会尽快给您回复。\n\n（此为系统自动回复，请勿回复本邮件）",
                "Re:来稿收到：读书节",
            ),
            none("auto-reply"),
        ),
        "kind-auto-reply-vacation-english": (
            mail(
                "I am out of the office until 1 December and will answer your message when I return.",
                "Out of Office: Your submission",
            ),
            none("auto-reply"),
        ),
        "kind-out-of-office-outlook": (
            mail(
                "我目前不在办公室，如有急事请联系办公室 0371-55550123。",
                "自动答复: 来稿收到",
                X_Auto_Response_Suppress="All",
            ),
            none("auto-reply"),
        ),
        "kind-bounce-dsn": (
            mail(dsn, "Undelivered Mail Returned to Sender", ("Mail Delivery System", "MAILER-DAEMON@mx-demo.example")),
            none("bounce"),
        ),
        "kind-bounce-qq": (
            mail(
                "抱歉，您的邮件被退回来了……\n\n收件人邮箱地址不存在，邮件无法送达。",
                "系统退信/Systems bounce",
                ("PostMaster", "postmaster@qq-demo.example"),
            ),
            none("bounce"),
        ),
        "kind-bounce-163": (
            raw(
                f"From: Postmaster@163-demo.example\nSubject: 系统退信\nReturn-Path: <>\n{ADDRESS}",
                "很抱歉，您的邮件无法投递到以下地址：nobody@qhzy-demo.example\n退信原因：用户不存在",
            ),
            none("bounce"),
        ),
        "kind-list": (
            mail(
                "本周高校新闻写作交流内容如下。",
                "[新闻写作] 第 31 期",
                ("新闻写作", "news@list-demo.example"),
                List_Id="<news.list-demo.example>",
                List_Unsubscribe="<mailto:x@list-demo.example>",
            ),
            none("list"),
        ),
        "kind-newsletter": (
            mail(
                "双十一大促进行中，全场五折起，点击查看更多优惠。退订请点击这里。",
                "【优惠】全场五折",
                ("商城", "promo@shop-demo.example"),
                List_Unsubscribe="<https://shop-demo.example/u>",
                Precedence="bulk",
            ),
            none("list"),
        ),
        "kind-spam-invoice": (
            mail(
                "您好，我公司可代开各地增值税发票，税点优惠，验证后付款。联系电话 13800000000 张经理，微信同号。",
                "财务请查收",
            ),
            none("spam"),
        ),
        "kind-spam-paper-mill": (
            mail("核心期刊、普刊论文代写代发，包录用，加急见刊，需要的老师加QQ 10000。", "职称论文发表"),
            none("spam"),
        ),
        "kind-spam-training-ad": (
            mail(
                "诚邀贵单位参加“新媒体运营高级研修班”，培训费3980元/人，含资料、证书，报名请回执。联系人：李老师 13900000000。",
                "研修班邀请函",
                ("培训中心", "px@px-demo.example"),
            ),
            {"kind": ["spam", "submission"]},
        ),
        "kind-empty": (mail("", ""), none("empty")),
        "kind-empty-signature-only": (mail("\n\n\n发自我的iPhone", ""), none("empty")),
        "kind-reply-thanks": (
            mail("收到，谢谢老师！", "回复：来稿收到：运动会", In_Reply_To="<receipt-12@huaxia-demo.example>"),
            none("reply"),
        ),
        "kind-reply-with-quote": (
            mail(
                '好的，照片今天下午补发。\n\n------------------ 原始邮件 ------------------\n发件人: "投稿邮箱" <tougao@huaxia-demo.example>;\n'
                '发送时间: 2026年11月18日(星期三) 上午10:12\n收件人: "林晓禾" <lin@qhzy-demo.example>;\n主题: 来稿收到：运动会\n\n'
                f"您好，您的来稿已收到。{SPORT.text}",
                "回复：来稿收到：运动会",
            ),
            none("reply"),
        ),
        "kind-reply-that-brings-the-article": (
            mail(
                f"老师，改好了，请看：\n\n{SPORT.title}\n\n{SPORT.text}\n\n发自我的iPhone\n\n在 2026年11月18日，上午10:12，投稿邮箱 <tougao@huaxia-demo.example> 写道：\n\n> 您好，请把标题改短。\n> 谢谢。",
                "回复：稿件修改",
            ),
            expect(of(SPORT)),
        ),
        "kind-question": (
            mail("老师您好，请问贵网投稿需要什么格式？照片要单独发附件吗？谢谢！", "咨询"),
            {"kind": "submission", "warnings": ["No text of an article"]},
        ),
        "kind-article-about-auto-reply": (
            mail(
                "清河小学上线“自动回复”家校平台\n\n11月3日，清河小学家校沟通平台新增自动回复功能，家长留言后可立即收到班级作息安排。该平台运行一周来，共答复家长提问四百余条。\n\n校长陶然说，自动回复不能代替老师，但能让家长少等一会儿。",
                "清河小学上线“自动回复”家校平台",
            ),
            {"kind": "submission", "articles": [{"title": "清河小学上线“自动回复”家校平台"}]},
        ),
        "kind-article-about-invoices": (
            mail(
                "南湖技师学院开展财税普法进校园活动\n\n11月5日，南湖技师学院邀请税务局干部走进课堂，讲解发票知识。讲座提醒学生，网上所谓“代开发票”均属违法行为，遇到此类信息应及时举报。\n\n活动中，同学们还分组查验了三十余张发票的真伪。（秦朗）",
                "财税普法进校园",
            ),
            {"kind": "submission", "articles": [{"byline": "秦朗"}]},
        ),
        "kind-precedence-bulk-school": (
            mail(
                f"{VISIT.title}\n\n{VISIT.text}\n（南湖技师学院供稿）",
                VISIT.title,
                ("南湖技师学院", "xcb@nhjs-demo.example"),
                Precedence="bulk",
            ),
            expect(of(VISIT, credit="南湖技师学院")),
        ),
        "kind-test-mail": (mail("测试", "测试"), none("empty")),
        "kind-reading-with-receipt-request": (
            mail(
                f"{READING.title}\n\n{READING.text}", "读书节稿件", Disposition_Notification_To="zr@qhxx-demo.example"
            ),
            expect(of(READING)),
        ),
    }
