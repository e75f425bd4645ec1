"""House style is suggested, never done: what is found, what accepting it makes of a body, what is left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tougao.core.markup import clean, text
from tougao.core.style import HouseStyle, accepted, suggestions

HOUSE = HouseStyle({"青禾师院": "青禾师范学院", "青禾": "青禾市"}, ("书记",))


def all_accepted(html: str, house: HouseStyle = HOUSE) -> str:
    return accepted(html, suggestions(html, house))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("产教融合,校企合作;共建共享.", "产教融合，校企合作；共建共享。"),
        ("他说:好!真的吗?", "他说：好！真的吗？"),
        ("占比100%,其中女生45人;其余男生", "占比100%，其中女生45人；其余男生"),
        ("新设专业(2023年)三个", "新设专业（2023年）三个"),
        ('成为"重要"途径,他说', "成为“重要”途径，他说"),
        ("他讲到'三全育人'理念", "他讲到‘三全育人’理念"),
        ("还有很多...后来。。。", "还有很多……后来……"),
        ("二OO六年，二○二六年", "二〇〇六年，二〇二六年"),
        ("报名３６人，甲Ｂ组", "报名36人，甲B组"),
        ("第一，，第二、、第三", "第一，第二、第三"),
        ("让世界看见--中国", "让世界看见——中国"),
        ("各院 系", "各院系"),
        ("学校的的变化很大", "学校的变化很大"),
        ("职业技能大赛职业技能大赛落幕", "职业技能大赛落幕"),
        ("青禾师院举行大会", "青禾师范学院举行大会"),
    ],
)
def test_what_departs_from_house_style_is_found_and_put_right(before, after):
    assert all_accepted(f"<p>{before}</p>", HouseStyle({"青禾师院": "青禾师范学院"})) == f"<p>{after}</p>"


@pytest.mark.parametrize(
    "words",
    [
        "上午10:30开始，详见https://news.example.cn/a?b=1。",
        "他的目的的确如此，为了了解情况，大家都是是非分明的人。",
        "研究所的王老师慢慢地走得很远。",
        "第一……第二——第三",
        "这是“引号里的‘引号’”。",
        "The school (in town), he said: yes...",
        "1,200名学生，占3.5%。",
    ],
)
def test_what_is_right_is_left_alone(words):
    assert suggestions(f"<p>{words}</p>") == ()


def test_a_mark_without_its_partner_is_pointed_at_and_not_changed():
    html = "<p>他说：“今年不一样。</p><p>《论语》译注）出版</p>"
    found = suggestions(html)
    assert [(each.before, each.is_change) for each in found] == [("“", False), ("）", False)]
    assert accepted(html, found) == html


def test_words_to_check_are_pointed_at_and_names_that_must_be_right_come_first():
    found = suggestions("<p>青禾师院党委书记,讲话</p>", HOUSE)
    assert [(each.before, each.after, each.is_change, each.is_safe) for each in found] == [
        ("青禾师院", "青禾师范学院", True, False),
        ("书记", "", False, False),
        (",", "，", True, True),
    ]


def test_a_name_that_is_right_already_does_not_find_itself():
    assert suggestions("<p>青禾市举行大会</p>", HouseStyle({"青禾": "青禾市"})) == ()


def test_one_suggestion_changes_its_own_place_and_no_other():
    html = "<p>甲乙,丙丁</p><p>甲乙,丙丁</p>"
    first, second = suggestions(html)
    assert first.key != second.key
    assert accepted(html, [second]) == "<p>甲乙,丙丁</p><p>甲乙，丙丁</p>"


def test_tags_stay_where_they_are():
    html = '<p><b class="dateline">本网讯</b> 甲<b>乙,</b>丙<a href="https://a.example/x,y">丁,戊</a></p>'
    wanted = '<p><b class="dateline">本网讯</b> 甲<b>乙，</b>丙<a href="https://a.example/x,y">丁，戊</a></p>'
    assert all_accepted(html) == wanted
    assert all_accepted("<p>青禾<b>师院</b>召开会议</p>", HouseStyle({"青禾师院": "青禾师范学院"})) == (
        "<p>青禾师范学院<b></b>召开会议</p>"
    )


def test_a_suggestion_for_a_text_that_has_changed_meanwhile_is_passed_over():
    found = suggestions("<p>甲乙,丙丁</p>")
    assert accepted("<p>别的文字</p>", found) == "<p>别的文字</p>"


bodies = st.lists(
    st.text(st.sampled_from("甲乙的了是年二〇,.;:?!()\"'“”‘’《》（）…—-Oo１Ａ a1&<>，。、"), max_size=40), max_size=5
)


@given(bodies)
@settings(max_examples=150)
def test_accepting_everything_changes_marks_and_doubles_and_no_other_word(paragraphs):
    html = clean("".join(f"<p>{row}</p>" for row in paragraphs))
    made = accepted(html, suggestions(html))
    assert clean(made) == made

    def bare(words: str) -> str:
        return "".join(sorted(set(words) & set("甲乙年二")))

    assert bare(text(made)) == bare(text(html))


@given(bodies)
@settings(max_examples=80)
def test_suggestions_do_not_overlap_and_stand_where_they_say(paragraphs):
    html = clean("".join(f"<p>{row}</p>" for row in paragraphs))
    found = suggestions(html)
    ends = [each.start + len(each.before) for each in found]
    assert all(end <= later.start for end, later in zip(ends, found[1:], strict=False))
    for each in found:
        if each.is_change and each.after != each.before:
            assert accepted(html, [each]) != html
