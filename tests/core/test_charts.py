"""Charts: well-formed, told in words, to scale; a stranger's words in them stay words."""

import lxml.etree
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tougao.core.charts import BOTTOM, HEIGHT, TOP, WIDTH, Chart, Series, bars, ceiling, lines

SVG = "{http://www.w3.org/2000/svg}"


def chart(*series: Series, labels=("九月", "十月")) -> Chart:
    return Chart("收到的来信", "共 9 封", labels, series, "封")


def drawn(svg: str) -> lxml.etree._Element:
    return lxml.etree.fromstring(svg.encode())


def test_a_chart_is_a_picture_with_a_name_and_a_description():
    root = drawn(bars(chart(Series("来稿", (3, 6)))))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "收到的来信"
    assert root.findtext(f"{SVG}desc") == "共 9 封"


def test_bars_are_to_scale_and_stand_on_one_another():
    root = drawn(bars(chart(Series("来稿", (4, 2)), Series("回信", (4, 0)))))
    found = [rect for rect in root.iter(f"{SVG}rect") if rect.find(f"{SVG}title") is not None]
    heights = [float(rect.get("height")) for rect in found]
    assert [rect.findtext(f"{SVG}title") for rect in found] == [
        "九月 · 来稿 · 4 封",
        "九月 · 回信 · 4 封",
        "十月 · 来稿 · 2 封",
    ]
    assert heights[0] == pytest.approx(heights[1], abs=0.2)
    assert heights[0] == pytest.approx(2 * heights[2], abs=0.2)
    assert heights[0] + heights[1] == pytest.approx(HEIGHT - TOP - BOTTOM, abs=0.3)
    assert float(found[1].get("y")) + heights[1] == pytest.approx(float(found[0].get("y")), abs=0.2)


def test_a_line_has_a_gap_where_there_is_no_figure():
    root = drawn(lines(chart(Series("中位数", (1.0, None, 2.5, 3.0)), labels=("一", "二", "三", "四"))))
    (path,) = root.iter(f"{SVG}path")
    assert (path.get("d").count("M"), path.get("d").count("L")) == (2, 1)
    assert len(list(root.iter(f"{SVG}circle"))) == 3


@pytest.mark.parametrize("draw", [bars, lines])
def test_nothing_makes_an_empty_chart(draw):
    root = drawn(draw(chart(labels=())))
    assert not list(root.iter(f"{SVG}circle", f"{SVG}path"))
    assert drawn(draw(chart(Series("来稿", (None, None))))).get("role") == "img"


@pytest.mark.parametrize("draw", [bars, lines])
def test_words_of_strangers_are_words(draw):
    evil = '</svg><script>alert(1)</script>"&'
    root = drawn(draw(Chart(evil, evil, (evil,), (Series(evil, (1,)),), evil)))
    assert not list(root.iter(f"{SVG}script", "script"))


def test_no_style_stands_in_a_chart_that_the_policy_would_refuse():
    assert "style" not in bars(chart(Series("来稿", (3, 6))))


@given(st.floats(0, 1e9, allow_nan=False))
def test_an_axis_holds_what_it_shows_and_is_not_much_longer(most):
    top = ceiling(most)
    assert top >= most * 0.999999
    assert top <= max(4, most * 2.6)


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e6)), max_size=60))
def test_whatever_the_figures_the_chart_stays_in_its_frame(values):
    labels = tuple(map(str, range(len(values))))
    for draw in (bars, lines):
        root = drawn(draw(chart(Series("甲", tuple(values)), labels=labels)))
        for each in root.iter(f"{SVG}rect", f"{SVG}circle"):
            x, y = float(each.get("x") or each.get("cx")), float(each.get("y") or each.get("cy"))
            assert 0 <= x <= WIDTH
            assert 0 <= y <= HEIGHT + 40
