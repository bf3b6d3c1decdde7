"""Simplified to traditional: usual forms, the words OpenCC gets wrong, and nothing but the text between tags."""

import pytest

from foundation.content.traditional import html_to_traditional, to_traditional


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("老板没发工钱", "老闆沒發工錢"),
        ("干完活，头发", "幹完活，頭髮"),
        ("申请行政复议", "申請行政復議"),
        ("谁签的字", "誰簽的字"),
        ("于都县、于洪物流站", "于都縣、于洪物流站"),
        ("范某、余某，于某", "范某、余某，于某"),
        ("由于某种原因", "由於某種原因"),
        ("吃亏", "吃虧"),
        ("他说“没钱”", "他說「沒錢」"),
        ("在哪里干的活，哪天干到哪天", "在哪裏幹的活，哪天幹到哪天"),
        ("衣服干净，若干人，不得干涉", "衣服乾淨，若干人，不得干涉"),
        ("签合同，标签", "簽合同，標籤"),
        ("用保证金发了工钱，剪头发", "用保證金發了工錢，剪頭髮"),
        ("30 天后", "30 天後"),
    ],
)
def test_words(simplified, traditional):
    assert to_traditional(simplified) == traditional


def test_attributes_and_typed_words_stay():
    html = '<p title="老板"><input value="赣州"> 老板<textarea>欠钱</textarea></p>'
    assert (
        html_to_traditional(html) == '<p title="老板"><input value="赣州"> 老闆<textarea>欠钱</textarea></p>'
    )
