"""Any bytes as a mail: nothing may raise, and nothing that runs, loads or lies about its order may come out.

    make fuzz                         # five minutes
    make fuzz SECONDS=3600
    .venv/bin/python fuzz/mails.py var/fuzz -max_total_time=60

atheris (libFuzzer) starts from every mail of demo/mails and tests/mails and steers by coverage of our own modules. What
breaks is kept as var/fuzz/crash-…; `tougao inspect` shows what it is.
"""

import sys
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[1]

with atheris.instrument_imports(include=["tougao.core"]):
    from tougao.core.drafting import read
    from tougao.core.inspection import as_json
    from tougao.core.markup import clean
    from tougao.core.site import Category, Site

SITE = Site(name="华夏教育网", url="https://news.example.cn", categories=(Category("news", "教育新闻", "", ("教育",)),))
NEVER = ("<script", "<iframe", "<object", "<embed", "<svg", "<style", "<form", "<meta", "<base", "<link")
UNSEEN = frozenset("\u200b\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\x00\x1b")


def one_mail(data: bytes) -> None:
    told = as_json(read(data, SITE))
    for article in told["articles"]:
        html = article["html"]
        if clean(html) != html:
            raise AssertionError(f"not our small HTML: {html[:300]!r}")
        if any(tag in html.lower() for tag in NEVER):
            raise AssertionError(f"unsafe: {html[:300]!r}")
        if UNSEEN & set(html + article["title"] + article["byline"]):
            raise AssertionError("a character that nobody sees came through")


def main() -> None:
    corpus = ROOT / "var" / "fuzz"
    corpus.mkdir(parents=True, exist_ok=True)
    seeds = [str(ROOT / "demo" / "mails"), str(ROOT / "tests" / "mails")]
    given = sys.argv[1:] or ["-max_total_time=300"]
    folders = [each for each in given if not each.startswith("-")] or [str(corpus)]
    options = [each for each in given if each.startswith("-")]
    atheris.Setup(
        [
            sys.argv[0],
            *folders,
            *seeds,
            f"-artifact_prefix={corpus}/",
            "-max_len=300000",
            "-timeout=60",
            "-rss_limit_mb=3000",
            *options,
        ],
        one_mail,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
