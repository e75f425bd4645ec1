"""What administrators edit on the desk: forms, history, versions brought back; in force on the desk and in print at once."""

import pytest

from tougao import jobs
from tougao.archive import audit
from tougao.archive import site as sites
from tougao.archive.models import SettingRecord
from tougao.core.audit import Event
from tougao.core.setting import Part
from tougao.core.site import Guestbook, Rights
from tougao.core.workflow import Role

pytestmark = pytest.mark.django_db


def texts(site, **changes):
    from tougao.core.setting import TEXTS

    return {name: getattr(site, name) for name in TEXTS} | {"seen": "0"} | changes


def categories(site, **changes):
    rows = site.categories
    return {
        "seen": "0",
        "slug": [row.slug for row in rows],
        "name": [row.name for row in rows],
        "description": [row.description for row in rows],
        "keywords": ["，".join(row.keywords) for row in rows],
        "order": [str(place) for place, _ in enumerate(rows, 1)],
    } | changes


def test_a_text_that_is_edited_stands_on_the_desk_and_on_the_site_at_once(signed_in, site, settings):
    client = signed_in(Role.ADMINISTRATOR)
    jobs.print_ordered()
    answer = client.post("/desk/settings/texts/", texts(site, name="新名字", disclaimer="新的声明"))
    assert answer["Location"] == "/desk/settings/texts/"
    page = client.get("/desk/settings/texts/").content.decode()
    assert "新名字" in page
    assert "网站正在重新付印" in page
    jobs.print_ordered()
    home = (settings.SITE_FOLDER / "index.html").read_text()
    assert "新名字" in home
    assert "新的声明" in home


def test_categories_are_renamed_ordered_hidden_added_and_removed_in_one_go(signed_in, site, new_draft, settings):
    draft = new_draft(category="campus")
    client = signed_in(Role.ADMINISTRATOR)
    page = client.get("/desk/settings/categories/").content.decode()
    assert '<input type="hidden" name="slug" value="campus">' in page
    sent = categories(site)
    sent = {key: [*values, ""] if isinstance(values, list) else values for key, values in sent.items()}
    sent["name"] = ["要闻", "校园动态", "行业动态", "体育"]
    sent["slug"][-1], sent["keywords"][-1] = "sport", "运动会、比赛，足球"
    sent["order"] = ["3", "1", "4", "2"]
    sent |= {"hidden": ["1"], "remove": ["2"]}
    client.post("/desk/settings/categories/", sent)
    now = jobs.site()
    assert [(each.slug, each.name) for each in now.categories] == [("sport", "体育"), ("news", "要闻")]
    assert now.categories[0].keywords == ("运动会", "比赛", "足球")
    assert [each.slug for each in now.hidden_categories] == ["campus"]
    jobs.print_ordered()
    home = (settings.SITE_FOLDER / "index.html").read_text()
    assert "/c/sport/" in home
    assert "/c/campus/" not in home
    assert (settings.SITE_FOLDER / "c" / "campus" / "index.html").exists()
    draft_page = client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    assert '<option value="campus" selected>校园动态' in draft_page


def test_what_is_wrong_is_told_all_at_once_and_what_was_typed_stays(signed_in, site, new_draft):
    client = signed_in(Role.ADMINISTRATOR)
    new_draft(category="campus")
    sent = categories(site, slug=["news", "Campus!", "industry"], name=["", "校园动态", "行业动态"])
    answer = client.post("/desk/settings/categories/", sent)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "栏目“news”需要名称" in page
    assert "Campus!" in page
    assert not SettingRecord.objects.exists()
    used = client.post("/desk/settings/categories/", categories(site, slug=["news", "school", "industry"]))
    assert used.status_code == 409
    assert "“campus”" in used.content.decode()


def test_pages_are_edited_and_seen_before_they_are_saved(signed_in, site):
    client = signed_in(Role.ADMINISTRATOR)
    sent = {
        "seen": "0",
        "name": ["about", "help"],
        "source": ["# 关于\n\n**新**<script>x</script>", "# 帮助"],
        "order": ["1", "2"],
    }
    shown = client.post("/desk/settings/pages/preview", sent | {"show": "0"})
    assert "<b>新</b>" in shown.content.decode()
    assert "<script>" not in shown.content.decode()
    assert "sandbox" in shown["Content-Security-Policy"]
    assert not SettingRecord.objects.exists()
    untitled = client.post("/desk/settings/pages/preview", sent | {"source": ["没有标题", ""], "show": "0"})
    assert (untitled.status_code, "需要标题" in untitled.content.decode()) == (400, True)
    client.post("/desk/settings/pages/", sent)
    assert [(page.name, page.title) for page in jobs.site().pages] == [("about", "关于"), ("help", "帮助")]


