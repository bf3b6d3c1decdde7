"""No form of the application or of the counter speaks the framework's words, in any language."""

import re
from datetime import date
from pathlib import Path

import django
import polib
import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

import counter.forms
import counter.forms_case
import intake.forms
from counter.forms import ActForm
from foundation.content.forms import DatePartsField, PlainForm

pytestmark = pytest.mark.django_db

LANGUAGES = {"zh-hans": "zh_Hans", "zh-hant": "zh_Hant", "en": "en"}
PUBLIC = [getattr(intake.forms, name) for name in intake.forms.__all__ if name.endswith("Form")]
ACTS = [
    form
    for module in (counter.forms, counter.forms_case)
    for form in vars(module).values()
    if isinstance(form, type) and issubclass(form, ActForm) and form.action
]
WRONG = [
    *(
        "",
        " ",
        "\x00",
        "x\x00y",
        "长" * 20_000,
        "9" * 5000,
        "99999999999",
        "no-such-choice",
        "-1",
        "1.5",
        "ab",
    ),
    *("2026-02-30", "+1 650 555 0148", "\u202e", "🙂"),
]


def djangos_words(language):
    """A pattern for each sentence that Django's catalogues hold, also as another package's catalogue says it."""
    found = set()
    for path in Path(django.__file__).parent.rglob(f"{LANGUAGES[language]}/LC_MESSAGES/django.po"):
        entries = polib.pofile(str(path))
        found |= {entry.msgstr for entry in entries} | {
            said for e in entries for said in e.msgstr_plural.values()
        }
        with translation.override(language):
            for entry in entries:
                found |= {entry.msgid, entry.msgid_plural, translation.gettext(entry.msgid)}
    patterns = []
    for sentence in found:
        parts = re.split(r"%\(\w+\)[sd]|%[sd]|\{\w*\}", sentence)
        if len("".join(parts).strip()) >= 4:
            patterns.append(".*".join(map(re.escape, parts)))
    return re.compile("|".join(patterns), re.DOTALL)


@pytest.fixture(scope="module")
def djangos():
    return {language: djangos_words(language) for language in LANGUAGES}


def sent(form, name, field, value):
    """(data, files) in which the boxes of one field hold `value`, and nothing else is there."""
    if isinstance(field, forms.FileField):
        return {}, {name: SimpleUploadedFile("a.jpg", b"")}
    boxes = len(getattr(field.widget, "widgets", [])) or 0
    names = [f"{name}_{n}" for n in range(boxes)] or [name]
    return {form.add_prefix(one): value for one in names}, {}


def complaints(form, **kwargs):
    """[(field, message)] of everything that is wrong whatever is put into each field, and with nothing at all."""
    empty = form({}, {}, **kwargs)
    found = [(name, message) for name, messages in empty.errors.items() for message in messages]
    for name, field in empty.fields.items():
        for value in WRONG:
            data, files = sent(empty, name, field, value)
            tried = form(data, files, **kwargs)
            found += [(key, message) for key, messages in tried.errors.items() for message in messages]
    return set(found)


def test_the_patterns_know_the_frameworks_words(djangos):
    """So that the tests below can fail."""

    class Plain(forms.Form):
        name = forms.CharField(max_length=12)
        kind = forms.ChoiceField(choices=[("a", "a")])
        day = forms.DateField()
        count = forms.IntegerField()
        paper = forms.FileField()
        several = forms.MultipleChoiceField(choices=[("a", "a")])

    for language, words in djangos.items():
        with translation.override(language):
            said = [message for _name, message in complaints(Plain)]
        assert len(said) >= 12
        assert [message for message in said if not words.fullmatch(message)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", PUBLIC, ids=lambda form: form.__name__)
def test_a_public_form_speaks_our_words(form, language, djangos):
    with translation.override(language):
        said = complaints(form)
    assert [pair for pair in said if djangos[language].fullmatch(pair[1])] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ACTS, ids=lambda form: form.__name__)
def test_the_form_of_an_act_speaks_our_words(form, language, djangos):
    from tests.aid.factories import ApplicationFactory

    application = ApplicationFactory()
    application.supplement_asked_on = date(2026, 11, 20)  # so that the reason is asked for too
    with translation.override(language):
        said = complaints(form, application=application)
    assert [pair for pair in said if djangos[language].fullmatch(pair[1])] == []
    assert said


def test_every_form_is_one_of_those_that_speak_plainly():
    assert len(PUBLIC) > 10
    assert len(ACTS) > 10
    assert all(issubclass(form, PlainForm) for form in [*PUBLIC, *ACTS])
    fields = [field for form in PUBLIC for field in form.base_fields.values()]
    assert any(isinstance(field, DatePartsField) for field in fields)
