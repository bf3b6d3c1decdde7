"""等我处理的: the panel on the admin's first page that says what waits for whoever signed in.

An app registers in its wagtail_hooks.py:

    @hooks.register("register_waiting_items")
    def register_waiting_items():
        return [waiting_applications]  # callables: request -> list of WaitingItem
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component


@dataclass(frozen=True)
class WaitingItem:
    label: str
    count: int | str  # in words where counting stops somewhere
    url: str
    urgent: bool = False  # past or at its date: shown first, and in words


class WaitingPanel(Component):
    name = "waiting"
    order = 10
    template_name = "content/admin/waiting_panel.html"

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        items = [
            item
            for register in hooks.get_hooks("register_waiting_items")
            for source in register()
            for item in source(request)
            if item.count
        ]
        items.sort(key=lambda item: not item.urgent)  # stable: each app's own order is kept
        return {"items": items, "heading": _("等我处理的"), "user": request.user}
