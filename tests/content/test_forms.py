"""The form templates: every box has its label, its hint and, when wrong, its error where a screen reader finds it."""

from datetime import date

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from foundation.content.forms import DatePartsField, Hinted


class WageForm(forms.Form):
    kind = forms.ChoiceField(
        label="是哪一种活？",
        help_text="选一个最像的。",
        choices=[("site", Hinted("工地上的活", "建筑、装修")), ("app", "平台派的活")],
        widget=forms.RadioSelect,
    )
    amount = forms.DecimalField(
        label="欠了多少钱？",
        help_text="算不准就写大概的数。",
        error_messages={"invalid": "请写数字，比如 12000"},
        widget=forms.TextInput(attrs={"data-affix": "元", "class": "input--money"}),
    )
    since = DatePartsField(label="从哪个月开始欠的？", with_day=False, today=lambda: date(2026, 11, 22))
    photo = forms.FileField(label="照片", required=False)
    agreed = forms.BooleanField(label="我看过了", help_text="写在上面的话")
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)


def drawn(form):
    return Template("{% load crispy_forms_tags %}{{ form|crispy }}").render(Context({"form": form}))


def test_a_fresh_form_has_labels_hints_and_no_errors():
    html = drawn(WageForm())
    assert '<label class="label" for="id_amount">欠了多少钱？' in html
    assert 'aria-describedby="id_amount_helptext"' in html
    assert 'id="id_amount_helptext"' in html
    assert "<legend>是哪一种活？" in html
    assert "<small>建筑、装修</small>" in html
    assert "（可以不填）" in html
    assert "field__error" not in html


def test_a_wrong_value_is_shown_again_beside_its_error():
    form = WageForm({"amount": "一万二左右", "since_0": "２０２６年", "since_1": "13"})
    html = drawn(form)
    assert 'value="一万二左右"' in html
    assert 'value="２０２６年"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_amount_helptext id_amount_error"' in html
    assert 'id="id_amount_error"' in html
    assert "请写数字，比如 12000" in html
    assert '<span class="affix">' in html


def test_the_summary_counts_and_jumps_to_the_first_box_of_each():
    form = WageForm({"amount": "一万二左右"})
    html = render_to_string("components/error_summary.html", {"form": form})
    assert "有 4 处要改" in html
    for place in ("#id_amount", "#id_kind_0", "#id_since_0", "#id_agreed"):
        assert f'href="{place}"' in html
    assert 'role="alert"' in html


def test_every_jump_of_the_summary_lands_somewhere():
    form = WageForm({})
    page = drawn(form)
    summary = render_to_string("components/error_summary.html", {"form": form})
    jumps = summary.split('href="#')[1:]
    assert len(jumps) == len(form.errors) > 1
    for place in jumps:
        assert f'id="{place.split(chr(34))[0]}"' in page


def test_a_valid_form_has_no_summary():
    form = WageForm({"kind": "site", "amount": "1", "since_0": "2026", "since_1": "3月", "agreed": "on"})
    assert form.is_valid(), form.errors
    assert render_to_string("components/error_summary.html", {"form": form}).strip() == ""
    assert form.cleaned_data["since"] == date(2026, 3, 1)


def test_what_a_visitor_typed_is_escaped():
    html = drawn(WageForm({"amount": '"><script>alert(1)</script>', "since_0": '"><script>'}))
    assert "<script>" not in html


def test_the_pack_serves_crispys_own_tag():
    assert 'class="field' in render_crispy_form(WageForm())


def today():
    return date(2026, 11, 22)


def read(*typed, with_day=True, **kwargs):
    boxes = 3 if with_day else 2
    return DatePartsField(label="哪天？", with_day=with_day, today=today, **kwargs).clean(
        [*typed, "", ""][:boxes]
    )


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        (["2026", "3"], 3),
        (["２０２６年", "３月"], 3),
        (["2026 年", "03"], 3),
        (["2026", "3月份"], 3),
        (["2026\ufe0f", "\u200b3\u00a0"], 3),
        (["2026\x00", "3"], 3),
        (["2026.3"], 3),
        (["2026年3月"], 3),
        (["2026 年 3 月"], 3),
        (["2026年3月份"], 3),
        (["２０２６－０３"], 3),
        (["2026‑3"], 3),
        (["2026/3/15"], 3),
        (["2026年3月底"], 3),
        (["202603"], 3),
        (["20260315"], 3),
    ],
)
def test_a_month_is_read_as_it_is_written(typed, month):
    assert read(*typed, with_day=False) == date(2026, month, 1)


