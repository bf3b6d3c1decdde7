"""What narrows the queue: codes, offices of one's own, days. Never a name or a number, which no address holds."""

from datetime import datetime, time
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import CharField, Value
from django.db.models.functions import Coalesce, Concat, NullIf
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from aid import acts, sla, turns
from aid.choices import Channel, LateReason
from aid.clock_rules import OFFICE_KINDS, Kind
from aid.models import Application
from aid.status import CASE_ROLES
from aid.workflow import Status
from casework import held, late
from foundation.accounts import scope
from foundation.accounts.models import Membership, Office, User
from laws.models import Topic

ANY = _("都要")
PEOPLE = 300  # offered by name; whoever is asked for by an address is there besides


def opened(**query):
    """The address of the queue narrowed so: what a number opens that counts the same."""
    return f"{reverse('applications:index')}?{urlencode(query)}"


def _people(offices):
    """Who works on applications in those offices, as the rows of `_named`."""
    members = Membership.objects.filter(office__in=offices.order_by().values("pk"), role__in=CASE_ROLES)
    name = Coalesce(
        NullIf(Concat("last_name", "first_name"), Value("")), "username", output_field=CharField()
    )
    people = User.objects.filter(pk__in=members.order_by().values("user")).order_by("pk")
    return people.values_list(Value("holder"), "pk", name, name)


def _named(user, asked):
    """{kind: [(pk, name)]} in one query: the offices in the scope of `user`, who works there, the topics.

    `asked`: keys of people who are there however many there are.
    """
    within = Office.objects.within_scope_of(user)
    offices = within.order_by().values_list(Value("office"), "pk", "name", "path")
    topics = Topic.objects.order_by().values_list(Value("topic"), "pk", "name", "code")
    people = _people(within)
    rows = offices.union(topics, people[:PEOPLE], people.filter(pk__in=asked))
    found = {"office": [], "topic": [], "holder": []}
    for kind, pk, name, _place in sorted(rows, key=lambda row: row[3]):
        found[kind].append((pk, name))
    return found


def _steps(user):
    """The acts that may wait for somebody of the roles of `user`, and what is theirs as long as it runs."""
    mine = scope.of(user)
    found = [
        (act.code, act.label)
        for flow in acts.workflows()
        for act in flow.acts.values()
        if (act.usual or act.code in turns.CALLED_FOR)
        and (mine.everything or any(mine.holds(role) for role in act.roles))
    ]
    return [*found, (turns.IN_HAND, _("别的"))]


def _is_key(value):
    return value.isascii() and value.isdigit() and len(value) < 10


class _Day(django_filters.DateFilter):
    """The days from, or up to, one of Shanghai's."""

    def __init__(self, lookup, at, **kwargs):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(field_name="submitted_at", lookup_expr=lookup, widget=widget, **kwargs)
        self.at = at

    def filter(self, queryset, value):
        return super().filter(queryset, value and datetime.combine(value, self.at, sla.SHANGHAI))


class _OfLate(django_filters.ChoiceFilter):
    """A part of what is asked of one clock that ran out; `ApplicationFilterSet.filter_queryset` asks it whole."""

    def filter(self, queryset, _value):
        return queryset


class _LateDay(_Day):
    def filter(self, queryset, _value):
        return queryset


class ApplicationFilterSet(WagtailFilterSet):
    status = django_filters.ChoiceFilter(choices=Status.choices, label=_("状态"), empty_label=ANY)
    channel = django_filters.ChoiceFilter(choices=Channel.choices, label=_("渠道"), empty_label=ANY)
    topic = django_filters.ChoiceFilter(label=_("援助事项"), empty_label=ANY)
    office = django_filters.ChoiceFilter(label=_("办理机构"), empty_label=ANY)
    since = _Day("gte", time.min, label=_("提交日期，从"))
    until = _Day("lte", time.max, label=_("提交日期，到"))
    clock = django_filters.ChoiceFilter(
        field_name="next_due_kind", choices=Kind.choices, label=_("下一个期限"), empty_label=ANY
    )
    holder = django_filters.ChoiceFilter(method="in_hands_of", label=_("在谁手里"), empty_label=ANY)
    step = django_filters.ChoiceFilter(method="to_do", label=_("轮到我做什么"), empty_label=ANY)
    why = _OfLate(
        choices=[*LateReason.choices, (late.SILENT, late.UNSAID)], label=_("超期原因"), empty_label=ANY
    )
    missed = _OfLate(
        choices=[(kind.value, kind.label) for kind in OFFICE_KINDS],
        label=_("超期的是哪一步"),
        empty_label=ANY,
    )
    done = _OfLate(choices=late.State.choices, label=_("超期以后"), empty_label=ANY)
    late_by = _OfLate(label=_("晚在谁手里"), empty_label=ANY)
    late_since = _LateDay("gte", time.min, label=_("超期的期限，从"))
    late_until = _LateDay("lte", time.max, label=_("超期的期限，到"))

    class Meta:
        model = Application
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = {value for name in ("holder", "late_by") if _is_key(value := self.data.get(name, ""))}
        named = _named(self.request.user, asked)
        # Somebody of another office may have had it: what they did is found, their name is not said.
        known = {str(pk) for pk, _name in named["holder"]}
        people = [*named["holder"], *((pk, _("别处的同事")) for pk in sorted(asked - known))]
        named |= {
            "holder": people,
            "late_by": [*people, (late.NOBODY, _("没有具体的人"))],
            "step": _steps(self.request.user),
        }
        for kind, choices in named.items():
            self.filters[kind].extra["choices"] = choices
        if len(self.filters["office"].extra["choices"]) < 2:
            del self.filters["office"]

    def filter_queryset(self, queryset):
        """Narrowed; all that is asked of what ran out is asked of one and the same clock."""
        queryset, asked = super().filter_queryset(queryset), self.form.cleaned_data
        said = {
            "kind": asked["missed"],
            "state": asked["done"],
            "why": asked["why"],
            "whose": asked["late_by"],
            "since": asked["late_since"],
            "until": asked["late_until"],
        }
        if not any(said.values()):
            return queryset
        found = late.ran_out(timezone.now(), **said)
        found = found.filter(application__in=queryset.order_by().values("pk"))
        return queryset.filter(scope.one_of("id", found.values("application")))

    def in_hands_of(self, queryset, _name, value):
        return queryset.filter(held.by(value))

    def to_do(self, queryset, _name, value):
        turn = queryset.with_turn_of(self.request.user, timezone.now())
        return turn.filter(turn=value)

    @property
    def of_late(self):
        """The fields that ask of a clock that ran out, and whether one of them is filled in: for the form."""
        names = [name for name, one in self.filters.items() if isinstance(one, _OfLate | _LateDay)]
        return [self.form[name] for name in names], any(self.data.get(name) for name in names)

    @property
    def of_all(self):
        """The other fields."""
        return [
            self.form[name] for name, one in self.filters.items() if not isinstance(one, _OfLate | _LateDay)
        ]

    def chosen(self):
        """What is chosen, as code=value: for the access log."""
        if not self.is_valid():
            return ""
        return " ".join(f"{name}={self.data[name]}" for name in self.form.changed_data)
