"""What every room's tests share: a site, a clock that stands still, folders of their own, people and drafts."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tougao.core.site import Category, FixedPage, Link, Site

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)  # twelve o'clock in Shanghai


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A database in a file, as in life: threads and locks behave otherwise in memory.

    Where TOUGAO_CONFIG names PostgreSQL (tests/archive/test_on_postgres.py), the same tests run there.
    """
    from django.conf import settings

    if settings.CONFIG.postgres is None:
        settings.DATABASES["default"]["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    """No test writes into the checkout's var/."""
    settings.MAIL_STORE = tmp_path / "mail"
    settings.MEDIA_STORE = tmp_path / "media"
    settings.SITE_FOLDER = tmp_path / "site"


@pytest.fixture(autouse=True)
def empty_audit_log(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """After a test with real transactions the tables are emptied, but this one is not."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if (marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames:
        from tests.support.audit import empty

        with django_db_blocker.unblock():
            empty()


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def site() -> Site:
    return Site(
        name="华夏教育网",
        url="https://news.example.cn",
        description="教育新闻与校园动态",
        submissions_address="tougao@news.example.cn",
        rights_notice="如因作品内容、版权和其它问题需要同本网联系的,请在30日内进行。",
        disclaimer="声明:华夏教育网登载此页内容出于传递更多信息之目的,并不意味着赞同其观点或证实其描述。",
        icp="粤ICP备15082623号",
        authority="news.example.cn",
        categories=(
            Category("news", "教育新闻", keywords=("教育",)),
            Category("campus", "校园动态", keywords=("校园", "学生")),
            Category("industry", "行业动态"),
        ),
        pages=(FixedPage("about", "关于我们", "<p>华夏教育网是教育新闻网站。</p>"),),
        footer=(
            Link("关于我们", "/p/about.html"),
            Link("行业动态", "/c/industry/"),
            Link("网站地图", "/p/sitemap.html"),
        ),
    )


@pytest.fixture
def new_editor(db: None) -> Callable[..., Any]:
    """`new_editor("lin", Role.CHIEF)` makes somebody who may sign in with the password 春江潮水连海平."""
    from tougao.archive.models import EditorRecord
    from tougao.core.workflow import Role

    def make(name: str = "lin", role: Role = Role.EDITOR) -> EditorRecord:
        return EditorRecord.objects.create_user(username=name, password="春江潮水连海平", role=role)

    return make


@pytest.fixture
def new_draft(db: None) -> Callable[..., Any]:
    """`new_draft(title="…", category="news")` makes a submission that was read and its draft, which can be found."""
    from tougao.archive import search, texts
    from tougao.archive.models import DraftRecord, SubmissionRecord
    from tougao.core.submission import Kind

    def make(**fields: Any) -> DraftRecord:
        serial = SubmissionRecord.objects.count() + 1
        submission = SubmissionRecord.objects.create(
            digest=f"{serial:064x}",
            size=2048,
            received_at=NOON,
            kept_at=NOON,
            read_at=NOON,
            state=SubmissionRecord.State.READ,
            kind=Kind.SUBMISSION,
            answerable=True,
            sender_name="林晓禾",
            sender_address="linxiaohe@example.edu.cn",
            organisation="青禾师范学院",
            subject="投稿：春季运动会开幕",
            message_id=f"<{serial}@example.edu.cn>",
        )
        values: dict[str, Any] = {
            "title": "青禾师范学院春季运动会开幕",
            "sender": "林晓禾",
            "byline": "林晓禾",
            "source": "华夏教育网",
            "category": "campus",
            "html": "<p>本网讯 十一月二十日，青禾师范学院春季运动会开幕。</p>",
        }
        draft = DraftRecord.objects.create(
            submission=submission, received_at=NOON, changed_at=NOON, **(values | fields)
        )
        search.index(texts.of_draft(draft))
        return draft

    return make
