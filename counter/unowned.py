"""Above everything on a supervisor's first page: what nobody works at, while somebody's day is coming."""

from django.urls import reverse
from wagtail.admin.ui.components import Component

from counter import paging, queue
from foundation.accounts import scope
from foundation.accounts.models import Role


def is_for(user):
    held = scope.of(user)
    return held.everything or held.holds(Role.SUPERVISOR)


class UnownedPanel(Component):
    """Says nothing when there is none."""

    name = "unowned"
    order = 1
    template_name = "counter/_unowned.html"

    def get_context_data(self, parent_context):
        found, address = queue.counts_for(parent_context["request"]), reverse("applications:index")
        lists = [
            {"code": code, "count": paging.said(found[code]), "url": f"{address}?show={code}"}
            for code in ("unowned", "left")
            if found[code]
        ]
        return {"lists": lists}
