"""Characters that no XML can hold, or that lie about the order of letters, in any text of any row and of the site: the run goes on,
every file is well-formed and holds none of them, and what else was there is printed."""

import json
import re
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import lxml.etree
import pytest
from django.db.models import CharField, TextField

from tests.press.conftest import tree
from tougao.archive import decisions, messages, print_orders
from tougao.archive.models import ArticleRecord, CorrectionRecord, MessageRecord, SupplierRecord
from tougao.core.characters import FORBIDDEN
from tougao.core.cleaned import cleaned
from tougao.core.fixed_pages import fixed_page
from tougao.core.messages import Deed, Typed
from tougao.core.site import Category, Link
from tougao.core.workflow import Action

pytestmark = pytest.mark.django_db
POISON = "\x00\x01\x08\x0b\x0c\x1b\x7f\x9f\ufffe\uffff\u202e\u2066\ufeff\U0002fffe"
BY_NUMBER = "&#0;&#11;&#x1f;&#x202e;&#xFFFE;"
ADDRESSES = ("entry_id", "category")
COLUMNS = {
    record: [
        field.name
        for field in record._meta.concrete_fields
        if isinstance(field, CharField | TextField) and field.name not in (*ADDRESSES, "slug", "digest", "token", "edition", "standing")
    ]
    for record in (ArticleRecord, SupplierRecord, CorrectionRecord, MessageRecord)
}  # fmt: skip
XML = {".xml", ".rss", ".atom", ".opml"}


def poisoned(text: str) -> str:
    return f"毒{POISON}药{POISON}{text}"


def wrong(folder: Path) -> list[str]:
    """What is not well-formed, or holds what nobody should get."""
    out = []
    for path, data in tree(folder).items():
        kind = Path(path).suffix
        if kind not in XML | {".html", ".json"}:
            continue
        text = data.decode()
        out += [f"{path} holds {found!r}" for found in FORBIDDEN.findall(text)]
        if kind in XML or path.startswith("wap/"):
            try:
                lxml.etree.fromstring(data, lxml.etree.XMLParser(load_dtd=False, no_network=True))
            except lxml.etree.XMLSyntaxError as trouble:
                out.append(f"{path}: {trouble}")
        if kind == ".json":
            told = json.dumps(json.loads(text), ensure_ascii=False)
            out += [f"{path} holds {found!r}" for found in FORBIDDEN.findall(told)]
    return out


@pytest.fixture
def full(press, publish, noon, site):
    """A site with one of everything that rows tell, printed; then rows are poisoned."""
    board = replace(press, site=replace(site, guestbook=replace(site.guestbook, on=True, comments=True)))
    first = publish(credit="青禾师范学院", summary="摘要。")
    publish(credit="青禾师范学院")
    decisions.decide(publish().pk, Action.WITHDRAW, None, noon, site, reason="误发")
    decisions.decide(first.pk, Action.PIN, None, noon, site)
    decisions.decide(first.pk, Action.CORRECT, None, noon, site, note="此前有误。")
    for number in (None, 1):
        row = messages.receive(Typed("读者", f"一条留言{number}。"), number, f"t{number}", True, "mobile", noon)
        messages.decide([row.pk], Deed.SHOW, None, noon)
        messages.decide([row.pk], Deed.ANSWER, None, noon, "答复。")
    board.print_ordered(noon)
    assert wrong(board.folder) == []
    return board


@pytest.mark.parametrize(
    ("record", "column"), [(record, column) for record, names in COLUMNS.items() for column in names]
)
def test_no_text_of_any_row_ends_a_run_or_breaks_a_file(full, noon, record, column):
    rows = list(record.objects.all())
    for row in rows:
        old = getattr(row, column)
        new = f"<p>{poisoned(BY_NUMBER)}</p>{old}" if column == "html" else poisoned(old)[:300]
        record.objects.filter(pk=row.pk).update(**{column: new})
    assert rows
    print_orders.order_everything(noon)
    full.print_ordered(noon)
    assert wrong(full.folder) == []
    shown = "".join(data.decode() for path, data in tree(full.folder).items() if path.endswith((".html", ".atom")))
    assert re.search(r"毒(?:\s|</?(?:br|p)/?>)*药", shown)


def every_text_poisoned(value, name=""):
    """The same value with poison in each of its texts, but for addresses and what programs read."""
    if isinstance(value, str):
        read_by_programs = {
            "url",
            "slug",
            "language",
            "time_zone",
            "authority",
            "minted",
            "submissions_address",
            "address_shown",
            "html",
            "source",
        }
        return value if name in read_by_programs or not value else poisoned(value)
    if isinstance(value, tuple):
        return tuple(every_text_poisoned(each, name) for each in value)
    if is_dataclass(value) and type(value).__name__ != "Reviews":
        kept = {"FixedPage": ("name",)}.get(type(value).__name__, ())
        told = {each.name: getattr(value, each.name) for each in fields(value) if each.name not in kept}
        return replace(value, **{name: every_text_poisoned(each, name) for name, each in told.items()})
    return value


def test_no_text_of_the_site_ends_a_run_or_breaks_a_file(full, site, noon):
    whole = replace(
        full.site,
        copyright="版权所有", icp="京ICP备1号", police="京公网安备1号",
        categories=(*site.categories, Category("more", "更多", "说明", ("词",))),
        friends=(Link("友站", "https://friend.example/"),), footer=(Link("关于", "/p/about.html"),),
        pages=(fixed_page("about", "# 关于我们\n\n正文。"),),
    )  # fmt: skip
    bad = every_text_poisoned(whole)
    assert FORBIDDEN.search(bad.name + bad.categories[0].name + bad.friends[0].title)
    replace(full, site=cleaned(bad)).print_ordered(noon)
    assert wrong(full.folder) == []
    assert re.search(r"毒\s*药\s*华夏教育网", (full.folder / "news-sitemap.xml").read_text())
    assert cleaned(site) is site


def test_an_id_that_no_feed_can_hold_ends_no_run_when_its_article_is_withdrawn(full, publish, noon, site):
    gone = publish()
    ArticleRecord.objects.filter(draft=gone).update(entry_id="tag:\x0b:4")
    decisions.decide(gone.pk, Action.WITHDRAW, None, noon, site, reason="误发")
    full.print_ordered(noon)
    assert wrong(full.folder) == []
    assert (full.folder / "feed.atom").read_text().count("deleted-entry") == 1


def test_what_an_editor_saves_is_cleaned_in_every_field(new_draft, noon):
    draft = new_draft()
    names = decisions.DraftFields.__dataclass_fields__
    given = {name: poisoned("\ud800\udfff春") for name in names} | {"html": f"<p>{poisoned(BY_NUMBER)}春</p>"}
    draft = decisions.save(draft.pk, draft.version, None, noon, decisions.DraftFields(**given))
    draft.refresh_from_db()
    for name in names:
        assert not FORBIDDEN.search(getattr(draft, name)), name
        assert "春" in getattr(draft, name)
