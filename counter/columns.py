"""The queue's columns. A column is a row of COLUMNS, a field of Row, and a cell in templates/counter/columns/."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, Table

from aid.models import Application
from aid.policies import application_policy
from casework.models import Assignment
from counter import forms_first_aid, words
from foundation.accounts import scope
from foundation.vault.hiding import hide_numbers


class QueueColumn(Column):
    """A cell of its own template, which reads the whole Row as `instance`. `label` is said on cards too."""

    header_template_name = "counter/columns/header.html"

    def __init__(self, name, template, label):
        super().__init__(name, label=label, classname=f"queue__{name}")
        self.cell_template_name = template


COLUMNS = [
    QueueColumn("due", "counter/columns/due.html", _("到期")),
    QueueColumn("number", "counter/columns/number.html", _("编号")),
    QueueColumn("person", "counter/columns/person.html", _("申请人")),
    QueueColumn("claim", "counter/columns/claim.html", _("事项 · 单位")),
    QueueColumn("marks", "counter/columns/marks.html", _("标记")),
    QueueColumn("holder", "counter/columns/holder.html", _("在谁手里")),
    QueueColumn("step", "counter/columns/step.html", _("下一步")),
]


@dataclass(frozen=True)
class Row:
    application: Application
    url: str
    due: words.Due
    person: str
    others: int
    topic: str
    employer: str
    amount: object
    marks: list
    holder: str
    needs_holder: bool
    step_label: str
    step_url: str


def with_all(queryset, user):
    """What rows read: the same number of queries for any length."""
    return (
        queryset.with_twins()
        .with_acts_of(user)
        .select_related("office", "topic", "case", "desk", "first_aid")
        .prefetch_related(
            "claimants",
            Prefetch("case__assignments", Assignment.objects.current().with_assignee()),
        )
    )


def rows(applications, user, now):
    """A Row for each of the applications, which were read `with_all`."""
    held = scope.of(user)
    return [row(one, held, user, now) for one in applications]


def row(application, held, user, now):
    url = reverse("applications:inspect", args=[application.pk])
    step = next_step(application, held, user)
    people = application.people
    claimant = people[0] if people else application.claimant
    who, needs_holder = words.holder(application)
    return Row(
        application=application,
        url=url,
        due=words.due(application.next_due_at, application.next_due_kind, now),
        person=claimant.masked_name if claimant else "—",
        others=len(people) - 1,
        topic=application.topic.name,
        employer=hide_numbers(claimant.employer or claimant.project) if claimant else "",
        amount=claimed(people),
        marks=words.flags(application, words.sla.local_day(now), has_twin=application.has_twin),
        holder=who,
        needs_holder=needs_holder,
        step_label=str(step.label) if step else "",
        step_url=f"{url}?do={step.code}#act-{step.code}" if step else url,
    )


def claimed(people):
    """What they claim together, None when none of them claims an amount."""
    amounts = [person.amount_owed for person in people if person.amount_owed is not None]
    return sum(amounts) if amounts else None


def next_step(application, held, user):
    """The one act to offer first, or None when this officer has none to do now."""
    found = application_policy.next_acts(held, user, application)
    for act in found:
        if forms_first_aid.comes_first(act, application):
            return act
    found = [act for act in found if act.code not in forms_first_aid.WHEN]
    if application.waits_to_be_referred:
        found = sorted(found, key=lambda act: act.code != "refer_out")
        return found[0] if found else None
    return next((act for act in found if act.usual), None)


def table(shown, caption):
    return Table(COLUMNS, shown, classname="queue", caption=caption)