def test_history_shows_who_when_before_and_after_and_brings_back(signed_in, site):
    client = signed_in(Role.ADMINISTRATOR)
    client.post("/desk/settings/texts/", texts(site, icp="京ICP备1号"))
    client.post("/desk/settings/texts/", texts(site, icp="京ICP备2号", seen="1"))
    page = client.get("/desk/settings/texts/history").content.decode()
    for words in ("lin", "<del>京ICP备1号</del>", "<ins>京ICP备2号</ins>", f"<del>{site.icp}</del>"):
        assert words in page
    client.post("/desk/settings/texts/history/1", {"seen": "2"})
    assert jobs.site().icp == "京ICP备1号"
    client.post("/desk/settings/texts/history/0", {"seen": "3"})
    assert jobs.site() == site
    stale = client.post("/desk/settings/texts/history/1", {"seen": "3"}, follow=True)
    assert "别人" in stale.content.decode()
    assert jobs.site() == site


def test_two_administrators_at_one_form_lose_nothing(signed_in, site):
    client = signed_in(Role.ADMINISTRATOR)
    client.post("/desk/settings/texts/", texts(site, icp="第一位"))
    answer = client.post("/desk/settings/texts/", texts(site, icp="第二位"))
    assert answer.status_code == 409
    assert "第二位" in answer.content.decode()
    assert jobs.site().icp == "第一位"


@pytest.mark.parametrize(("role", "code"), [(Role.EDITOR, 403), (Role.CHIEF, 403), (Role.ADMINISTRATOR, 302)])
@pytest.mark.parametrize("path", ["/desk/settings/texts/", "/desk/settings/texts/history/0"])
def test_only_administrators_change_what_readers_see(signed_in, site, path, role, code):
    assert signed_in(role).post(path, texts(site, name="x")).status_code == code


def test_a_chief_edits_return_templates_and_an_editor_does_not(signed_in, new_editor, client):
    sent = {
        "seen": "0",
        "title": ["缺图"],
        "chinese": ["请补图。\n谢谢。"],
        "english": ["Photos, please."],
        "order": ["1"],
    }
    assert signed_in(Role.EDITOR, "zhao").post("/desk/settings/returns/", sent).status_code == 403
    chief = signed_in(Role.CHIEF)
    assert "退稿模板" in chief.get("/desk/settings/").content.decode()
    assert "站点文字" not in chief.get("/desk/settings/").content.decode()
    chief.post("/desk/settings/returns/", sent)
    assert [(each.title, each.chinese) for each in jobs.site().returns] == [("缺图", "请补图。\n谢谢。")]
    assert sites.number_of(Part.RETURNS) == 1


GUESTBOOK = {"seen": "0", "title": "留言本", "proof_bits": "15", "per_hour": "6"}
RIGHTS = {"seen": "0", "title": "权利声明", "days": "30", "reminders": "7, 1", "keep_days": "1095"}


def test_the_guestbook_is_opened_and_closed_on_the_desk_and_printed_anew(signed_in, settings):
    admin = signed_in(Role.ADMINISTRATOR)
    jobs.print_ordered()
    front, home = settings.SITE_FOLDER / "guestbook" / "index.html", settings.SITE_FOLDER / "index.html"
    assert not front.exists()
    opened = admin.post("/desk/settings/guestbook/", GUESTBOOK | {"on": "on", "title": "读者来信", "per_hour": "60"})
    assert opened["Location"] == "/desk/settings/guestbook/"
    assert jobs.site().guestbook == Guestbook(on=True, title="读者来信", per_hour=60)
    page = admin.get("/desk/settings/guestbook/").content.decode()
    assert 'name="on" checked' in page
    assert 'name="comments">' in page
    assert 'value="60" min="1" max="1000"' in page
    jobs.print_ordered()
    assert "读者来信" in front.read_text()
    assert 'href="/guestbook/"' in home.read_text()
    assert admin.get("/-/guestbook").status_code == 200
    admin.post("/desk/settings/guestbook/", GUESTBOOK | {"seen": "1", "title": "读者来信"})
    jobs.print_ordered()
    assert not front.exists()
    assert 'href="/guestbook/"' not in home.read_text()
    assert admin.get("/-/guestbook").status_code == 404
    history = admin.get("/desk/settings/guestbook/history").content.decode()
    assert "<del>✓</del>" in history
    admin.post("/desk/settings/guestbook/history/1", {"seen": "2"})
    assert jobs.site().guestbook.on