@pytest.mark.parametrize(
    "typed",
    [
        ["2026", "6", "1"],
        ["２０２６年", "６月", "１日"],
        ["2026年", "6月", "1号"],
        ["2026年", "6 月", "1號"],
        ["2026 年 6 月 1 日"],
        ["  2026年6月1日 "],
        ["2026年6月1号"],
        ["２０２６　年　６　月　１　日"],
        ["2026.6.1"],
        ["2026．06．01"],
        ["2026/6/1"],
        ["2026-06-01"],
        ["2026‐06‑01"],
        ["2026−6−1"],
        ["2026 6 1"],
        ["2026,6,1"],
        ["2026、6、1"],
        ["20260601"],
        ["\u202a2026\ufe0f年6月1日\u202c"],
        ["2026年6月1日那天"],
        ["二〇二六年六月一日"],
        ["二零二六 年 六 月 一 号"],
        ["二○二六年六月1日"],
        ["二零二六", "六月", "一"],
        ["2026-06-01 00:00:00"],
        ["2026/6/1 8:30"],
    ],
)
def test_a_day_is_read_as_it_is_written(typed):
    assert read(*typed) == date(2026, 6, 1)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("25/06/2026", date(2026, 6, 25)),
        ("06/25/2026", date(2026, 6, 25)),
        ("25.6.2026", date(2026, 6, 25)),
        ("06/06/2026", date(2026, 6, 6)),
        ("二〇二六年六月二十五日", date(2026, 6, 25)),
        ("二〇二六年六月廿五", date(2026, 6, 25)),
        ("二〇二六年十月十日", date(2026, 10, 10)),
        ("二〇二五年十二月三十一日", date(2025, 12, 31)),
        ("二〇二六年六月二十日", date(2026, 6, 20)),
    ],
)
def test_a_day_is_read_where_it_can_be_no_other(typed, day):
    assert read(typed) == day


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["2026", "6", ""], "年、月、日都要写"),
        (["2026"], "年、月、日都要写"),
        (["2026年6月"], "年、月、日都要写"),
        (["6.1"], "年、月、日都要写"),
        (["2026年6月底"], "是哪一天"),
        (["2026年6月中旬"], "是哪一天"),
        (["6月1号"], "年份也要写"),
        (["6 月 1 日"], "年份也要写"),
        (["26", "6", "1"], "您是说 2026 年吗？年份写四个数字"),
        (["26年6月1日"], "您是说 2026 年吗？年份写四个数字"),
        (["26.6.1"], "您是说 2026 年吗？年份写四个数字"),
        (["98", "6", "1"], "您是说 1998 年吗？年份写四个数字"),
        (["6", "1", "2026"], "年份写四个数字"),
        (["6/1/2026"], "6/1/2026 是 6 月 1 日，还是 1 月 6 日？请写成 2026-06-01 这样"),
        (["06/01/2026"], "是 6 月 1 日，还是 1 月 6 日"),
        (["13/13/2026"], "没有这一天"),
        (["25/06/26"], "年份写四个数字"),
        (["去年腊月"], "农历的日子请换成公历"),
        (["去年腊月二十三"], "农历的日子请换成公历"),
        (["农历六月初一"], "农历的日子请换成公历"),
        (["过年前"], "农历的日子请换成公历"),
        (["二六年六月一日"], "您是说 2026 年吗"),
        (["六月一号"], "年份也要写"),
        (["去年6月1日"], "年份也要写"),
        (["二〇二六年六月十十日"], "请写数字|没有这一天|年、月、日都要写"),
        (["226", "6", "1"], "年份写四个数字"),
        (["20266", "6", "1"], "年份写四个数字"),
        (["99999999999", "6", "1"], "年份写四个数字"),
        (["2026", "99999999999", "1"], "没有这一天"),
        (["2026", "6", "99999999999"], "没有这一天"),
        (["2026", "6", "9" * 5000], "没有这一天"),
        (["2026", "2", "30"], "没有这一天"),
        (["2026", "0", "1"], "没有这一天"),
        (["2025", "2", "29"], "没有这一天"),
        (["2026年13月1日"], "没有这一天"),
        (["1826", "6", "1"], "太早了"),
        (["2026", "11", "23"], "还没到"),
        (["2999", "6", "1"], "还没到"),
        (["2026", "-6", "1"], "请写数字"),
        (["2026", "6.5", "1"], "请写数字"),
        (["2026年6月1日到8月"], "这里只写一天"),
        (["2026.6.1～2026.8.1"], "这里只写一天"),
        (["去年", "", ""], "年、月、日都要写"),
        (["长" * 20_000, "6", "1"], "请写数字"),
    ],
)
def test_a_day_that_cannot_be_says_why(typed, words):
    with pytest.raises(ValidationError, match=words):
        read(*typed)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["3月"], "年份也要写，比如 2026 年 3 月"),
        (["26", "3"], "您是说 2026 年吗"),
        (["2026年3月到5月"], "这里只写一个月"),
        (["2026", "99999999999"], "没有这一天"),
        (["2026", "12"], "还没到"),
    ],
)
def test_a_month_that_cannot_be_says_why_in_its_own_words(typed, words):
    with pytest.raises(ValidationError, match=words):
        read(*typed, with_day=False)


def test_a_day_to_come_has_its_limit_too():
    assert read("2027", "1", "2", allow_future=True) == date(2027, 1, 2)
    with pytest.raises(ValidationError, match="太晚了"):
        read("2999", "1", "2", allow_future=True)


@given(st.lists(st.text(max_size=12) | st.from_regex(r"[0-9]{1,14}", fullmatch=True), min_size=3, max_size=3))
def test_whatever_is_typed_is_a_day_or_a_message(typed):
    try:
        day = read(*typed, required=False)
    except ValidationError:
        return
    assert day is None or date(1900, 1, 1) <= day <= today()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (("2026", ""), "incomplete"),
        (("牛年", "3"), "digits"),
        (("二零", "3"), "year"),
        (("26", "3"), "year"),
        (("2026", "13"), "invalid"),
        (("2027", "1"), "future"),
        (("99999999", "1"), "year"),
    ],
)
def test_a_month_that_cannot_be_says_why(typed, code):
    form = WageForm({"since_0": typed[0], "since_1": typed[1]})
    assert form.errors.as_data()["since"][0].code == code


def test_a_whole_date_needs_its_day():
    class DayForm(forms.Form):
        day = DatePartsField(label="哪天？", today=lambda: date(2026, 11, 22))

    assert (
        DayForm({"day_0": "2026", "day_1": "2", "day_2": "30"}).errors.as_data()["day"][0].code == "invalid"
    )
    assert DayForm({"day_0": "2026年2月"}).errors.as_data()["day"][0].code == "incomplete"
    form = DayForm({"day_0": "２０２６", "day_1": "２", "day_2": "28日"})
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2026, 2, 28)
    assert 'value="2026"' in drawn(DayForm(initial={"day": date(2026, 2, 28)}))
