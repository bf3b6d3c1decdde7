"""What the pages declare about themselves, and what hangs on it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from intake.pages import STEPS

FORMS = list(dict.fromkeys(step.form for step in STEPS))
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
    assert sorted(rule[1].split(",\n  ")) == sorted({line for form in FORMS for line in hiding(form)})


@pytest.mark.parametrize("form", FORMS)
def test_what_a_form_declares_is_about_its_own_fields(form):
    declared = {
        *form.only_if,
        *form.needed,
        *(other for other, _ in form.only_if.values()),
    }
    assert declared <= set(form.base_fields)
    assert set(form.needed) <= set(form.only_if)


def test_a_hint_stands_below_its_choice():
    who = next(step.form for step in STEPS if step.slug == "who")
    html = render_to_string("gov/field.html", {"field": who()["by_other"]})
    assert "<span>我替别人填<small>替家里人、工友，或者他不会写字</small></span>" in html
    assert "<span>我自己的事，我自己填</span>" in html
