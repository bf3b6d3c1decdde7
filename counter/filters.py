"""What narrows the queue: codes, offices of one's own, days. Never a name or a number, which no address holds."""

from datetime import datetime, time

import django_filters
from django import forms
from django.db.models import Value
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from aid import sla
from aid.choices import Channel
from aid.models import Application
from aid.workflow import Status
from foundation.accounts.models import Office
from laws.models import Topic

ANY = _("都要")


def _named(user):
    """The offices in the scope of `user` and the topics, as {kind: [(pk, name)]}, in one query."""
    offices = Office.objects.within_scope_of(user).values_list(Value("office"), "pk", "name", "path")
    topics = Topic.objects.values_list(Value("topic"), "pk", "name", "code")
    found = {"office": [], "topic": []}
    for kind, pk, name, _place in sorted(offices.order_by().union(topics.order_by()), key=lambda row: row[3]):
        found[kind].append((pk, name))
    return found


class _Day(django_filters.DateFilter):
    """The days from, or up to, one of Shanghai's."""

    def __init__(self, lookup, at, **kwargs):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(field_name="submitted_at", lookup_expr=lookup, widget=widget, **kwargs)
        self.at = at

    def filter(self, queryset, value):
        return super().filter(queryset, value and datetime.combine(value, self.at, sla.SHANGHAI))


class ApplicationFilterSet(WagtailFilterSet):
    status = django_filters.ChoiceFilter(choices=Status.choices, label=_("状态"), empty_label=ANY)
    channel = django_filters.ChoiceFilter(choices=Channel.choices, label=_("渠道"), empty_label=ANY)
    topic = django_filters.ChoiceFilter(label=_("援助事项"), empty_label=ANY)
    office = django_filters.ChoiceFilter(label=_("办理机构"), empty_label=ANY)
    since = _Day("gte", time.min, label=_("提交日期，从"))
    until = _Day("lte", time.max, label=_("提交日期，到"))

    class Meta:
        model = Application
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for kind, choices in _named(self.request.user).items():
            self.filters[kind].extra["choices"] = choices
        if len(self.filters["office"].extra["choices"]) < 2:
            del self.filters["office"]

    def chosen(self):
        """What is chosen, as code=value: for the access log."""
        if not self.is_valid():
            return ""
        return " ".join(f"{name}={self.data[name]}" for name in self.form.changed_data)
