"""The pages of one edition."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import jinja2
from markupsafe import Markup

from tougao.core import layout, typography
from tougao.core.accepted import accepted
from tougao.core.article import Article, Reference, Supplier, supplier_name
from tougao.core.layout import Edition, ListPage
from tougao.core.pages import body, front, structured
from tougao.core.pages.sheets import MAX_PAGE_BYTES, SMALLEST_BUDGET_BYTES, fits, sheets
from tougao.core.reads import Ranked, Span
from tougao.core.site import GUIDELINES, Category, FixedPage, Site

SUFFIX = {Edition.MOBILE: "html", Edition.WAP: "xhtml"}
SHEET_MARGIN_BYTES = 50  # for numbers with more digits, and the line ends between blocks


@dataclass(frozen=True)
class Printed:
    """A file of the site: its path under the published folder and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True)
class Listing:
    """A page of a list of articles, or of those who supply them. `older` and `newer` are permanent page numbers; `newer` 0
    is the front, None is no link."""

    page: ListPage
    title: str
    articles: tuple[Article, ...] = ()
    suppliers: tuple[Supplier, ...] = ()
    older: int | None = None
    newer: int | None = None
    description: str = ""


class Pages:
    """Prints one edition of one site, for one run; or, as a preview, what a run would print, without the counter of readers."""

    def __init__(self, site: Site, templates: jinja2.Environment, edition: Edition, is_preview: bool = False) -> None:
        self.site, self.templates, self.edition, self.is_preview = site, templates, edition, is_preview
        self._rows: dict[Article, Markup] = {}

    def article(self, article: Article, older: Reference | None, newer: Reference | None) -> tuple[Printed, ...]:
        """The page of an article; in the wap edition as many sheets as it takes."""
        category = self.site.category(article.place.slug)
        words = article.words
        shown = {
            "article": article,
            "older": older,
            "newer": newer,
            "category": category,
            "supplier": supplier_name(article.source, article.credit, self.site.own_names) if article.supplied else "",
            "language": article.language_in(self.site.language),
        }
        if self.edition is Edition.MOBILE:
            html, headings = body.mobile(article.html)
            minutes = typography.reading_minutes(words)
            path = layout.article_path(article.number)
            told = structured.news_article(self.site, article, category)
            return (self._printed(path, "article", body=html, headings=headings, minutes=minutes, told=told, **shown),)
        blocks = body.wap_blocks(article.html)
        return self.on_sheets(partial(layout.article_path, article.number, Edition.WAP), "article", blocks, shown)

    def on_sheets(
        self, path_of: Callable[[int], str], name: str, blocks: tuple[str, ...], shown: Mapping[str, object]
    ) -> tuple[Printed, ...]:
        """Blocks on as many sheets of the wap edition as they take."""

        def on_sheet(part: Sequence[str], sheet: int, count: int) -> Printed:
            return self._printed(path_of(sheet), name, body=body.joined(part), sheet=sheet, sheets=count, **shown)

        if (
            fits(blocks) and sum(len(block) for block in blocks) < MAX_PAGE_BYTES // 3
        ):  # most characters take three bytes
            whole = on_sheet(blocks, 1, 1)
            if len(whole.data) <= MAX_PAGE_BYTES:
                return (whole,)
        head, bare, tail = (len(on_sheet((), sheet, 99).data) for sheet in (1, 9, 99))
        budget = MAX_PAGE_BYTES - bare - SHEET_MARGIN_BYTES
        while True:
            parts = sheets(blocks, budget, head - bare, tail - bare)
            printed = tuple(on_sheet(part, number, len(parts)) for number, part in enumerate(parts, 1))
            if max(len(page.data) for page in printed) <= MAX_PAGE_BYTES or budget < SMALLEST_BUDGET_BYTES:
                return printed
            budget = budget * 3 // 4  # a single sheet has what else only the first and only the last have

    def home(
        self,
        newest: Sequence[Article],
        sections: Sequence[tuple[Category, Sequence[Article]]],
        hot: Sequence[Ranked] = (),
    ) -> Printed:
        """`hot` are the most-read of the week."""
        path = layout.home_path(self.edition)
        shown = [*newest, *(article for _, articles in sections for article in articles)]
        latest = max((article.published_at for article in shown), default=None)
        if self.edition is Edition.MOBILE:
            return self._printed(path, "home", newest=newest, sections=sections, hot=hot, latest=latest)
        for most in front.MEASURES:
            page = self._printed(
                path,
                "home",
                newest=newest[: most.newest],
                sections=[(category, articles[: most.section]) for category, articles in sections],
                hot=hot[: most.hot],
                categories=self.site.categories[: most.categories],
                friends=self.site.friends[: most.friends],
                has_foot=most.has_foot,
                latest=latest,
            )
            if len(page.data) <= MAX_PAGE_BYTES:
                break
        return page

    def hot(self, rankings: Mapping[Span, Sequence[Ranked]]) -> Printed:
        """热门文章: the most-read of a day and of a week; in the wap edition as many as fit."""
        path = layout.hot_path(self.edition)
        most = max(map(len, rankings.values()), default=0)
        while True:
            page = self._printed(path, "hot", rankings=[(str(span), ranks[:most]) for span, ranks in rankings.items()])
            if self.edition is Edition.MOBILE or len(page.data) <= MAX_PAGE_BYTES or not most:
                return page
            most -= 1

    def listing(self, listing: Listing) -> Printed:
        category = self.site.category(listing.page.slug)
        most = layout.per_page(listing.page.slug)
        if self.edition is Edition.WAP and max(len(listing.articles), len(listing.suppliers)) > most:
            older = (listing.older or 0) + 1  # what is cut off here stands on the page before
            listing = replace(
                listing, articles=listing.articles[:most], suppliers=listing.suppliers[:most], older=older
            )
        path = layout.list_path(listing.page, self.edition)
        rows = {"row": self._row} if self.edition is Edition.MOBILE else {}
        return self._printed(path, "list", listing=listing, category=category, **rows)

    def _row(self, article: Article) -> Markup:
        """Of a list, made once: an article stands in several lists."""
        if article not in self._rows:
            items = self.templates.get_template("mobile/items.html")
            self._rows[article] = items.module.item(article)  # type: ignore[attr-defined]
        return self._rows[article]

    def fixed(self, page: FixedPage) -> tuple[Printed, ...]:
        return self._fixed(page.name, "fixed", page.html, {"page": page})

    def guidelines(self) -> tuple[Printed, ...]:
        """投稿须知: the editors' own words, where they wrote any, and what the configuration makes true."""
        own = self.site.page(GUIDELINES)
        shown = {"page": own, "accepted": accepted(self.site.upload.unopened)}
        return self._fixed(GUIDELINES, "guidelines", own.html if own else "", shown)

    def _fixed(self, name: str, template: str, html: str, shown: Mapping[str, object]) -> tuple[Printed, ...]:
        html = self.site.shielded(html)
        if self.edition is Edition.MOBILE:
            return (self._printed(layout.fixed_path(name), template, body=body.mobile(html)[0], **shown),)
        path_of = partial(layout.fixed_path, name, Edition.WAP)
        return self.on_sheets(path_of, template, body.wap_blocks(html), shown)

    def site_map(self) -> tuple[Printed, ...]:
        """网站地图: every category, fixed page, feed and friendly link."""
        if self.edition is Edition.MOBILE:
            return (self._printed(layout.fixed_path("sitemap"), "sitemap"),)
        links = self.templates.get_template("wap/links.xhtml").render()
        blocks = tuple(line for line in links.split("\n") if line)
        return self.on_sheets(partial(layout.fixed_path, "sitemap", Edition.WAP), "sitemap", blocks, {})

    def feeds(self) -> Printed:
        """订阅: the address of every feed."""
        return self._printed(layout.fixed_path("feeds", self.edition), "feeds")

    def not_found(self) -> Printed:
        return self._printed(f"{self.edition.prefix}404.html", "404")

    def gone(self, article: Article) -> Printed:
        """The notice in a withdrawn article's place: its title and that it was withdrawn, nothing of its text."""
        category = self.site.category(article.place.slug)
        return self._printed(layout.gone_path(article.number, self.edition), "gone", article=article, category=category)

    def made(self, path: str, name: str, **values: object) -> Printed:
        """A page by the template of this name, at this path: a file, or what answers one reader."""
        return self._printed(path, name, **values)

    def _printed(self, path: str, name: str, **values: object) -> Printed:
        template = self.templates.get_template(f"{self.edition}/{name}.{SUFFIX[self.edition]}")
        text = template.render(
            edition=str(self.edition), path=layout.address(path), is_preview=self.is_preview, **values
        )
        return Printed(path, text.strip().encode("utf-8", "replace") + b"\n")
