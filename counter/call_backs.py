"""要回电话的: who left a number, for the receptionists of the office. A list, a look at one number, two buttons."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem

from aid import promised
from aid.models import Call, CallBack
from aid.models.call_back import CALLERS
from aid.services import call_back as services
from counter import paging, queue, words
from counter.masked import to_dial
from counter.views import CounterView, forbidden, in_clear
from foundation.accounts import scope
from foundation.content.admin_home import WaitingItem
from foundation.vault.services import record_access

PER_PAGE = 25
ACTS = {"done": services.done, "not-reached": services.not_reached}


def may_call(user):
    held = scope.of(user)
    return held.everything or any(held.holds(role) for role in CALLERS)


def count_for(request):
    """How many wait for whoever asks, bounded: counted with the tabs, once in a request."""
    return queue.look_of(request).menu[queue.CALL_BACKS]


class CallBackMenuItem(MenuItem):
    def is_shown(self, request):
        return may_call(request.user)

    def render_component(self, request):
        component = super().render_component(request)
        if waiting := count_for(request):
            component.label = _("%(label)s（%(waiting)s）") % {
                "label": self.label,
                "waiting": paging.said(waiting),
            }
        return component


def waiting_items(request):
    """For the panel on the admin's home page."""
    if not may_call(request.user):
        return []
    return [
        WaitingItem(
            label=_("要回的电话"),
            count=paging.said(count_for(request)) if count_for(request) else 0,
            url=reverse("applications:call_backs"),
        )
    ]


class CallBackView(CounterView):
    """Common to all: for those who receive people; of the call-backs of their offices."""

    header_icon = "mobile-alt"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not may_call(request.user):
            return forbidden(request, _("回电话由受理员来做。"))
        return super().dispatch(request, *args, **kwargs)

    def get_call_back(self, pk):
        return self.seen_or_404(CallBack.objects.visible_to(self.request.user), CallBack, pk)


class CallBacksView(CallBackView):
    """Whoever waits, due first; with `?show=done` those who were reached, the latest first."""

    template_name = "counter/call_backs.html"
    page_title = gettext_lazy("要回电话的")

    def get(self, request):
        return self.show()

    def typed(self, pk):
        """The list is one form: what was typed for another comes along, and stands there again."""
        return self.request.POST.get(f"note-{pk}", "").replace("\x00", "")

    def show(self, *, revealed=None, failed=None, status=200):
        """`revealed`: the request shown with its number; `failed`: (pk, what is wrong with its note)."""
        is_done = self.request.GET.get("show") == "done"
        seen = CallBack.objects.visible_to(self.request.user)
        found = (
            seen.done().order_by("-done_at", "-pk") if is_done else seen.waiting().order_by("due_at", "pk")
        )
        found = found.select_related("office").prefetch_related(
            Prefetch("calls", Call.objects.select_related("actor"))
        )
        page = paging.KeysetPaginator(found, PER_PAGE).get_page(self.request.GET.get("after"))
        now = timezone.now()
        rows = [
            {
                "call_back": one,
                "due": words.when_due(one.due_at, now),
                "rules": words.call_rules(one),
                "is_shown": one.pk == revealed,
                "tel": to_dial(one.phone) if one.pk == revealed else "",
                "wrong": failed[1] if failed and failed[0] == one.pk else "",
                "typed": self.typed(one.pk),
                "key": uuid.uuid4(),
            }
            for one in page.object_list
        ]
        context = self.get_context_data(
            rows=rows,
            page=page,
            is_done=is_done,
            here=self.request.GET.urlencode(),
            waiting=paging.said(count_for(self.request)),
            days=promised.days(promised.CALL_BACK),
        )
        response = self.render_to_response(context, status=status).render()
        if revealed is None and rows:
            # Whose stories stood on the page: one entry for all of them.
            shown = " ".join(str(row["call_back"].pk) for row in rows)
            record_access(self.request.user, "aid.open_call_backs", self.request.user, shown, self.request)
        return response


class RevealView(CallBacksView):
    """POST: show the name and the number of one request, once, and write down who looked."""

    def get(self, request, pk):
        return redirect("applications:call_backs")

    @in_clear
    def post(self, request, pk):
        found = services.reveal(self.get_call_back(pk), actor=request.user, request=request)
        return self.show(revealed=found.pk)


class CalledView(CallBacksView):
    """POST: 打过了 or 没打通, with what is worth knowing."""

    def get(self, request, pk, outcome):
        return redirect("applications:call_backs")

    def post(self, request, pk, outcome):
        if outcome not in ACTS:
            raise Http404
        try:
            ACTS[outcome](self.get_call_back(pk), actor=request.user, key=self._key(pk), note=self.typed(pk))
        except services.AlreadyDone:
            messages.warning(request, _("别人已经打通了这个电话，看“打过的”。"))
        except ValidationError as error:
            return self.show(failed=(pk, error.messages[0]), status=422)
        else:
            messages.success(request, _("记下了。"))
        request.POST = request.POST.copy()
        request.POST.pop(f"note-{pk}", None)
        if any(value.strip() for name, value in request.POST.items() if name.startswith("note-")):
            return self.show()
        return redirect("applications:call_backs")

    def _key(self, pk):
        try:
            return uuid.UUID(self.request.POST.get(f"key-{pk}", ""))
        except ValueError:
            return uuid.uuid4()
