"""电话导图 for editors: numbers, the problems they are for, and which nobody has checked."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_denied
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from foundation.regions.backoffice.any_script import AnyScriptIndexView
from foundation.regions.backoffice.fields import RegionCodeField
from stations import services
from stations.backoffice.meanwhile import MeanwhileCreateView, MeanwhileEditView
from stations.models import Hotline, Problem

FRESH_DAYS = 180


class HotlineForm(WagtailAdminModelForm):
    region = RegionCodeField(
        label=_("管哪里"),
        required=False,
        help_text=_("六位代码，比如 360700（江西省赣州市）。空着：全国都能打。"),
    )


class HotlineIndex(AnyScriptIndexView):
    def get_base_queryset(self):
        return Hotline.objects.select_related("region")

    def get_list_more_buttons(self, instance):
        buttons = super().get_list_more_buttons(instance)
        if self.permission_policy.user_has_permission(self.request.user, "change"):
            address = reverse("hotlines:verify", args=[instance.pk])
            buttons.append(Button(_("核对过了"), url=address, icon_name="check", priority=15))
        return buttons


class HotlineViewSet(ModelViewSet):
    model = Hotline
    icon = "mobile-alt"
    menu_label = _("电话导图")
    url_prefix = "hotlines"
    copy_view_enabled = False
    index_view_class = HotlineIndex
    add_view_class = MeanwhileCreateView
    edit_view_class = MeanwhileEditView
    list_display = [
        "phone",
        "name",
        Column("region", label=_("管哪里")),
        "description",
        "verified_on",
        BooleanColumn("is_active", label=_("启用")),
    ]
    list_filter = ["is_active", "verified_on"]
    search_fields = ["phone", "name", "description", "region__full_name"]
    search_backend_name = None
    ordering = ["order", "phone"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("phone"), FieldPanel("name")]),
            FieldRowPanel([FieldPanel("region"), FieldPanel("hours")]),
            FieldPanel("description"),
            FieldPanel("problems"),
            InlinePanel("uses", heading=_("打它办的事"), label=_("一件事")),
            MultiFieldPanel(
                [FieldPanel("source"), FieldPanel("verified_on")],
                heading=_("核对"),
            ),
            FieldRowPanel([FieldPanel("order"), FieldPanel("is_active"), FieldPanel("is_emergency")]),
        ],
        base_form_class=HotlineForm,
    )

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("verify/<int:pk>/", verify, name="verify")]


class ProblemViewSet(ModelViewSet):
    model = Problem
    icon = "list-ul"
    menu_label = _("碰到的事")
    url_prefix = "hotline-problems"
    copy_view_enabled = False
    index_view_class = AnyScriptIndexView
    form_fields = ["label", "help", "code", "icon", "topic", "order", "is_active"]
    list_display = ["label", "help", "order", BooleanColumn("is_active", label=_("显示"))]
    search_fields = ["label", "help"]
    search_backend_name = None
    ordering = ["order", "code"]


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request, pk):
    """Say that somebody has called the number today, and what is said of it holds."""
    if not request.user.has_perm("stations.change_hotline"):
        return permission_denied(request)
    hotline = get_object_or_404(Hotline, pk=pk)
    if request.method == "POST":
        services.confirm_hotline(hotline, actor=request.user, on=timezone.localdate())
        messages.success(request, _now("记下了：%(name)s 今天核对过。") % {"name": hotline})
        return redirect("hotlines:index")
    return render(request, "stations/admin/verify_hotline.html", {"hotline": hotline})


class UncheckedHotlinesView(ReportView):
    """没核对的电话: nobody has called, or not for half a year."""

    page_title = _("没核对的电话")
    header_icon = "mobile-alt"
    index_url_name = "unchecked_hotlines"
    index_results_url_name = "unchecked_hotlines_results"
    default_ordering = "phone"
    columns = [
        TitleColumn("phone", label=_("号码"), url_name="hotlines:verify"),
        Column("name", label=_("名称")),
        Column("region", label=_("管哪里")),
        Column("source", label=_("从哪里知道的")),
        DateColumn("verified_on", label=_("上次核对")),
    ]
    list_export = ["phone", "name", "region", "source", "verified_on"]
    export_headings = {
        "phone": _("号码"), "name": _("名称"), "region": _("管哪里"), "source": _("从哪里知道的"),
        "verified_on": _("上次核对"),
    }  # fmt: skip

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("stations.change_hotline"):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        since = timezone.localdate() - timedelta(days=FRESH_DAYS)
        return Hotline.objects.active().unchecked(since).select_related("region").order_by("order", "phone")
