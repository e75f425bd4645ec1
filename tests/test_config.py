"""The configuration: every wrong key at once, with its line, its value and what would be right."""

from pathlib import Path

import pytest

from tougao import config
from tougao.errors import ConfigError

ROOT = Path(__file__).parents[1]
QUIET = {"TOUGAO_SECRET_KEY": "x"}


def load(tmp_path: Path, text: str, **environment: str) -> config.Config:
    path = tmp_path / "tougao.toml"
    path.write_text(text, "utf-8")
    return config.load(path, QUIET | environment)


def problems(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as trouble:
        load(tmp_path, text)
    return [problem.removeprefix(f"{tmp_path}/tougao.toml ") for problem in trouble.value.problems]


GOOD = '[site]\nname = "华夏教育网"\n[[categories]]\nslug = "news"\nname = "教育新闻"\n'


def test_ours_is_right():
    ours = config.load(ROOT / "config" / "tougao.toml", QUIET)
    assert ours.site.name == "华夏教育网"
    assert [category.slug for category in ours.site.categories][:2] == ["news", "campus"]
    assert {page.name for page in ours.site.pages} == {"about", "contact", "prices", "rights", "submit"}
    assert [link.title for link in ours.site.footer] == [
        "联系我们",
        "投稿须知",
        "服务报价",
        "关于我们",
        "留言本",
        "行业动态",
        "网站地图",
    ]


def test_every_key_is_documented_in_ours():
    from tougao.schema import SCHEMA

    text = (ROOT / "config" / "tougao.toml").read_text("utf-8")
    for table, keys in SCHEMA.items():
        for key in keys:
            assert f"{key} = " in text, f"{table}.{key}"


def test_everything_that_is_wrong_is_told_at_once(tmp_path):
    assert problems(
        tmp_path,
        '[site]\nname = 3\nulr = "https://x.cn"\nurl = "news.example.cn/"\ntime_zone = "Mars/Olympus"\n'
        '[[mailboxes]]\nname = "main"\nport = "abc"\n[[mailboxes]]\nname = "main"\nhost = "h"\nuser = "u"\nidle = "yes"\n[servr]\nport = 1\n',
    ) == [
        "line 2: site.name is 3; it must be a text in quotes.",
        "line 3: there is no key site.ulr (did you mean url?). There are: name, url, description, language, time_zone, "
        "submissions_address, address_shown, rights_notice, disclaimer, icp, police, copyright, authority, minted, search.",
        'line 4: site.url is "news.example.cn/"; it must be an address such as "https://news.example.cn", without a slash at its end.',
        'line 5: site.time_zone is "Mars/Olympus"; it must be a time zone such as "Asia/Shanghai".',
        "line 6: mailboxes.host is missing; it must be a text in quotes.",
        "line 6: mailboxes.user is missing; it must be a text in quotes.",
        'line 8: mailboxes.port is "abc"; it must be a whole number from 1 to 65535.',
        'line 10: mailboxes.name "main" stands twice; each must have a name of its own.',
        'line 13: mailboxes.idle is "yes"; it must be true or false.',
        "line 14: there is no table [servr] (did you mean server?). There are: site, categories, footer, friends, pages, returns, mailboxes, maildirs, "
        "smtp, letters, reads, upload, style, push, desk, guestbook, rights, senders, storage, server, accounts, oidc.",
    ]


def test_a_secret_in_the_file_is_refused_and_not_repeated(tmp_path):
    (told,) = problems(tmp_path, GOOD + '[smtp]\nsender = "a@b.cn"\nhost = "h"\npassword = "hunter2"\n')
    assert "a secret must not stand in this file" in told
    assert "hunter2" not in told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[site\nname=1", "is not TOML"),
        ('[categories]\nslug = "a"\n', "must be written as [[categories]]"),
        ("[[site]]\n", "must be written as [site]"),
        ("port = 1\n", "there is no table [port]"),
    ],
)
def test_what_is_no_table_is_told(tmp_path, text, words):
    assert words in "\n".join(problems(tmp_path, text))


