"""Wagtail's admin without scripts in its pages, so that the content policy forbids them.

Wagtail writes a script beside each chooser, date and list of rows. Here what to start and with what stands in a data
attribute, and static/js/admin-start.js starts it; lists of rows are in templates/wagtailadmin/panels/.
"""

import json

from django.forms import Widget
from django.utils.html import format_html
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput, BaseChooser

_DATES = {
    AdminDateInput: ("initDateChooser", "django/forms/widgets/date.html"),
    AdminTimeInput: ("initTimeChooser", "django/forms/widgets/time.html"),
    AdminDateTimeInput: ("initDateTimeChooser", "django/forms/widgets/datetime.html"),
}


def mend_widgets():
    BaseChooser.render = _render_chooser
    for widget, (starter, template) in _DATES.items():
        widget.template_name = template
        widget.render = _date_started_by(starter)


def _with_start(html, starter, id_, options):
    return format_html(
        '{}<span hidden data-start="{}" data-id="{}" data-options="{}"></span>', html, starter, id_, options
    )


def _date_started_by(starter):
    def render(self, name, value, attrs=None, renderer=None):
        options = json.dumps(self.get_config())
        return _with_start(Widget.render(self, name, value, attrs, renderer), starter, attrs["id"], options)

    return render


def _render_chooser(self, name, value, attrs=None, renderer=None):
    if type(self).render_js_init is not BaseChooser.render_js_init:
        return _wagtails(self, name, value, attrs, renderer)
    value_data = self.get_value_data(value)
    options = json.dumps(self.get_js_init_options(attrs["id"], name, value_data))
    return _with_start(self.render_html(name, value_data, attrs), self.js_constructor, attrs["id"], options)


_wagtails = BaseChooser.render
