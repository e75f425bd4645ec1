"""Print a site that has one of everything: the demo mails, and articles that are hard to print.

python -m tests.proof.building VAR      prints into VAR/site, packed twins beside the texts
"""

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
URL = "https://news.example.cn"
HUB = "https://hub.example.cn/"
FILLERS = 50
SENTENCE = "十一月二十日，青禾师范学院的师生在东校区体育场举行了春季运动会，来自二十三个学院的运动员参加了比赛。"


def article(title: str, *blocks: str, **fields: str) -> dict[str, str]:
    return {"title": title, "html": "\n".join(blocks), "category": "campus", "byline": "林晓禾"} | fields


def paragraphs(count: int, sentences: int = 3) -> str:
    return "\n".join(f"<p>第{number}段。{SENTENCE * sentences}</p>" for number in range(1, count + 1))


def table(rows: int, columns: int, words: str = "项目", head: bool = True) -> str:
    first = f"<thead><tr>{''.join(f'<th>{words}{n}</th>' for n in range(columns))}</tr></thead>" if head else ""
    body = "".join(f"<tr>{''.join(f'<td>{words}{row}·{n}</td>' for n in range(columns))}</tr>" for row in range(rows))
    return f"<table>{first}<tbody>{body}</tbody></table>"


def figure(picture: Any, caption: str = "") -> str:
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return (
        f'<figure><img src="{picture.reference}" alt="{caption}" width="{picture.width}" height="{picture.height}">'
        f"{below}</figure>"
    )


def hard_to_print(pictures: list[Any]) -> Iterator[dict[str, str]]:
    """What contributors send and editors let through, one difficulty an article."""
    wide, narrow, drawn, tiny = pictures
    yield article("短讯", "<p>一句话新闻。</p>")
    yield article(
        "长篇通讯：一座校园的四季", *(f"<h2>{mark}、第{mark}季</h2>\n{paragraphs(12)}" for mark in "一二三四")
    )
    yield article("一段到底的来稿", f"<p>{SENTENCE * 90}</p>", "<p>完。</p>")
    yield article("没有句号的来稿", f"<p>{'春江潮水连海平海上明月共潮生' * 300}</p>")
    yield article("全是黑体的来稿", "<p>" + "".join(f"<b>{SENTENCE}</b>" for _ in range(90)) + "</p>")
    yield article("获奖名单公示", table(120, 4, "青禾师范学院获奖者"), "<p>以上名单公示五天。</p>")
    yield article("宽表格", table(4, 14, "很宽的一列"), "<p>表中数字为估计数。</p>")
    yield article(
        "参差不齐的表格",
        '<table><tbody><tr><td colspan="3">合并</td></tr><tr><td>一</td><td>二</td></tr><tr><td rowspan="9">跨行</td></tr>'
        "<tr><td>一</td><td>二</td><td>三</td><td>四</td></tr><tr></tr></tbody></table>",
        '<table><tbody><tr><td rowspan="2">甲</td><td>乙</td></tr><tr><td colspan="2">丙</td><td>丁</td></tr></tbody></table>',
        "<table><tbody><tr><th></th><th>上午</th></tr><tr><td>周一</td><td></td></tr></tbody></table>",
        "<table><tbody></tbody></table><table></table>",
        "<table><tbody><tr><td><table><tbody><tr><td>里层</td></tr></tbody></table></td><td>外层</td></tr></tbody></table>",
    )
    yield article(
        "小标题的次序",
        "<h3>（一）先有三级标题</h3>", paragraphs(1), "<h2>一、后有二级标题</h2>", "<h2></h2>", "<h3> </h3>", paragraphs(1),
        "<h2>二、<b>标题里有黑体</b>和<a href='https://example.cn/'>链接</a></h2>", "<h3>（一）三级</h3>", paragraphs(1),
        "<h2>末尾的标题</h2>",
    )  # fmt: skip
    yield article("只有小标题", "<h2>一、标题而已</h2>")
    yield article(
        "清单和引文",
        "<ul><li>第一项<ul><li>里层一</li><li>里层二</li></ul></li><li><b>第二项</b></li></ul>",
        "<ol><li>甲</li><li>乙</li></ol><ul></ul><ol></ol>",
        "<blockquote><p>引文一。</p><p>引文二。</p></blockquote><blockquote>没有段落的引文</blockquote><blockquote></blockquote>",
        "<ul>" + "".join(f"<li>名单第{n}人，{SENTENCE}</li>" for n in range(120)) + "</ul>",
        "<blockquote>" + "".join(f"<p>{SENTENCE}</p>" for _ in range(120)) + "</blockquote>",
    )
    yield article(
        "来稿里的链接",
        '<p><a href="https://example.cn/a b">空格</a> <a href="https://example.cn/?q=一|二&amp;x=[1]">竖线</a> '
        '<a href="http://例子.测试/路径?题目=春">中文</a> <a href="https://example.cn/%zz">百分号</a> '
        '<a href="mailto:a@b.cn?subject=投稿 一">信箱</a> <a href="https://[bad">方括号</a> '
        '<a href="http://user:pass@example.cn:99999/">端口</a> <a href="https://">空</a> '
        '<a href="https://example.cn/&quot;&lt;&gt;`{}^\\">怪字符</a> <a>没有地址</a> <a href="mailto:">无人</a></p>',
        "<p>H<sub>2</sub>O 与 E=mc<sup>2</sup>，<i>斜体</i><br>换行<br><br>再换行 &amp; 和号 &lt;尖括号&gt; ]]&gt;</p>",
    )
    yield article("四张图片", "<p>一图胜千言。</p>", figure(wide, "东校区体育场全景"), figure(narrow), paragraphs(1),
                  figure(drawn, "示意图 &amp; 说明"), figure(tiny, "校徽"), figure(wide, "再看一次"))  # fmt: skip
    yield article("只有图片", figure(narrow, "一张照片"))
    yield article("图片在引文和段落里", f"<blockquote><p>看图：</p>{figure(narrow, '引文里的图')}</blockquote>",
                  f'<p>段落里的图 <img src="{narrow.reference}" alt="" width="{narrow.width}" height="{narrow.height}"> 后面还有字。</p>',
                  f'<p><img src="{tiny.reference}" alt="没有尺寸"></p>',
                  f'<table><tbody><tr><td>{figure(tiny, "格子里的图")}</td><td>字</td></tr></tbody></table>')  # fmt: skip
    yield article(
        "标题里有<b>标记</b>、&amp;和\"引号\"以及'单引号'与]]>", "<p>正文。</p>", source="甲&乙<丙>", byline="A<b>&C"
    )
    yield article(
        "超长标题" + "青禾师范学院春季运动会" * 26, "<p>正文。</p>", source="超长来源" * 40, credit="超长供稿" * 40
    )
    yield article(
        "𠀀𠮷野家：😀👨‍👩‍👧‍👦 扩展区汉字与表情",
        "<p>𠮷野家，😀。e\u0301 与 é，㈱，ﬁ，\uf900，\ue0b7。</p>",
        byline="𠮷野 王一",
    )
    yield article("An English release about our lakeside school", "<p>" + "The school opened its doors. " * 40 + "</p>",
                  byline="Ann Lee, Bob Ray", source="Lakeside School", credit="Lakeside School")  # fmt: skip
    yield article("خبر من الجامعة: افتتاح المعرض", "<p>افتتح المعرض اليوم في الجامعة.</p>", byline="")
    yield article("没有作者和来源", "<p>正文。</p>", byline="", source="", credit="", summary="")
    yield article("三位作者", "<p>正文。</p>", byline="王一 李二 欧阳三", summary="摘要里有<b>标记</b>与 & 号。")


