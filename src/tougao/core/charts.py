"""Bar and line charts as SVG: drawn here, no script, told in words for those who do not see them.

Colours stand in the style sheet, as classes s0, s1, …; each series also has its name in the legend, and the page has a
table of the same figures.
"""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 480, 240
LEFT, RIGHT, TOP, BOTTOM = 44, 8, 10, 28  # around the plot
TICKS = 4
SHORTEST_AXIS = 0.4
LEGEND_ROW = 20
LETTER = 16  # units a full-width character takes; others take about half


@dataclass(frozen=True)
class Series:
    """`values` has one figure a label; None is no figure (a gap in a line)."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """`title` says what is shown, `summary` what there is to see; `unit` stands behind each figure. `marks` are the labels
    as they stand on the axis, where they must be short."""

    title: str
    summary: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    marks: tuple[str, ...] = ()


def bars(chart: Chart) -> str:
    """Bars, the series stacked in their order."""
    totals = [sum(each.values[place] or 0 for each in chart.series) for place in range(len(chart.labels))]
    return _drawn(chart, max(totals, default=0), _stacks)


def lines(chart: Chart) -> str:
    """A line a series, with a dot for each figure."""
    values = [value for each in chart.series for value in each.values if value is not None]
    return _drawn(chart, max(values, default=0), _paths)


def ceiling(most: float) -> float:
    """The end of an axis that holds `most` and is cut into whole or round steps.

    >>> ceiling(0), ceiling(7), ceiling(83), ceiling(0.3)
    (4, 8, 100, 0.4)
    """
    if most <= 0:
        return TICKS
    step = max(most, SHORTEST_AXIS) / TICKS
    power: float = 10.0 ** floor(log10(step))
    step = next(each * power for each in (1, 2, 2.5, 5, 10) if each * power >= step - 1e-9)
    return round(step * TICKS, 6) if most < TICKS else ceil(step) * TICKS


@dataclass(frozen=True)
class Scale:
    """From figures to places in the picture."""

    count: int
    top: float

    @property
    def slot(self) -> float:
        return (WIDTH - LEFT - RIGHT) / max(1, self.count)

    def x(self, place: float) -> float:
        return LEFT + place * self.slot

    def y(self, value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / self.top)


def _drawn(chart: Chart, most: float, draw: Callable[[Chart, Scale], list[str]]) -> str:
    scale = Scale(len(chart.labels), ceiling(most))
    legend, height = _legend(chart)
    parts = [
        f'<svg class="chart" role="img" viewBox="0 0 {WIDTH} {height}" xmlns="http://www.w3.org/2000/svg">',
        f"<title>{escape(chart.title)}</title><desc>{escape(chart.summary)}</desc>",
        *_axis(chart, scale),
        *draw(chart, scale),
        *legend,
        "</svg>",
    ]
    return "".join(parts)


def _axis(chart: Chart, scale: Scale) -> list[str]:
    out = []
    for tick in range(TICKS + 1):
        value = scale.top * tick / TICKS
        y = scale.y(value)
        out.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        out.append(f'<text class="tick" x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{_figure(value)}</text>')
    marks = chart.marks or chart.labels
    widest = max((_width(mark) for mark in marks), default=0.0) + LETTER
    every = max(1, ceil(widest / scale.slot))
    # Counted from the newest end: that one is always named.
    for place in range(len(marks) - 1, -1, -every):
        x = min(max(scale.x(place + 0.5), LEFT), WIDTH - (widest - LETTER) / 2)
        out.append(
            f'<text class="tick" x="{x:.1f}" y="{HEIGHT - 8}" text-anchor="middle">{escape(marks[place])}</text>'
        )
    return out


def _stacks(chart: Chart, scale: Scale) -> list[str]:
    width = scale.slot * 0.72
    out = []
    for place, label in enumerate(chart.labels):
        below = 0.0
        for number, each in enumerate(chart.series):
            value = each.values[place] or 0
            if value <= 0:
                continue
            y = scale.y(below + value)
            height = scale.y(below) - y
            x = scale.x(place) + (scale.slot - width) / 2
            out.append(
                f'<rect class="s{number}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}">'
                f"<title>{escape(_told(label, each.name, value, chart.unit))}</title></rect>"
            )
            below += value
    return out


def _paths(chart: Chart, scale: Scale) -> list[str]:
    out = []
    for number, each in enumerate(chart.series):
        path, is_open = "", False
        for place, value in enumerate(each.values):
            if value is None:
                is_open = False
                continue
            path += f"{'L' if is_open else 'M'}{scale.x(place + 0.5):.1f} {scale.y(value):.1f}"
            is_open = True
        if path:
            out.append(f'<path class="line s{number}" d="{path}"/>')
        out += [
            f'<circle class="s{number}" cx="{scale.x(place + 0.5):.1f}" cy="{scale.y(value):.1f}" r="3.5">'
            f"<title>{escape(_told(chart.labels[place], each.name, value, chart.unit))}</title></circle>"
            for place, value in enumerate(each.values)
            if value is not None
        ]
    return out


def _legend(chart: Chart) -> tuple[list[str], int]:
    """The names of the series below the plot, and the height of the whole."""
    out, x, y = [], LEFT, HEIGHT + 4
    for number, each in enumerate(chart.series):
        width = 26 + _width(each.name)
        if x > LEFT and x + width > WIDTH:
            x, y = LEFT, y + LEGEND_ROW
        out.append(f'<rect class="s{number}" x="{x}" y="{y}" width="11" height="11" rx="2"/>')
        out.append(f'<text class="tick" x="{x + 16}" y="{y + 10}">{escape(each.name)}</text>')
        x += int(width) + 8
    return out, y + LEGEND_ROW


def _width(words: str) -> float:
    return sum(LETTER if ord(letter) > 255 else LETTER * 0.58 for letter in words)


def _told(label: str, name: str, value: float, unit: str) -> str:
    return f"{label} · {name} · {_figure(value)}{unit and ' ' + unit}"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"
