"""The jinja2 environment of the readers' pages."""

from datetime import datetime
from functools import lru_cache
from gettext import NullTranslations

import jinja2
from markupsafe import Markup, escape

from tougao.core import layout, typography
from tougao.core.article import Article, Reference, credit_line
from tougao.core.messages import paragraphs
from tougao.core.pages.body import first_picture, lead_picture, shared_picture
from tougao.core.pages.folding import SiteEnvironment
from tougao.core.reads import LEAST_SHOWN, Ranked
from tougao.core.site import Site


def environment(loader: jinja2.BaseLoader, translations: NullTranslations, site: Site) -> SiteEnvironment:
    """For the pages of one site. `loader` finds its templates before ours; `translations` speak its language."""
    zone = site.zone
    made = SiteEnvironment(
        site,
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,  # who compiles (press.run) looks whether a template has changed
    )
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    made.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]

    def day(moment: datetime) -> str:
        local = moment.astimezone(zone)
        return translations.gettext("{year}-{month}-{day}").format(year=local.year, month=local.month, day=local.day)

    def short_day(moment: datetime) -> str:
        return f"{moment.astimezone(zone):%Y-%m-%d}"

    def short_hour(moment: datetime, latest: datetime) -> str:
        """A moment as it reads beside the latest one of its page: its hour on the same day, else its day."""
        local, beside = moment.astimezone(zone), latest.astimezone(zone)
        if local.date() == beside.date():
            return f"{local:%H:%M}"
        return f"{local:%m-%d}" if local.year == beside.year else f"{local:%Y-%m-%d}"

    def hour(moment: datetime) -> str:
        return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"

    @lru_cache(maxsize=256)  # a page says the same moment four times
    def machine_time(moment: datetime) -> str:
        return moment.astimezone(zone).replace(microsecond=0).isoformat()

    def words(message: str, **values: object) -> Markup:
        """Like Jinja's own: with values, a translation may hold markup, and they are escaped in it."""
        told = translations.gettext(message)
        return Markup(told) % values if values else escape(told)  # noqa: S704

    def counted(one: str, many: str, num: int, **values: object) -> Markup:
        return Markup(translations.ngettext(one, many, num)) % ({"num": num} | values)  # noqa: S704

    made.filters.update(
        day=day,
        short_day=short_day,
        short_hour=short_hour,
        hour=hour,
        machine_time=machine_time,
        breakable=typography.breakable,
        numbered=typography.numbered,
        clipped=typography.clipped,
        parted=typography.kicker_and_headline,
        credit_line=credit_line,
        paragraphs=paragraphs,
        in_wap=layout.in_wap,
    )
    made.offer(
        article_url=lambda article, edition="mobile": layout.address(
            layout.article_path(_number(article), layout.Edition(edition))
        ),
        list_url=lambda slug, page=0, edition="mobile": layout.address(
            layout.list_path(layout.ListPage(slug, page), layout.Edition(edition))
        ),
        feed_url=lambda slug, form: "/" + layout.feed_path(layout.ListPage(slug), form),
        below_slug=layout.below_slug,
        page_of=layout.page_of,
        thumbnail=first_picture,
        shared_picture=shared_picture,
        lead_picture=lead_picture,
        _=words,
        ngettext=counted,
    )
    made.globals.update(LEAST_READS=LEAST_SHOWN, HOT="/" + layout.HOT_FOLDER, SUPPLIERS=layout.SUPPLIERS)
    return made


def _number(article: Article | Reference | Ranked | int) -> int:
    return article if isinstance(article, int) else article.number