def fill(site: Any, media: Any, mails: Any) -> None:
    from demo.pictures import jpeg, png, scene
    from PIL import Image

    from tougao.archive import decisions, intake
    from tougao.archive.models import DraftRecord, SubmissionRecord
    from tougao.core import pictures
    from tougao.core.submission import Kind
    from tougao.core.workflow import Action

    for number, path in enumerate(sorted((ROOT / "demo" / "mails").glob("*.eml"))):
        kept = intake.keep(path.read_bytes(), NOON + timedelta(minutes=number), NOON, mails)
        intake.read(kept.submission_id, site, mails, media, NOON)
    shots = []
    for data, name in (
        (jpeg(scene("campus", 1600, 900)), "wide.jpg"),
        (jpeg(scene("library", 300, 400)), "narrow.jpg"),
        (png(Image.new("RGB", (800, 500), (10, 92, 72))), "drawn.png"),
        (jpeg(scene("track", 130, 130)), "tiny.jpg"),
    ):
        picture, content = pictures.published(data, name)
        media.keep(content, f".{picture.extension}")
        shots.append(picture)
    wanted = [*hard_to_print(shots)]
    slugs = ("news", "news", "campus")
    wanted += [
        article(f"第{n}届读书节开幕", paragraphs(2), category=slugs[n % 3], source=("青禾师范学院", site.name)[n % 2])
        for n in range(FILLERS)
    ]
    for number, fields in enumerate(wanted, 1):
        at = NOON + timedelta(hours=1)
        mail = SubmissionRecord.objects.create(
            digest=f"{number:064x}", size=1, received_at=at, kept_at=at, read_at=at, state=SubmissionRecord.State.READ,
            kind=Kind.SUBMISSION, sender_name="林晓禾", sender_address="lin@example.edu.cn", organisation="青禾师范学院",
            subject=fields["title"][:300], message_id=f"<{number}@example.edu.cn>",
        )  # fmt: skip
        draft = DraftRecord.objects.create(submission=mail, received_at=at, changed_at=at, title="x", source=site.name)
        save(draft, at, fields)
    moment = NOON + timedelta(hours=2)
    published = []
    for draft in DraftRecord.objects.exclude(html="").order_by("pk"):
        moment += timedelta(minutes=1)
        decisions.decide(draft.pk, Action.APPROVE, None, moment, site)
        published.append(draft)
    moment += timedelta(hours=1)
    for draft in (published[2], published[-1], published[-30]):
        decisions.decide(draft.pk, Action.WITHDRAW, None, moment, site, reason="作者要求")
    for draft in (published[-2], published[-3]):  # one comes back, at its old address
        decisions.decide(draft.pk, Action.WITHDRAW, None, moment, site, reason="误发")
    decisions.decide(published[-3].pk, Action.REOPEN, None, moment, site)
    decisions.decide(published[-3].pk, Action.APPROVE, None, moment + timedelta(hours=1), site)
    moved, mended, slipped = published[-5], published[-6], published[-9]
    save(moved, moment, {"category": "industry"})
    decisions.decide(moved.pk, Action.CORRECT, None, moment + timedelta(hours=1), site)
    save(mended, moment, {"html": "<p>改正后的正文。</p>", "title": "改正后的标题"})
    note = "开幕的日期应为<十一月二十日> & 不是十九日。"
    decisions.decide(mended.pk, Action.CORRECT, None, moment + timedelta(hours=2), site, note=note)
    save(mended, moment, {"title": "再次改正后的标题"})
    decisions.decide(mended.pk, Action.CORRECT, None, moment + timedelta(hours=3), site, note="标题有误。" * 30)
    save(slipped, moment, {"html": "<p>一个错字改好了。</p>"})
    decisions.decide(slipped.pk, Action.AMEND, None, moment + timedelta(hours=3), site)
    write(site, moment)
    for draft in published[4:6]:
        decisions.decide(draft.pk, Action.PIN, None, moment + timedelta(hours=3), site)


