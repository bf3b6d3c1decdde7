"""What the form templates of the `gov` pack ask about a field."""

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from django import forms, template

from foundation.content.kept import kept

register = template.Library()

INPUT = "input"


@register.filter
def fields(form):
    """All fields of a form. Of a class that looks the same for everybody (`looks_alike`) they are drawn once."""
    return _blank(type(form)) if getattr(form, "looks_alike", False) else as_crispy_form(form)


@kept
def _blank(form_class):
    return as_crispy_form(form_class())


@register.filter
def kind(field):
    """Which part of gov/field.html draws this field."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.MultiWidget):
        return "parts"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "input"


@register.filter
def drawn(field):
    """The widget with our class; Django itself adds aria-describedby and aria-invalid."""
    widget = field.field.widget
    base = "file" if isinstance(widget, forms.FileInput) else INPUT
    extra = widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{base} {extra}".strip()})


@register.filter
def affix(field):
    """The unit behind the box: attrs={"data-affix": "元"}."""
    return field.field.widget.attrs.get("data-affix", "")


@register.filter
def anchor(field):
    """The id to jump to from the error summary: the first box of a group."""
    if kind(field) in {"choices", "parts"}:
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


@register.filter
def parts(field):
    """The boxes of a date in parts: [{name, value, attrs, …}], as its widget gives them."""
    data = field.field.widget.get_context(
        field.html_name, field.value(), {**field.field.widget.attrs, "id": field.auto_id}
    )
    boxes = data["widget"]["subwidgets"]
    labels = getattr(field.field.widget, "labels", [""] * len(boxes))
    return [{**box, "words": label} for box, label in zip(boxes, labels, strict=True)]


@register.filter
def as_topic(label):
    """A question without its mark, to be followed by a colon."""
    return str(label).rstrip("？?")


@register.filter
def error_count(form):
    return sum(len(errors) for errors in form.errors.values())
