"""The queue's columns. A column is a row of COLUMNS, a field of Row or of its application, and a cell in templates/counter/columns/."""

from copy import copy
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, Table

from aid import acts, turns
from aid.models import Application
from aid.policies import application_policy
from casework.models import Assignment
from counter import ties, words
from foundation.accounts import scope
from foundation.vault.hiding import hide_numbers


class QueueColumn(Column):
    """A cell of its own template, which reads the whole Row as `instance`. `label` is said on cards too."""

    header_template_name = "counter/columns/header.html"

    def __init__(self, name, template, label, *, sorts=(), exports=()):
        super().__init__(name, label=label, classname=f"queue__{name}")
        self.cell_template_name = template
        self.sorts, self.exports = sorts, exports

    def sorted_by(self, sort, address, may_choose=False):
        """The column with a link that sorts by it: the first of its `sorts`, or the next when that is chosen.

        `may_choose`: whether rows have a box to tick.
        """
        found = copy(self)
        found.header = Column.Header(found)
        found.may_choose = may_choose
        if self.sorts:
            following = self.sorts.index(sort) + 1 if sort in self.sorts else 0
            found.sort_query = address(sort=self.sorts[following % len(self.sorts)])
            found.is_sorted = sort in self.sorts
        return found


# `sorts`: names of counter.queue.SORTS. `exports`: columns of counter.export that say the same.
COLUMNS = {
    column.name: column
    for column in (
        QueueColumn(
            "due", "counter/columns/due.html", _("到期"), sorts=("", "late"), exports=("status", "due_on")
        ),
        QueueColumn("number", "counter/columns/number.html", _("编号"), exports=("reference", "case_number")),
        QueueColumn("person", "counter/columns/person.html", _("申请人"), exports=("person", "people")),
        QueueColumn("claim", "counter/columns/claim.html", _("事项 · 单位"), exports=("topic", "amount")),
        QueueColumn("marks", "counter/columns/marks.html", _("标记"), exports=("marks",)),
        QueueColumn("holder", "counter/columns/holder.html", _("在谁手里"), exports=("holder", "office")),
        QueueColumn(
            "submitted",
            "counter/columns/submitted.html",
            _("提交 · 渠道"),
            sorts=("new", "old"),
            exports=("submitted_on", "channel"),
        ),
        QueueColumn(
            "limitation",
            "counter/columns/limitation.html",
            _("最近的时效"),
            sorts=("limit",),
            exports=("limitation_on",),
        ),
        QueueColumn("step", "counter/columns/step.html", _("下一步")),
    )
}


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


def with_all(queryset, user, now):
    """What rows read, but for what `read_along` fetches: the same number of queries for any length."""
    return (
        ties.with_ties(queryset, user)
        .with_twins()
        .with_acts_of(user)
        .with_turn_of(user, now)
        .with_unread()
        .select_related("office", "topic", "case", "desk", "first_aid", "offered_to", "reviewer")
    )


def whole(keys, user, now):
    """The applications with the `keys`, in their order, read `with_all`: marks are worked out for these rows alone."""
    found = with_all(Application.objects.filter(pk__in=keys), user, now).in_bulk()
    return [found[key] for key in keys if key in found]


def along():
    # The letters: whether there is one to hear of or to close, the next step of a row.
    return [
        "claimants",
        "letters",
        Prefetch("case__assignments", Assignment.objects.current().with_assignee()),
    ]


def read_along(applications):
    """The people and who does the case: once for all tables of a page."""
    prefetch_related_objects(applications, *along())


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
        due=words.due_in_row(application, now),
        person=claimant.masked_name if claimant else "—",
        others=len(people) - 1,
        topic=application.topic.name,
        employer=hide_numbers(claimant.employer or claimant.project) if claimant else "",
        amount=claimed(people),
        marks=ties.flags(application.tied)
        + words.flags(
            application, words.sla.local_day(now), has_twin=application.has_twin and not application.tied
        ),
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
    """The act to offer first: what waits for this officer, else what is usual next and theirs to do; or None.

    Of what was read `with_all`.
    """
    if act := acts.find(application.turn):
        return act
    found = application_policy.next_acts(held, user, application, usual=True)
    return next((act for act in found if act.code not in turns.CALLED_FOR), None)


def table(shown, caption, chosen):
    """`chosen`: QueueColumns."""
    return Table(chosen, shown, classname="queue", caption=caption)