def write(site: Any, at: datetime) -> None:
    """What readers write: short and long, with and without a name, answered, taken back; in the guestbook and below articles."""
    from tougao.archive import messages
    from tougao.core.messages import Deed, typed

    texts = (
        "你们好！",
        '第一行\n第二行\n\n第二段 <b>不是黑体</b> & ]]> "引号"',
        SENTENCE * 18,
        "春江潮水连海平" * 140,
        "Hello & <goodbye>",
        "𠮷😀e\u0301",
    )
    for number in range(45):
        for article in (None, *([12] if number < 24 else [])):
            found = typed("林晓禾<b>" if number % 3 else "", f"{texts[number % len(texts)][:990]} {number}")
            row = messages.receive(found, article, f"{number}-{article}", bool(number % 2), "wap", at)
            messages.decide(
                [row.pk], Deed.ANSWER if number % 4 == 0 else Deed.SHOW, None, at, SENTENCE * (number % 5 + 1)
            )
            if number in (7, 30):
                messages.decide([row.pk], Deed.TAKE_BACK, None, at + timedelta(minutes=1))


def save(draft: Any, at: datetime, changes: dict[str, str]) -> None:
    """As the desk saves what an editor typed."""
    from tougao.archive import decisions

    draft.refresh_from_db()
    values = {name: getattr(draft, name) for name in decisions.DraftFields.__dataclass_fields__} | changes
    decisions.save(draft.pk, draft.version, None, at, decisions.DraftFields(**values))


def main() -> None:
    var = Path(sys.argv[1])
    (var / "config").mkdir(parents=True, exist_ok=True)
    text = (ROOT / "config" / "tougao.toml").read_text().replace("http://127.0.0.1:8000", URL)
    text = text.replace("comments = false", "comments = true")
    text = text.replace("[push]", f'[push]\nhub = "{HUB}"').replace(
        '# authority = ""', 'authority = "news.example.cn" # '
    )
    (var / "config" / "tougao.toml").write_text(text.replace('"../var"', '".."'))
    pages = var / "config" / "pages"
    if not pages.exists():
        pages.symlink_to(ROOT / "config" / "pages")
    os.environ["TOUGAO_CONFIG"] = str(var / "config" / "tougao.toml")
    from tougao.cli import setup

    setup.django(verbose=False)
    from django.conf import settings

    from tougao import jobs
    from tougao.archive.store import Store

    fill(settings.SITE, Store(settings.MEDIA_STORE), Store(settings.MAIL_STORE))
    run = jobs.press().print_ordered(NOON + timedelta(hours=8))
    print(run.written)


if __name__ == "__main__":
    main()
