"""What has left the house, what waits, and what could not be delivered."""

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from foundation.notices import services, waiting
from foundation.notices.models import Channel, Message, State
from foundation.notices.templates import registry
from foundation.vault.errors import VaultError
from foundation.vault.masking import mask_phone


def masked_recipient(message) -> str:
    """Whom it is for, as much as a list needs: a masked number, a colleague's user name."""
    try:
        recipient = message.recipient
    except VaultError:
        return _("读不出")
    if message.channel == Channel.SMS:
        return mask_phone(recipient)
    if message.channel == Channel.EMAIL:
        name, _at, domain = recipient.partition("@")
        return f"{name[:1]}***@{domain}"
    return recipient


def reason(message) -> str:
    return waiting.why(message, timezone.now())


def kind(message) -> str:
    return registry.labels().get(message.template, message.template)


class MessageFilterSet(WagtailFilterSet):
    template = django_filters.ChoiceFilter(
        label=gettext_lazy("哪种消息"), choices=lambda: registry.labels().items()
    )

    class Meta:
        model = Message
        fields = ["state", "channel", "template"]


class ResendColumn(Column):
    cell_template_name = "notices/resend_cell.html"

    def get_value(self, instance):
        return instance.state == State.DEAD and instance.error not in services.UNSENDABLE

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        # A list is drawn with a context of its own, which knows no token.
        return {**context, "csrf_token": get_token(parent_context["request"])}


class OutboxReport(ReportView):
    model = Message
    page_title = gettext_lazy("消息")
    header_icon = "mail"
    index_url_name = "notices_outbox"
    index_results_url_name = "notices_outbox_results"
    filterset_class = MessageFilterSet
    permission_required = "view"
    default_ordering = "-created_at"
    list_export = []
    columns = [
        DateColumn("created_at", label=gettext_lazy("生成时间"), sort_key="created_at"),
        Column("get_state_display", label=gettext_lazy("状态")),
        Column("get_channel_display", label=gettext_lazy("渠道")),
        Column("template", label=gettext_lazy("哪种消息"), accessor=kind),
        Column("recipient", label=gettext_lazy("收件人"), accessor=masked_recipient),
        Column("attempts", label=gettext_lazy("已试次数")),
        Column("error", label=gettext_lazy("为什么，什么时候再发"), accessor=reason),
        ResendColumn("resend", label=gettext_lazy("重发")),
    ]

    def get_base_queryset(self):
        return Message.objects.visible_to(self.request.user).with_channel()


@require_POST
def resend(request, pk):
    """Another round for a dead letter of one's own offices."""
    if not request.user.has_perm("notices.resend_message"):
        raise PermissionDenied
    message = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
    message = services.resend(message, actor=request.user)
    if message.state == State.DEAD:
        messages.error(request, _("收件地址发不了，重发也没有用。请改用别的办法通知。"))
    else:
        messages.success(request, _("已放回待发，马上会再试。"))
    return redirect("notices_outbox")
