"""Form fields that read what people type through aid.inputs."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aid import inputs
from aid.sla import today_in_shanghai
from foundation.content.forms import DatePartsField
from foundation.vault import spelling


class TypedField(forms.CharField):
    """Text as people type and paste it. The browser does not cut it short: what is too long is said, not lost."""

    def widget_attrs(self, widget):
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class LineField(TypedField):
    """A line of text; NUL and other control characters are what a copied text brings along: they are dropped."""

    def to_python(self, value):
        return spelling.written(super().to_python(value) or "")


class ReadField(LineField):
    """A line of text read by `reader`, whose ValueError is shown at the field."""

    def __init__(self, *, reader, **kwargs):
        self.reader = reader
        kwargs.setdefault("max_length", 80)
        super().__init__(**kwargs)

    def clean(self, value):
        text = super().clean(value)
        if text in self.empty_values:
            return ""
        try:
            return self.reader(text)
        except ValueError as wrong:
            raise ValidationError(str(wrong), code="invalid") from wrong


class MoneyField(ReadField):
    """Yuan, read by `reader`."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "data-affix": _("元"), "class": "input--money"})

    def __init__(self, *, reader=inputs.money, **kwargs):
        super().__init__(reader=reader, **kwargs)


class PhoneField(ReadField):
    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})

    def __init__(self, *, reader=inputs.phone, **kwargs):
        super().__init__(reader=reader, **kwargs)


class OneOfField(forms.ChoiceField):
    """One of a few, all of them in sight."""

    widget = forms.RadioSelect
    default_error_messages = {"required": _("选一个最像的")}

    def __deepcopy__(self, memo):
        # Every form has fields of its own; Django copies each choice as well, though nobody changes one.
        copied = super(forms.ChoiceField, self).__deepcopy__(memo)
        copied._choices = list(self._choices)
        return copied


class DayField(DatePartsField):
    """A day up to today in Shanghai."""

    def __init__(self, **kwargs):
        super().__init__(today=today_in_shanghai, **kwargs)


class MonthField(DayField):
    """A month up to this one; its first day."""

    def __init__(self, **kwargs):
        super().__init__(with_day=False, **kwargs)


class StoryField(TypedField):
    """Several lines of text; control characters other than line ends are dropped."""

    widget = forms.Textarea

    def to_python(self, value):
        return inputs.lines(super().to_python(value) or "")


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    # What a telephone offers to choose from. What a file is decides its content, not this.
    ACCEPT = (
        "image/*,.heic,.heif,application/pdf,.pdf,.doc,.docx,.xls,.xlsx,audio/*,.m4a,.mp3,.amr,.aac,.wav,"
        "video/mp4,video/3gpp,video/quicktime,.mp4,.3gp"
    )
    template_name = "django/forms/widgets/file.html"

    def __init__(self, attrs=None):
        super().__init__({"accept": self.ACCEPT} | (attrs or {}))


class ManyFilesField(forms.FileField):
    """Any number of files. What is in them is aid.files' business."""

    widget = ManyFilesInput

    def clean(self, data, initial=None):
        files = data if isinstance(data, (list, tuple)) else [data]
        return [f for f in files if f]
