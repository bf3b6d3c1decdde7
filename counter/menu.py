"""The counter's place in the admin: the menu item with its number, the home panel, the site history."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogFormatter

from aid import acts
from aid.models import Evidence
from aid.policies import application_policy
from counter import paging, queue
from foundation.accounts import scope
from foundation.accounts.models import Role
from foundation.content.admin_home import WaitingItem


class CounterMenuItem(MenuItem):
    """For whoever holds a role of the counter."""

    def is_shown(self, request):
        return application_policy.user_has_permission(request.user, "view")


class ApplicationsMenuItem(CounterMenuItem):
    def render_component(self, request):
        component = super().render_component(request)
        found = queue.look_of(request).menu
        waiting, said = paging.said(found[queue.MINE]), paging.said(found[queue.ASKED])
        named = {"label": self.label, "waiting": waiting, "said": said}
        if found[queue.ASKED]:
            component.label = _("%(label)s（%(waiting)s，新留言 %(said)s）") % named
        elif found[queue.MINE]:
            component.label = _("%(label)s（%(waiting)s）") % named
        return component


class SearchPanel(Component):
    """The counter's search on the admin's home page: a call comes in, the number is typed, the case is there."""

    name = "applications_search"
    order = 2
    template_name = "counter/_search.html"

    def get_context_data(self, parent_context):
        return {"csrf_token": parent_context["csrf_token"]}


def waiting_items(request):
    """What waits for this officer, for the panel on the admin's home page."""
    if not application_policy.user_has_permission(request.user, "view"):
        return []
    found = queue.counts_for(request)
    address = reverse("applications:index")
    wanted = [
        ("urgent", _("先行援助，等决定或者等材料"), True),
        ("limit", _("时效快到的援助申请"), True),
        ("overdue", _("超期的援助申请"), True),
        (queue.ASKED, _("当事人的留言，还没有答复"), True),
        ("today", _("今天到期的援助申请"), True),
        ("mine", _("该我做的援助申请"), False),
        ("unconfirmed", _("替人填的，等本人确认"), False),
        ("unassigned", _("还没指派承办人"), False),
        ("left", _("承办人走了，要换人"), True),
    ]
    return [
        WaitingItem(label=label, count=paging.said(found[code]), url=f"{address}?show={code}", urgent=urgent)
        for code, label, urgent in wanted
        if found[code]
    ]


def scanner_items(request):
    """The alarm of the scanner: papers that wait for it too long. For whoever opens papers or can mend it."""
    role = scope.of(request.user).holds
    mends = request.user.is_superuser or role(Role.OPERATOR) or role(Role.SUPERVISOR)
    if not mends and not application_policy.user_has_permission(request.user, "view"):
        return []
    waiting = Evidence.objects.waiting_too_long(timezone.now()).count()
    label = _("查毒程序没有回应，材料打不开，请告诉运维")
    return [WaitingItem(label=label, count=waiting, url=reverse("wagtailadmin_home"), urgent=True)]


class ActFormatter(LogFormatter):
    label = gettext_lazy("办理援助申请")

    def format_message(self, log_entry):
        act = acts.find(log_entry.data.get("act", ""))
        return _("办理：%(act)s") % {"act": act.label if act else "—"}
