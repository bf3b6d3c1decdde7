"""The home page: eight doors and a search box first, one red thing, the same number of queries always."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from laws.services import load_topics, read_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def doors(db):
    load_topics(read_data()["topics"])


def test_eight_doors_in_their_order_each_with_icon_and_help(client, home, doors):
    html = client.get("/zh-hans/").content.decode()
    names = re.findall(
        r'<a class="door" href="([^"]+)">.*?#([a-z-]+)".*?<span>([^<]+)</span><small>([^<]+)', html
    )
    assert [name for _url, _icon, name, _help in names] == [
        "工资没发", "受伤生病", "没签合同", "被辞退", "没交社保", "外卖网约车", "家里的事", "说不清楚",
    ]  # fmt: skip
    for url, _icon, _name, help_line in names:
        assert len(help_line) <= 8  # one line beside another door on a phone
        assert client.get(url).status_code == 200


def test_promises_are_shown_with_their_bold_words(client, home):
    assert "全程 <b>免费</b>" in client.get("/zh-hans/").content.decode()


def test_a_promise_cannot_bring_markup(client, home):
    home.promises.set([home.promises.model(text="<script>alert(1)</script>", locale=home.locale)])
    home.save_revision().publish()
    assert "<script>alert" not in client.get("/zh-hans/").content.decode()


def test_there_is_one_red_button_at_most(client, home, doors):
    assert client.get("/zh-hans/").content.decode().count("button--action") <= 1


def test_the_title_does_not_repeat_itself(client, home):
    title = re.search(r"<title>(.*?)</title>", client.get("/zh-hans/").content.decode(), re.DOTALL)[1].strip()
    assert title == "法援惠民 · 农民工法律援助"


def test_nothing_inline_and_nobody_elses_address(client, home, doors):
    html = client.get("/zh-hans/").content.decode()
    assert " style=" not in html
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.findall(r'(?:src|href)="https?://(?!testserver)[^"]*"', html)


def test_the_number_of_queries_does_not_grow(client, home, doors):
    client.get("/zh-hans/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/zh-hans/?n=1")
    from tests.portal.test_languages import write_page

    for number in range(10):
        write_page(home, f"页面 {number}", f"page-{number}")
    with CaptureQueriesContext(connection) as many:
        client.get("/zh-hans/?n=2")
    assert len(many) == len(few)
    assert len(many) <= 19
