"""Messages inside the site, for whoever is signed in: the newest on the home page, the rest on a page."""

from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from foundation.notices import services
from foundation.notices.models import Message

ON_HOME = 5
ON_PAGE = 100


class InboxPanel(Component):
    """给我的消息: the unread ones, on the admin's home page. Nothing at all when there are none."""

    name = "inbox"
    order = 20
    template_name = "notices/inbox_panel.html"

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        unread = list(Message.objects.inbox_of(request.user).unread()[: ON_HOME + 1])
        return {
            "letters": unread[:ON_HOME],
            "has_more": len(unread) > ON_HOME,
            "request": request,
            "csrf_token": parent_context["csrf_token"],
        }


class InboxView(WagtailAdminTemplateMixin, TemplateView):
    """The newest messages, read or not. POST: one has been read, or all of them."""

    template_name = "notices/inbox.html"
    page_title = _("给我的消息")
    header_icon = "mail"

    def get_breadcrumbs_items(self):
        return [
            {"url": reverse_lazy("wagtailadmin_home"), "label": _("首页")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            letters=Message.objects.inbox_of(self.request.user)[:ON_PAGE], **kwargs
        )

    def post(self, request):
        message = request.POST.get("message", "")
        if message == "all":
            services.mark_read(request.user)
        elif message.isascii() and message.isdigit() and len(message) < 19:
            services.mark_read(request.user, int(message))
        after = request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(after, allowed_hosts={request.get_host()})
        return redirect(after if is_ours else "notices_inbox")
