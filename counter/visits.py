"""上门: the route of an officer for a day, in its order, to read on the phone and to print."""

from datetime import date, timedelta

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from aid import sla
from aid.models import Application, VisitTask
from aid.services import visits
from counter import words
from counter.concern import care_rules
from counter.views import CounterView
from foundation.vault.services import record_access


class RouteView(CounterView):
    """One's own stops of a day: masked people, the place in full, what to mind; showing it is written down."""

    template_name = "counter/visits.html"
    page_title = gettext_lazy("上门")
    header_icon = "site"

    def get(self, request):
        today = sla.local_day(timezone.now())
        day = _day(request.GET.get("day", "")) or today
        mine = VisitTask.objects.filter(
            application__in=Application.objects.visible_to(request.user).values("pk")
        ).select_related("application__office", "claimant", "signed")
        stops = list(
            mine.of_day(request.user, day).prefetch_related(
                "application__care_notes", "application__claimants", "copies"
            )
        )
        now = timezone.now()
        rows = [
            (
                stop,
                next((one for one in stop.copies.all() if one.is_out(now)), None),
                [
                    *care_rules(stop.application, stop.claimant),
                    *(one for one in words.contact_rules(stop.claimant) if one.is_warning),
                ],
            )
            for stop in stops
        ]
        context = self.get_context_data(
            day=day,
            today=today,
            rows=rows,
            late=mine.late(request.user, today)[:50],
            before=day - timedelta(days=1),
            after=day + timedelta(days=1),
        )
        response = self.render_to_response(context).render()
        for application in {stop.application for stop in stops}:
            record_access(request.user, "aid.open_route", application, request=request)
        return response


class MoveView(CounterView):
    """POST: one stop up or down."""

    def get(self, request, pk, where):
        return redirect("applications:visits")

    def post(self, request, pk, where):
        task = VisitTask.objects.filter(officer=request.user, pk=pk).first()
        if task is None or where not in ("up", "down"):
            raise Http404
        visits.move(task, where == "up", actor=request.user)
        return redirect(f"{reverse('applications:visits')}?day={task.day.isoformat()}")


def _day(text):
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
