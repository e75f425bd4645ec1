import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tougao import config
from tougao.archive import decisions
from tougao.archive.store import Store
from tougao.core.workflow import Action
from tougao.press.run import Press


@pytest.fixture
def press(site, tmp_path) -> Press:
    return Press(site, config.OWN_TEMPLATES, tmp_path / "site", Store(tmp_path / "media"))


@pytest.fixture
def publish(new_draft, noon, site) -> Callable[..., Any]:
    """`publish(title=…)` approves a new draft a minute after the last and gives it back."""
    count = iter(range(100_000))

    def make(**fields: Any) -> Any:
        number = next(count)
        draft = new_draft(**({"title": f"第{number + 1}篇：青禾师范学院新闻"} | fields))
        decisions.decide(draft.pk, Action.APPROVE, None, noon + timedelta(minutes=number), site)
        return draft

    return make


@pytest.fixture
def photo(press):
    """`photo(900, "JPEG")` keeps a picture and gives the figure that shows it in a body, and its digest."""

    def make(width: int, kind: str = "JPEG") -> tuple[str, str]:
        out = io.BytesIO()
        Image.linear_gradient("L").resize((width, width * 2 // 3)).convert("RGB").save(out, kind)
        extension = "jpg" if kind == "JPEG" else "png"
        digest = press.media.keep(out.getvalue(), f".{extension}")
        size = f'width="{width}" height="{width * 2 // 3}"'
        return f'<figure><img src="media:{digest}.{extension}" {size} alt="操场"></figure><p>文</p>', digest

    return make


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder and its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
