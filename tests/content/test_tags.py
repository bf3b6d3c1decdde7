from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
import time_machine
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from foundation.content.templatetags import content_tags as tags
from foundation.regions.models import Region


def render(text, path="/zh-hans/", **context):
    request = RequestFactory().get(path)
    return Template("{% load content_tags %}" + text).render(Context({"request": request} | context))


def test_an_icon_is_hidden_from_screen_readers_unless_it_has_a_label():
    assert 'aria-hidden="true"' in tags.icon("phone")
    assert 'role="img" aria-label="电话"' in tags.icon("phone", label="电话")


def test_an_unknown_icon_draws_nothing():
    assert tags.icon("no-such-icon") == ""
    assert tags.icon('"><script>') == ""


def test_every_icon_of_the_list_is_in_the_sprite(settings):
    sprite = (settings.BASE_DIR / "static/icons/sprite.svg").read_text()
    assert all(f'<symbol id="{name}"' in sprite for name in tags.icon_names())


def test_every_topic_has_an_icon_that_exists():
    from laws.services import read_data

    assert {topic["icon"] for topic in read_data()["topics"]} <= tags.icon_names()


@pytest.mark.parametrize(
    ("path", "context", "expected"),
    [
        ("/zh-hans/", {}, ""),
        ("/zh-hans/?topic=wages&region=360702", {}, "?topic=wages&amp;region=360702"),
        ("/zh-hans/?topic=wages.site", {}, "?topic=wages.site"),
        ("/zh-hans/?topic=<script>&region=36070", {}, ""),
        ("/zh-hans/?topic=13800000000&region=360702198001010011", {}, ""),
        ("/zh-hans/?topic=wages", {"thread": {"topic": "injury"}}, "?topic=injury"),
        ("/zh-hans/?topic=wages&region=360702", {"thread": {"region": ""}}, "?topic=wages"),
    ],
)
def test_links_carry_codes_and_nothing_else(path, context, expected):
    assert render('{% thread_url "site_map" %}', path, **context) == f"/zh-hans/site-map/{expected}"


def test_a_link_may_set_or_drop_what_it_carries():
    path = "/zh-hans/?topic=wages&region=360702"
    assert "topic=injury" in render('{% thread_url "site_map" topic="injury" %}', path)
    assert "topic" not in render('{% thread_url "site_map" topic="" %}', path)


@time_machine.travel(datetime(2026, 11, 22, 4, tzinfo=UTC))
def test_dates_are_written_as_people_say_them():
    assert tags.chinese_date(date(2026, 12, 3)) == "12月3日（周四）"
    assert tags.chinese_date(date(2027, 1, 9)) == "2027年1月9日（周六）"
    assert tags.chinese_date(date(2026, 12, 3), "full") == "2026年12月3日"
    assert tags.chinese_date(date(2026, 12, 3), "short") == "12月3日"
    # 22:30 in London is the next morning in Shanghai.
    assert tags.chinese_date(datetime(2026, 12, 3, 22, 30, tzinfo=UTC), "short") == "12月4日"
    assert tags.chinese_date(None) == ""
    with translation.override("en"):
        assert tags.chinese_date(date(2026, 12, 3)) == "Thu 3 Dec 2026"
    with translation.override("zh-hant"):
        assert tags.chinese_date(date(2026, 12, 3)) == "12月3日（週四）"


def test_months_days_and_rows_of_words_follow_the_language():
    night = datetime(2026, 11, 30, 22, 30, tzinfo=UTC)  # already December in Shanghai
    said = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said[language] = [
                tags.chinese_month(night),
                tags.chinese_month(night, "short"),
                tags.day_in_words(date(2026, 12, 3)),
                tags.listed(["IOU", "chat"]),
            ]
    assert said == {
        "zh-hans": ["2026年12月", "12月", "12月3日（周四）", "IOU、chat"],
        "en": ["Dec 2026", "Dec", "Thu 3 Dec", "IOU, chat"],
    }


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (12000, "12,000 元"),
        (Decimal("1234.5"), "1,234.50 元"),
        (864000, "86.4 万元"),
        (100000, "10 万元"),
        (12345678, "12,345,678 元"),
        (Decimal(20000000), "2,000 万元"),
        (0, "0 元"),
        ("abc", ""),
        (None, ""),
        (float("nan"), ""),
    ],
)
def test_money_is_written_as_people_say_it(amount, words):
    assert tags.money(amount) == words


def test_marked_text_is_escaped_bold_and_callable():
    html = tags.marked("<i>打</i> 12348，**免费**")
    assert html == '&lt;i&gt;打&lt;/i&gt; <a href="tel:12348">12348</a>，<b>免费</b>'


def test_phone_links_have_digits_only():
    assert tags.tel("0797-555 0148") == "07975550148"


@pytest.mark.parametrize(
    ("language", "text", "html"),
    [
        ("zh-hans", "章贡区", "<b>章贡区</b> 章贡区"),
        ("zh-hant", "章贡区", "<b>章贡区</b> 章贡区"),
        ("en", "章贡区", '<b lang="zh-Hans">章贡区</b> <span lang="zh-Hans">章贡区</span>'),
        ("en", "A & B", "<b>A &amp; B</b> A &amp; B"),
        ("en", "", "<b></b> "),
    ],
)
def test_chinese_words_say_so_on_pages_in_another_language(language, text, html):
    with translation.override(language):
        assert render("<b{% lang_of name %}>{{ name }}</b> {{ name|chinese }}", name=text) == html


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", "江西省赣州市章贡区 章贡区"),
        (
            "en",
            '<span lang="zh-Hans">江西省赣州市章贡区</span> (Zhanggong) <span lang="zh-Hans">章贡区</span> (Zhanggong)',
        ),
    ],
)
def test_a_place_says_how_it_sounds_where_chinese_is_not_read(language, said):
    region = Region(name="章贡区", short_name="章贡", full_name="江西省赣州市章贡区", pinyin="zhanggongqu")
    with translation.override(language):
        assert render('{{ region|place }} {{ region|place:"short" }}', region=region) == said


def test_a_name_whose_last_word_is_longer_goes_without_its_sound():
    assert (
        Region(name="恩施土家族苗族自治州", short_name="恩施", pinyin="enshitujiazumiaozuzizhizhou").latin
        == ""
    )


@pytest.mark.parametrize(
    ("language", "namespaces", "said"),
    [
        ("zh-hant", [], "<p>老闆欠錢</p>"),
        ("zh-hant", ["intake"], "<p>老板欠钱</p>"),
        ("zh-hans", [], "<p>老板欠钱</p>"),
        ("en", [], "<p>老板欠钱</p>"),
    ],
)
def test_content_is_turned_into_traditional_characters(rf, language, namespaces, said):
    request = rf.get("/")
    request.resolver_match = SimpleNamespace(namespaces=namespaces)
    with translation.override(language):
        html = render(
            '{% traditional except_in="intake" %}<p>老板欠钱</p>{% endtraditional %}', request=request
        )
    assert html == said
