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
        ("乾县、余干县、新干县", "乾縣、餘干縣、新干縣"),
        ("乾安县乾元镇，业余干活，重新干活", "乾安縣乾元鎮，業餘幹活，重新幹活"),
        ("湖里区、澄江市、浚县", "湖里區、澄江市、浚縣"),
        ("范小红、于海波、于律师，姓于", "范小紅、于海波、于律師，姓于"),
        ("申请人范建国在示范区，防范风险，范围", "申請人范建國在示範區，防範風險，範圍"),
        ("于是，于本月，应于次月发", "於是，於本月，應於次月發"),
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
