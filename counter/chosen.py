"""Which columns somebody sees in the queue: their own choice, or what their role works with."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from aid.models import QueueColumns
from counter import columns
from counter.lists import cleaned
from counter.views import CounterView
from foundation.accounts import scope
from foundation.accounts.models import Role

USUAL = ("due", "number", "person", "claim", "marks", "holder", "step")
# Of the first of these roles that somebody holds.
BY_ROLE = {
    Role.SUPERVISOR: ("due", "number", "person", "claim", "marks", "holder", "limitation", "step"),
    Role.CASEWORKER: ("due", "number", "person", "claim", "marks", "limitation", "step"),
}
ALWAYS = ("number", "step")  # which it is, and what to do


def of_role(user):
    held = scope.of(user)
    return next((names for role, names in BY_ROLE.items() if held.holds(role)), USUAL)


def own(user):
    """What somebody chose, as far as it is still there; () when they chose nothing."""
    kept = QueueColumns.objects.filter(person=user).first()
    return _in_order(kept.names) if kept else ()


def _in_order(names):
    return tuple(name for name in columns.COLUMNS if name in names or name in ALWAYS)


class ColumnsView(CounterView):
    """POST of the names; none of them brings back what the role works with."""

    def get(self, request):
        return redirect("applications:index")

    def post(self, request):
        names = _in_order(request.POST.getlist("column"))
        if "usual" in request.POST:
            QueueColumns.objects.filter(person=request.user).delete()
            messages.success(request, _("列回到了您的角色常用的。"))
        else:
            QueueColumns.objects.update_or_create(person=request.user, defaults={"names": list(names)})
            messages.success(request, _("列换好了。"))
        return redirect(f"{reverse('applications:index')}?{cleaned(request.POST.get('query', ''))}")
