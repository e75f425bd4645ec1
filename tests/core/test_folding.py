"""Templates of a site, with what is the same on all pages written into them, print what they printed without it."""

import sys
from dataclasses import replace
from gettext import NullTranslations
from itertools import product

import jinja2
import pytest

from tougao.core.pages import environment, folding
from tougao.core.site import Category, Site

SITE = Site("华夏 & 教育", "https://news.example.cn", categories=(Category("news", "新闻"),), icp="豫ICP备1号")
TEMPLATES = (
    "{{ site.name }}|{{ site.url }}/x|{{ site.icp or site.police }}|{{ site.police or word }}",
    "{% if site.icp %}有{% else %}无{% endif %}{% if site.police %}有{% endif %}",
    "{% if site.police %}一{% elif word %}二{{ word }}{% elif site.icp %}三{% else %}四{% endif %}",
    "{% if site.police %}一{% elif site.icp %}二{% elif word %}三{% endif %}",
    "{% if site.icp and word == '词' %}是{% endif %}{% if not site.police %}否{% endif %}{% if site.police and word %}错{% endif %}",
    "{{ _('Author') }}{{ _(': ') }}{{ word }}{% set name = _('Source') %}{{ name }}",
    "{{ _('More from %(name)s', name=word) }}{{ ngettext('about %(num)d minute', 'about %(num)d minutes', 3) }}",
    "{% for each in site.categories %}{{ list_url(each.slug) }}{{ list_url('', 2, edition='wap') }}{% endfor %}",
    "{% for each in (1, 2) %}{% if site.icp %}{{ each }}{{ site.name }}{% if loop.last %}。{% endif %}{% endif %}{% endfor %}",
    "{% macro said(words) %}{{ words }}{{ site.name }}{% endmacro %}{{ said(word) }}{{ article_url(7) }}",
    "{{ site.categories[0].name }}{{ site.category('news').name }}{{ 'a' if site.police else 'b' }}",
    "{% for each in [site.category('news')] %}{{ each.name }}{% endfor %}{{ site.category('none') or word }}",
    "{% for site in ({'name': word},) %}{{ site.name }}{% endfor %}",
    "{% macro list_url(slug) %}own {{ slug }}{% endmacro %}{{ list_url('news') }}{{ feed_url('news', form='rss') }}",
    "{% from 'parts' import below_slug, turn as article_url %}{{ below_slug(3) }}{{ article_url(word) }}{{ page_of(n=4) if none }}",
    "{{ once('footer') }}{{ word }}{% include 'footer' %}",
)
PLAIN = {str(number): source for number, source in enumerate(TEMPLATES)} | {
    "footer": "<p>{{ site.name }}</p>",
    "parts": "{% macro below_slug(a) %}{{ a }}下{% endmacro %}{% macro turn(a) %}{{ a }}转{% endmacro %}",
}


class Unfolded(folding.SiteEnvironment):
    """Jinja as it is."""

    def _generate(self, *given, **options):
        return jinja2.Environment._generate(self, *given, **options)


def made(site, kind, monkeypatch):
    monkeypatch.setattr(sys.modules[environment.__module__], "SiteEnvironment", kind)
    return environment(jinja2.DictLoader(PLAIN), NullTranslations(), site)


@pytest.mark.parametrize("name", [*map(str, range(len(TEMPLATES)))])
def test_a_template_prints_what_jinja_alone_prints(name, monkeypatch):
    for icp, police, word in product(("", "豫ICP备1号"), ("", "豫公网安备<2>号"), ("", "词", "<b>")):
        site = replace(SITE, icp=icp, police=police)
        folded, plain = (made(site, kind, monkeypatch) for kind in (folding.SiteEnvironment, Unfolded))
        assert folded.get_template(name).render(word=word) == plain.get_template(name).render(word=word)


def test_conditions_of_the_site_alone_are_decided_when_a_template_is_compiled(monkeypatch):
    folded = made(SITE, folding.SiteEnvironment, monkeypatch)
    code = folded.compile(
        "{% if site.icp %}{{ site.name }}：{{ _('Author') }}{% else %}{{ word }}{% endif %}", raw=True
    )
    assert "华夏 &amp; 教育：Author" in code
    assert "word" not in code


def test_a_site_s_own_templates_are_read_once_and_an_unknown_word_is_still_a_mistake(monkeypatch):
    folded = made(SITE, folding.SiteEnvironment, monkeypatch)
    assert folded.get_template("0") is folded.get_template("0")
    with pytest.raises(jinja2.UndefinedError):
        folded.from_string("{{ site.nothing }}").render()
    with pytest.raises(jinja2.UndefinedError):
        folded.from_string("{% if site.icp %}{{ nothing }}{% endif %}").render()
    with pytest.raises(TypeError):
        folded.from_string("{{ article_url(1, 2, 3) }}").render()


def test_a_word_may_hold_a_percent_sign_and_markup_only_where_it_has_values(monkeypatch):
    folded = made(SITE, folding.SiteEnvironment, monkeypatch)
    page = folded.from_string("{{ _('50% off & <b>') }}|{{ _(word) }}|{{ _('<b>%(who)s</b>', who=word) }}")
    assert page.render(word="<i> 100%") == "50% off &amp; &lt;b&gt;|&lt;i&gt; 100%|<b>&lt;i&gt; 100%</b>"