def test_a_file_that_is_not_there_or_not_text_is_told(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        config.load(tmp_path / "no.toml", QUIET)
    (tmp_path / "gbk.toml").write_bytes('[site]\nname = "华夏"'.encode("gbk"))
    with pytest.raises(ConfigError, match="Save it as UTF-8"):
        config.load(tmp_path / "gbk.toml", QUIET)


MAILBOX = GOOD + '[[mailboxes]]\nname = "main-box"\nhost = "imap.qq.com"\nuser = "1@qq.com"\n'


def test_secrets_come_from_the_environment_or_from_files(tmp_path):
    assert load(tmp_path, MAILBOX, TOUGAO_MAIN_BOX_PASSWORD="shouquanma").mailboxes[0].password == "shouquanma"
    (tmp_path / "secret").write_text("from a file\n")
    assert load(tmp_path, MAILBOX + 'password_file = "secret"\n').mailboxes[0].password == "from a file"
    assert load(tmp_path, MAILBOX).mailboxes[0].password == ""


def test_no_secret_is_shown_with_its_account(tmp_path):
    shown = repr(load(tmp_path, MAILBOX, TOUGAO_MAIN_BOX_PASSWORD="shouquanma").mailboxes)
    assert "shouquanma" not in shown


def test_a_secret_file_that_is_missing_is_told(tmp_path):
    assert "secret) cannot be read" in problems(tmp_path, MAILBOX + 'password_file = "gone"\n')[0]


def test_paths_start_from_the_folder_of_the_file(tmp_path):
    made = load(tmp_path, GOOD + '[storage]\nvar = "../data"\ntemplates = "mine"\n')
    assert made.var == (tmp_path / "../data").resolve()
    assert made.templates[0] == tmp_path / "mine"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("关于.md", "# 关于\n\n文", "rename it"),
        ("sitemap.md", "# 地图\n\n文", "rename it"),
        ("about.md", "没有标题\n", 'begin it with "# "'),
    ],
)
def test_fixed_pages_that_cannot_be_printed_are_told(tmp_path, name, text, words):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / name).write_text(text, "utf-8")
    assert words in problems(tmp_path, GOOD)[0]


def test_no_text_of_the_site_holds_a_character_that_no_xml_holds(tmp_path):
    site = load(tmp_path, GOOD.replace("华夏", "华\\u202e\\u0000夏")).site
    assert site.name == load(tmp_path, GOOD).site.name


def test_a_fixed_page_is_cleaned_html(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "about.md").write_text(
        "# 关于我们\n\n**好**<script>x</script>\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n", "utf-8"
    )
    (page,) = load(tmp_path, GOOD).site.pages
    assert (page.name, page.title) == ("about", "关于我们")
    assert "<b>好</b>" in page.html
    assert "<table>" in page.html
    assert "script" not in page.html


def test_a_secret_key_is_made_once_for_its_owner_alone(tmp_path):
    text = GOOD + '[storage]\nvar = "var"\n'
    first = load(tmp_path, text, TOUGAO_SECRET_KEY="").secret_key
    assert len(first) > 40
    assert load(tmp_path, text, TOUGAO_SECRET_KEY="").secret_key == first
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_pages_stand_in_the_file_over_those_in_the_folder(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "about.md").write_text("# 旧的\n\n文\n", "utf-8")
    text = (
        GOOD
        + '[[pages]]\nname = "about"\nsource = """\n# 新的\n\n文\n"""\n[[pages]]\nname = "help"\nsource = "# 帮助"\n'
    )
    assert [(page.name, page.title) for page in load(tmp_path, text).site.pages] == [
        ("about", "新的"),
        ("help", "帮助"),
    ]
    assert "rename it" in problems(tmp_path, GOOD + '[[pages]]\nname = "feeds"\nsource = "# x"\n')[0]


def test_a_hidden_category_is_known_and_not_shown(tmp_path):
    site = load(tmp_path, GOOD + '[[categories]]\nslug = "old"\nname = "旧栏目"\nhidden = true\n').site
    assert [each.slug for each in site.categories] == ["news"]
    assert site.category("old").name == "旧栏目"


def test_return_templates_are_ours_until_there_are_others(tmp_path):
    assert len(load(tmp_path, GOOD).site.returns) == 7
    own = GOOD + '[[returns]]\ntitle = "缺图"\nchinese = "请补图。"\nenglish = "Photos, please."\n'
    assert [each.title for each in load(tmp_path, own).site.returns] == ["缺图"]


@pytest.mark.parametrize(
    "row", ['decisions = ["approved", "spiked"]', "digest_hours = [24]", "digest_hours = 8", "decisions = true"]
)
def test_letters_that_cannot_be_are_told(tmp_path, row):
    assert "it must be a list of" in problems(tmp_path, GOOD + f"[letters]\n{row}\n")[0]


def test_letters_are_switched_one_by_one(tmp_path):
    made = load(tmp_path, GOOD + '[letters]\nreceipts = false\ndecisions = ["withdrawn"]\ndigest_hours = [18, 7, 7]\n')
    assert (made.receipts, made.site.told, made.digest_hours) == (False, ("withdrawn",), (7, 18))
