"""What the pages declare about themselves, and what hangs on it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from intake.steps import STEPS
from intake.summary import rows

FORMS = [step.form for step in STEPS]
CSS = Path(settings.BASE_DIR / "static/css/intake.css")


def hiding(form):
    """The selectors that hide the fields of a form by its `only_if`.

    Asked for one answer: hidden until it is chosen. Asked for all but a few: hidden when one of the few is.
    """
    fields = {}
    for name, (other, answers) in form.only_if.items():
        fields.setdefault((other, frozenset(answers)), []).append(f"#field_{name}")
    for (other, answers), names in fields.items():
        codes = [str(code) for code, _label in form.base_fields[other].choices]
        assert answers <= set(codes), f"{form.__name__}.{other} has no such answer"
        where = names[0] if len(names) == 1 else f":is({', '.join(names)})"
        chosen = '[name="{}"][value="{}"]:checked'.format
        if len(answers) == 1:
            yield f"form:not(:has({chosen(other, *answers)})) {where}"
        else:
            yield from (f"form:has({chosen(other, code)}) {where}" for code in codes if code not in answers)


def test_without_javascript_the_style_sheet_hides_what_only_if_does_not_ask():
    rule = re.search(r"@layer forms \{\s*(.*?)\s*\{ display: none; \}", CSS.read_text(), re.DOTALL)
    assert sorted(rule[1].split(",\n  ")) == sorted(line for form in FORMS for line in hiding(form))


@pytest.mark.parametrize("form", FORMS)
def test_what_a_form_declares_is_about_its_own_fields(form):
    declared = {
        *form.only_if,
        *form.needed,
        *form.short_labels,
        *(other for other, _ in form.only_if.values()),
    }
    assert declared <= set(form.base_fields)
    assert set(form.needed) <= set(form.only_if)


@pytest.mark.parametrize(
    ("language", "question", "answer"),
    [
        ("zh-hans", "这张表是谁在填", "我替别人填"),
        ("zh-hant", "這張表是誰在填", "我替別人填"),
        ("en", "Who is filling in this form", "I am filling this in for someone else"),
    ],
)
def test_the_summary_says_labels_without_hints_and_short_ones_where_there_are(language, question, answer):
    who = next(step.form for step in STEPS if step.slug == "who")
    with translation.override(language):
        form = who(
            {"by_other": "yes", "helper_relation": "kin", "helper_name": "罗小满", "helper_authority": "on"}
        )
        assert form.is_valid(), form.errors
        found = dict(rows(form))
        assert found[question] == answer
        short = [str(label) for name, label in who.short_labels.items() if name != "helper_phone"]
        assert list(found) == [question, *short]
        assert not [label for label in short if label.startswith(("替", "For someone"))]


def test_a_hint_stands_below_its_choice():
    who = next(step.form for step in STEPS if step.slug == "who")
    html = render_to_string("gov/field.html", {"field": who()["by_other"]})
    assert "<span>我替别人填<small>替家里人、工友，或者他不会写字</small></span>" in html
    assert "<span>我自己的工钱，我自己填</span>" in html
