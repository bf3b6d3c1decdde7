import re

import pytest
from django.template.loader import render_to_string

from foundation.content.charts import MOST, WIDTH, columns, lying, number


def test_columns_are_as_high_as_what_they_count():
    low, high = columns([("10月", 38), ("11月", 76)]).bars
    assert high.height == 2 * low.height
    assert low.y + low.height == high.y + high.height  # both stand on the base
    assert [bar.text for bar in (low, high)] == ["38", "76"]
    assert 0 < low.x < low.right < high.x < high.right < WIDTH


def test_an_earlier_time_is_a_line_in_the_same_scale():
    before, now = columns([("10月", 40), ("11月", 100)], earlier=[100, 40]).bars
    assert before.mark == now.y  # the line of 100 is as high as the column of 100
    assert now.mark == before.y
    assert (before.earlier, now.earlier) == ("100", "40")


def test_nothing_is_a_bar_of_no_height_and_no_rows_are_no_bars():
    assert [bar.height for bar in columns([("10月", 0), ("11月", 0)]).bars] == [0, 0]
    assert columns([]).bars == lying([]).bars == []


def test_on_a_crowded_axis_words_make_room_and_the_last_keeps_its_own():
    shown = [bar.has_words for bar in columns([(f"2026年{n}月", n) for n in range(1, 13)]).bars]
    assert shown[-1]
    assert shown.count(True) < 12
    assert all(bar.has_words for bar in columns([("10月", 1), ("11月", 2)]).bars)


def test_lying_bars_leave_room_for_words_and_values():
    short, long = lying([("没人手", 171), ("其他", 9)]), lying([("对方单位找不到人，公告送达要等", 171)])
    assert short.anchor == "end"
    assert long.anchor == "start"
    assert long.bars[0].label_y < long.bars[0].y  # above, where it has the whole width
    assert all(bar.text_x + 3 * 8 <= WIDTH for bar in short.bars + long.bars)
    assert [bar.tone for bar in lying([("甲", 1), ("乙", 2)], tones=(1, 3)).bars] == [1, 3]


@pytest.mark.parametrize(
    ("rows", "earlier"),
    [([("甲", -1)], ()), ([("甲", 1)], (1, 2)), ([("甲", 1)], (-1,)), ([("甲", 1)] * (MOST + 1), ())],
)
def test_what_cannot_be_read_off_bars_is_refused(rows, earlier):
    with pytest.raises(ValueError, match=r"bar|earlier"):
        columns(rows, earlier)


@pytest.mark.parametrize(
    ("value", "text"), [(1486200, "1,486,200"), (148.6, "148.6"), (0, "0"), (2.0, "2"), (0.25, "0.25")]
)
def test_numbers_are_written_as_people_write_them(value, text):
    assert number(value) == text


def test_picture_words_and_table_say_the_same():
    rows = [("11/16起", 92), ("11/23起", 1180)]
    context = {
        "id": "w",
        "title": "每周收到的申请",
        "unit": "件",
        "what": "从哪天起",
        "now": "今年",
        "before": "去年同期",
    }
    html = render_to_string("components/chart.html", {**context, "chart": columns(rows, [60, 77])})
    assert 'role="img" aria-labelledby="w-title w-said"' in html
    assert '<desc id="w-said">11/16起 92（去年同期 60），11/23起 1,180（去年同期 77）</desc>' in html
    cells = re.findall(
        r'<th scope="row">(.*?)</th><td class="num">(.*?)</td><td class="num">(.*?)</td>', html
    )
    assert cells == [("11/16起", "92", "60"), ("11/23起", "1,180", "77")]
    assert re.findall(r'<text class="strong"[^>]*>(.*?)</text>', html) == ["92", "1,180"]
    assert "style=" not in html
