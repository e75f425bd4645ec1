"""Reasons for a return that are given again and again, in the contributor's language."""

from tougao.core.letters import CHINESE, ENGLISH
from tougao.core.returns import RETURNS, worded


def test_a_reason_is_worded_with_a_line_of_ones_own():
    assert all(each.chinese and each.english for each in RETURNS)
    assert worded(RETURNS, "缺少照片", " 谢谢。 ", CHINESE).endswith("写一句说明。\n\n谢谢。")
    assert worded(RETURNS, "缺少照片", "", ENGLISH).startswith("Please send one to three photos")


def test_either_may_be_missing():
    assert worded(RETURNS, "", "Only this.", ENGLISH) == "Only this."
    assert worded(RETURNS, "没有这一条", "", CHINESE) == ""
    assert worded((), "", " ", ENGLISH) == ""
