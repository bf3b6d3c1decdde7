import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import normalise, terms


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("三十日", "30天"),
        ("30 天", "30天"),
        ("３０日内", "30天内"),
        ("十五日", "15天"),
        ("半个月", "15天"),
        ("两周", "14天"),
        ("三个星期", "21天"),
        ("第三十八条", "38条"),
        ("第 38 条", "38条"),
        ("第一百零八条第二款第三项", "108条2款3项"),
        ("两倍", "2倍"),
        ("双倍", "2倍"),
        ("十二个月", "12个月"),
        ("半年", "6个月"),
        ("十六周岁", "16岁"),
        ("一万二千块钱", "12000元"),
        ("1.5万元", "15000元"),
        ("一百五块", "150元"),
        ("二〇二六年", "2026年"),
        ("百分之二十", "20%"),
        ("七十二小时", "72小时"),
        ("八个钟头", "8小时"),
        ("15个工作日", "15个工作日"),
        ("十五工作日", "15个工作日"),
        ("十级伤残", "10级伤残"),
        ("司法解释二第十九条", "司法解释二 19条"),
        ("解释（二）第十九条第二款", "解释(二)19条2款"),
        ("第十二第三条", "第十二 3条"),
    ],
)
def test_a_number_with_its_unit_is_said_one_way(text, said):
    assert normalise(text) == said


@pytest.mark.parametrize(
    "text", ["万一", "五险一金", "星期一", "第二天", "一个半月", "996", "n+1", "iphone15", "三番五次", "十一"]
)
def test_what_counts_nothing_stays_as_it_is(text):
    assert normalise(text) == text


@pytest.mark.parametrize(
    ("one", "other"), [("30天", "3天"), ("38条", "138条"), ("1个月", "30天"), ("2倍", "1.2倍")]
)
def test_other_amounts_are_other_terms(one, other):
    assert not {term for term, _at in terms(one, asked=True)} & {term for term, _at in terms(other)}


def test_a_number_alone_finds_it_with_its_unit():
    assert "2025" in {term for term, _at in terms("2025年")}


@given(st.text(alphabet="第一二三十百千万零〇两半个月年天日条款元块周倍双15. %", max_size=12))
def test_said_twice_is_said_once(text):
    assert normalise(normalise(normalise(text))) == normalise(normalise(text))
