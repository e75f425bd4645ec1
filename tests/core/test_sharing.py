"""What a messenger reads from a page."""

from tougao.core.sharing import Card, card

PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>标题 - 站名</title>
<meta name="description" content="摘要 &amp; 更多"><meta property="og:title" content="标题">
<meta property="og:image" content="https://news.example.cn/media/aa/x-720.jpg"><meta property="og:site_name" content="站名"></head><body>"""


def test_a_card_holds_what_the_page_says():
    assert card(PAGE.encode()) == Card("标题", "摘要 & 更多", "https://news.example.cn/media/aa/x-720.jpg", "站名")


def test_a_page_that_says_little_has_its_title():
    assert card("<!doctype html><title> 只有标题 </title><p>甲".encode()) == Card("只有标题", "", "", "")
