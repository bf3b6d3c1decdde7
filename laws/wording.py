"""Words of reference rows (topics, terms) in other languages.

A topic is one row that everything is filed under, so its translations cannot be rows of their own: they
lie beside the Chinese as {"en": {"name": "Unpaid wages"}}, and `worded` picks by the active language.
"""

from django import forms
from django.conf import settings
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel


def other_languages():
    """(code, name) of each language of the site except the source."""
    return [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


class Worded(models.Model):
    """Abstract: `translations` holds the fields of `worded_fields` per language."""

    worded_fields: tuple[str, ...] = ()

    translations = models.JSONField(_("其他语言"), default=dict, blank=True)

    class Meta:
        abstract = True

    def worded(self, field):
        """The field in the active language, or the Chinese where nobody has translated it."""
        return self.translations.get(get_language() or "", {}).get(field) or getattr(self, field)


class WordedForm(WagtailAdminModelForm):
    """Offers one input per worded field and language instead of the raw JSON."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for language, field, name in self.translation_inputs():
            self.fields[name].initial = self.instance.translations.get(language, {}).get(field, "")

    @classmethod
    def translation_inputs(cls):
        for language, _name in other_languages():
            for field in cls._meta.model.worded_fields:
                yield language, field, translation_input(field, language)

    def save(self, commit=True):
        words = {}
        for language, field, name in self.translation_inputs():
            if text := self.cleaned_data.get(name, "").strip():
                words.setdefault(language, {})[field] = text
        self.instance.translations = words
        return super().save(commit)


def translation_input(field, language):
    return f"{field}__{language.replace('-', '_')}"


def worded_form(model):
    """A form base for the model with an input per worded field and language."""
    inputs = {}
    for language, language_name in other_languages():
        for name in model.worded_fields:
            field = model._meta.get_field(name)
            inputs[translation_input(name, language)] = forms.CharField(
                label=format_lazy("{}（{}）", field.verbose_name, language_name),
                required=False,
                max_length=getattr(field, "max_length", None),
                widget=forms.Textarea(attrs={"rows": 3}) if isinstance(field, models.TextField) else None,
            )
    return type("TranslatedWordsForm", (WordedForm,), inputs)


def translation_panels(model):
    """The panels of those inputs, one group a language."""
    return [
        MultiFieldPanel(
            [FieldPanel(translation_input(name, language)) for name in model.worded_fields],
            heading=format_lazy(_("译文：{}"), language_name),
            classname="collapsed",
        )
        for language, language_name in other_languages()
    ]
