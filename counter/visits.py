"""上门: the route of an officer for a day, in its order, to go by on the phone and to print."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from aid import absence, sla
from aid.models import Application, VisitCopy, VisitTask
from aid.services import visits
from counter import masked, words
from counter.concern import care_rules
from counter.reckoned import day_words
from counter.views import CounterView
from foundation.accounts.models import User
from foundation.vault.services import record_access

MOST_UNDONE = 50
MOST_PEOPLE = 300  # that a supervisor chooses from


@dataclass(frozen=True)
class Stop:
    """One visit of the page. `named`: whom one meets, with the buttons that show and dial; once for each person.

    `rules`: what to mind, where it does not stand beside the phone.
    `late_for`: until when the stop before it was agreed, where that is after this one begins. `up`, `down`: whether
    there is one to change places with.
    """

    task: VisitTask
    named: list
    rules: list
    out: VisitCopy | None = None
    late_for: str = ""
    is_next: bool = False
    up: bool = False
    down: bool = False


def of(user):
    """The visits of the applications that `user` sees."""
    return VisitTask.objects.filter(application__in=Application.objects.visible_to(user).values("pk"))


def route(tasks, undone, now):
    """(what was left undone, what is to come, what is over) of a day as the page shows it, each a list of Stop."""
    ahead = [one for one in tasks if one.is_planned]
    met: set[int] = set()
    left = [_stop(one, now, met) for one in undone]
    late_for = dict(zip([one.pk for one in ahead], pressed(ahead), strict=True))
    coming = [
        _stop(one, now, met, late_for=late_for[one.pk], is_next=n == 0, up=n > 0, down=n < len(ahead) - 1)
        for n, one in enumerate(ahead)
    ]
    over = [Stop(one, [], []) for one in tasks if not one.is_planned]
    return left, coming, over


def pressed(stops):
    """For each stop in the order of the day: the end of an earlier one that is agreed for after this one begins, or ""."""
    found, until = [], None
    for one in stops:
        begins, ends = one.from_time, one.to_time
        found.append(f"{until:%-H:%M}" if until and begins and begins < until else "")
        until = max(filter(None, (until, ends)), default=None)
    return found


def _stop(task, now, met, **more):
    rules = [*care_rules(task.application, task.claimant), *words.contact_rules(task.claimant)]
    named = [] if task.claimant_id in met else masked.to_meet(task.claimant, rules)
    met.add(task.claimant_id)
    # They stand beside the phone where there is one.
    apart = [] if any(one.rules for one in named) else [rule for rule in rules if rule.is_warning]
    out = next((one for one in task.copies.all() if one.is_out(now)), None)
    return Stop(task, named, apart, out, **more)


class RouteView(CounterView):
    """The stops of a day of one's own, or of somebody whom one supervises; showing them is written down.

    People are masked, the place is told in full.
    """

    template_name = "counter/visits.html"
    page_title = gettext_lazy("上门")
    header_icon = "site"

    def get(self, request):
        now = timezone.now()
        today = sla.local_day(now)
        people = absence.people_of(request.user)
        whose = self.whose(people)
        day = _day(request.GET.get("day", "")) or today
        tasks, undone = self.read(of(request.user).of_day(whose, day)), of(request.user).late(whose, today)
        left, coming, over = route(tasks, self.read(undone)[:MOST_UNDONE] if day == today else [], now)
        is_mine = whose == request.user
        context = self.get_context_data(
            day=day,
            today=today,
            heading=heading(day, today, coming, over),
            days=_days(today),
            query="" if is_mine else f"&who={whose.pk}",
            people=people[:MOST_PEOPLE],
            whose=whose,
            is_mine=is_mine,
            left=left,
            undone=undone.count() if day != today else 0,
            coming=coming,
            over=over,
        )
        response = self.render_to_response(context).render()
        for application in {stop.task.application for stop in (*left, *coming, *over)}:
            record_access(request.user, "aid.open_route", application, request=request)
        return response

    @staticmethod
    def read(tasks):
        found = tasks.select_related("application__office", "claimant")
        return found.prefetch_related("application__care_notes", "application__claimants", "copies")

    def whose(self, people):
        asked = self.request.GET.get("who", "")
        if not asked or asked == str(self.request.user.pk):
            return self.request.user
        if not asked.isdecimal() or len(asked) > 9:
            raise Http404
        return self.seen_or_404(people, User, int(asked))


def heading(day, today, coming, over):
    """What the day is like, in one line."""
    said = {"day": day_words(day, today), "ahead": len(coming), "done": len(over)}
    if coming and over:
        return _("%(day)s：还要去 %(ahead)d 处，去过 %(done)d 处") % said
    if coming:
        return _("%(day)s：要去 %(ahead)d 处") % said
    if over:
        return _("%(day)s：%(done)d 处都去过了") % said
    return _("%(day)s：没有要去的地方") % said


def _days(today):
    near = ((-1, _("昨天")), (0, _("今天")), (1, _("明天")))
    return [(today + timedelta(days=n), label) for n, label in near]


class MoveView(CounterView):
    """POST: one stop up or down."""

    def get(self, request, pk, where):
        return redirect("applications:visits")

    def post(self, request, pk, where):
        task = _own_or_404(request, pk)
        if where not in ("up", "down"):
            raise Http404
        visits.move(task, where == "up", actor=request.user)
        return _back(task)


class ThereView(CounterView):
    """POST: 到了. The result is written later."""

    def get(self, request, pk):
        return redirect("applications:visits")

    def post(self, request, pk):
        task = _own_or_404(request, pk)
        try:
            visits.arrive(task, actor=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return _back(task)


def _own_or_404(request, pk):
    """One's own visit. That of somebody else is none, and trying it is an entry."""
    task = of(request.user).filter(officer=request.user, pk=pk).first()
    if task is None:
        if foreign := VisitTask.objects.select_related("application").filter(pk=pk).first():
            record_access(request.user, "aid.refused_look", foreign.application, f"visit {pk}", request)
        raise Http404
    return task


def _back(task):
    return redirect(f"{reverse('applications:visits')}?day={task.day.isoformat()}#stop-{task.pk}")


def _day(text):
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
