"""The jinja2 environment of the readers' pages."""

import re
from collections.abc import Callable
from datetime import datetime
from gettext import NullTranslations
from zoneinfo import ZoneInfo

import jinja2
from jinja2.ext import Extension
from markupsafe import escape

from tougao.core import layout, typography
from tougao.core.article import Article, Reference, credit_line
from tougao.core.messages import paragraphs
from tougao.core.pages.body import first_picture

CONSTANT_WORDS = re.compile(r'\{\{\s*_\(\s*"((?:[^"\\\\]|\\\\.)*)"\s*\)\s*\}\}')


class _Spoken(Extension):
    """Words of the site's language written into a template when it is compiled: a site speaks one language."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        speak: Callable[[str], str] = self.environment.globals["speak"]  # type: ignore[assignment]
        return CONSTANT_WORDS.sub(lambda found: str(escape(speak(found[1]))), source)


def environment(loader: jinja2.BaseLoader, translations: NullTranslations, zone: ZoneInfo) -> jinja2.Environment:
    """`loader` finds the site's templates before ours; `translations` speak the site's language."""
    made = jinja2.Environment(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", _Spoken],
        auto_reload=False,  # who compiles (press.run) looks whether a template has changed
    )
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    made.globals["speak"] = translations.gettext
    made.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]

    def day(moment: datetime) -> str:
        local = moment.astimezone(zone)
        return translations.gettext("{year}-{month}-{day}").format(year=local.year, month=local.month, day=local.day)

    def short_day(moment: datetime) -> str:
        return f"{moment.astimezone(zone):%Y-%m-%d}"

    def hour(moment: datetime) -> str:
        return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"

    def machine_time(moment: datetime) -> str:
        return moment.astimezone(zone).replace(microsecond=0).isoformat()

    made.filters.update(
        day=day,
        short_day=short_day,
        hour=hour,
        machine_time=machine_time,
        breakable=typography.breakable,
        numbered=typography.numbered,
        parted=typography.kicker_and_headline,
        credit_line=credit_line,
        paragraphs=paragraphs,
        in_wap=layout.in_wap,
    )
    made.globals.update(
        article_url=lambda article, edition="mobile": layout.address(
            layout.article_path(_number(article), layout.Edition(edition))
        ),
        list_url=lambda slug, page=0, edition="mobile": layout.address(
            layout.list_path(layout.ListPage(slug, page), layout.Edition(edition))
        ),
        feed_url=lambda slug, form: "/" + layout.feed_path(layout.ListPage(slug), form),
        SUPPLIERS=layout.SUPPLIERS,
        below_slug=layout.below_slug,
        page_of=layout.page_of,
        thumbnail=first_picture,
    )
    return made


def _number(article: Article | Reference | int) -> int:
    return article if isinstance(article, int) else article.number
