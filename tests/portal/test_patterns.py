"""The shared components, each rendered with what its header says it needs, and the page that shows them all."""

import pytest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse

from portal import patterns


def rendered(name, **context):
    return render_to_string(f"components/{name}.html", context)


def test_figures_say_what_they_count_before_the_number():
    html = rendered("figures", figures=patterns.FIGURES[:1])
    assert "<dt>收到申请</dt><dd>312 <small>件</small></dd>" in html


@pytest.mark.parametrize(
    ("kept", "classes", "icon"),
    [
        (True, "promise promise--kept", "#check"),
        (False, "promise promise--late", "#clock-alert"),
        (None, "promise", "#clock"),
    ],
)
def test_a_promise_is_told_by_words_and_picture_not_by_colour_alone(kept, classes, icon):
    stage = {"state": "done", "heading": "收下了", "promise": "答应 1 天内，当天做到", "kept": kept}
    html = rendered("track", stages=[stage])
    assert f'<p class="{classes}">' in html
    assert f'{icon}"' in html
    assert "答应 1 天内，当天做到" in html


def test_a_track_says_aloud_where_it_stands():
    html = rendered("track", stages=patterns.STAGES)
    assert html.count('aria-current="step"') == 1
    assert html.count("（办完了）") == 3
    assert html.count("（还没到）") == 1


def test_a_gloss_is_a_named_note_that_its_word_can_lead_to():
    html = rendered("gloss", id="g-x", term="借支", text="结账以前先给的钱。")
    assert 'id="g-x" role="note" tabindex="-1" aria-label="词语：借支"' in html
    assert 'class="meta"' not in html  # no hint, no empty line
    assert "记得" in rendered("gloss", id="g-x", term="借支", text="钱。", hint="记得问。")


def test_an_example_says_that_it_is_made_up():
    html = rendered(
        "example",
        title="老周的账",
        about="工地木工。",
        rows=patterns.SUM,
        total_label="还差",
        total="21,220 元",
    )
    assert "编的例子：工地木工。" in html
    assert '<tfoot><tr><th scope="row">还差</th><td>21,220 元</td></tr></tfoot>' in html


def test_values_are_escaped():
    html = rendered(
        "example", title="<b>", about="<i>", rows=[{"label": "<u>", "amount": "1"}], total_label="", total=""
    )
    assert not {"<b>", "<i>", "<u>"} & set(html.split(">"))
    assert "&lt;b&gt;" in html
    assert "&lt;u&gt;" in html


@pytest.mark.urls("portal.urls_development")
def test_a_developer_sees_all_of_them_on_one_page(client, home):
    text = client.get(reverse("patterns")).content.decode()
    for part in (
        "button--main",
        'class="figures"',
        'class="chart"',
        "timeline track",
        'class="gloss"',
        'class="example"',
    ):
        assert part in text


def test_nobody_else_does(client, home):
    with pytest.raises(NoReverseMatch):
        reverse("patterns")
    assert client.get("/patterns/", follow=True).status_code == 404