def test_complaints_are_opened_with_their_days_and_each_edit_is_in_the_audit_log(signed_in):
    admin = signed_in(Role.ADMINISTRATOR)
    sent = RIGHTS | {"on": "on", "days": "15", "reminders": "10，3、 1", "keep_days": "365"}
    assert admin.post("/desk/settings/rights/", sent).status_code == 302
    assert jobs.site().rights == Rights(on=True, days=15, reminders=(10, 3, 1), keep_days=365)
    assert 'value="10, 3, 1"' in admin.get("/desk/settings/rights/").content.decode()
    (entry,) = audit.found(audit.Wanted(event=Event.SETTINGS_CHANGED))
    assert (entry.who, entry.subject, entry.details) == ("lin", "setting rights", {"version": 1})


def test_counts_that_cannot_be_are_told_by_the_names_on_the_form_and_stay_as_typed(signed_in):
    admin = signed_in(Role.ADMINISTRATOR)
    sent = RIGHTS | {"on": "on", "title": "", "days": "三十", "reminders": "7, 明天"}
    answer = admin.post("/desk/settings/rights/", sent)
    page = answer.content.decode()
    assert answer.status_code == 400
    for words in ("“标题”不能为空", "“处理期限（天）”应是 1 到 365 之间的整数", "“期限前多少天提醒编辑”最多填"):
        assert words in page
    for typed in ('value="三十"', 'value="7, 明天"', 'name="on" checked'):
        assert typed in page
    assert not SettingRecord.objects.exists()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CHIEF])
@pytest.mark.parametrize(("part", "sent"), [("guestbook", GUESTBOOK), ("rights", RIGHTS)])
def test_what_readers_may_send_in_is_for_administrators(signed_in, role, part, sent):
    client = signed_in(role)
    for path in (f"/desk/settings/{part}/", f"/desk/settings/{part}/history/0"):
        assert client.post(path, sent | {"on": "on"}).status_code == 403
    assert client.get(f"/desk/settings/{part}/").status_code == 403
    assert not SettingRecord.objects.exists()


def test_there_are_no_other_parts(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    for path in ("/desk/settings/secrets/", "/desk/settings/secrets/history"):
        assert client.get(path).status_code == 404


def test_house_style_is_edited_by_a_chief_and_holds_for_the_next_look_at_a_draft(signed_in, new_draft):
    chief, draft = signed_in(Role.CHIEF), new_draft(html="<p>青禾师院的书记用新帐号。</p>")
    words = "青禾师院 → 青禾师范学院\n\n书记\n帐号->账号\n"
    chief.post("/desk/settings/style/", {"words": words, "seen": "0"})
    assert jobs.site().house_words == (("青禾师院", "青禾师范学院"), ("书记", ""), ("帐号", "账号"))
    page = chief.get(f"/desk/drafts/{draft.pk}/").content.decode()
    assert "<del>青禾师院</del><ins>青禾师范学院</ins>" in page
    assert "<del>帐号</del><ins>账号</ins>" in page
    assert "<mark>书记</mark>" in page
    assert "帐号 → 账号\n" in chief.get("/desk/settings/style/").content.decode()
    chief.post("/desk/settings/style/", {"words": "书记\n帐号 → 账户", "seen": "1"})
    history = chief.get("/desk/settings/style/history").content.decode()
    assert "<del>账号</del>" in history
    assert "<ins>账户</ins>" in history
    chief.post("/desk/settings/style/history/1", {"seen": "2"})
    assert ("帐号", "账号") in jobs.site().house_words


def test_a_word_list_that_says_two_things_of_a_word_is_told_so_and_kept_as_typed(signed_in):
    answer = signed_in(Role.CHIEF).post("/desk/settings/style/", {"words": "帐号 → 账号\n帐号", "seen": "0"})
    assert answer.status_code == 400
    assert "“帐号”出现了两次" in answer.content.decode()
    assert "帐号 → 账号" in answer.content.decode()
    assert not SettingRecord.objects.exists()
