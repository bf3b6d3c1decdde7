import pytest

from aid import gravity


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("再不给钱我就跳 楼", "跳楼"),
        ("几十个人去堵路了", "堵路"),
        ("老板扣了身份证", "扣了身份证"),
        ("他们把我打伤了", "打伤"),
        ("干了三个月，只给了生活费。", ""),
        ("住在五楼，跳过一次槽", ""),
        ("", ""),
    ],
)
def test_a_sensitive_claim_is_known_by_its_words(text, word):
    assert gravity.sensitive(text) == word


@pytest.mark.parametrize(
    ("texts", "word"),
    [
        (("", "某县人民医院二期"), "县人民医院"),
        (("某某安置房三标", ""), "安置房"),
        (("", "", "在高速公路标段干活，是城投的项目"), "高速公路"),
        (("某小学教学楼",), "小学教学楼"),
        (("某某花园二期", "某建筑公司"), ""),
        (("在学校门口的餐馆洗碗",), ""),
        (("去政府问过，没有结果",), ""),
    ],
)
def test_a_project_of_the_government_is_known_by_its_name(texts, word):
    assert gravity.of_the_government(*texts) == word
