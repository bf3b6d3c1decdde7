import json

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy

from foundation.accounts.backoffice.only_own import OnlyOwn
from foundation.regions.backoffice.any_script import AnyScriptIndexView
from stations import keepers, services
from stations.backoffice.duty import CopyView, RosterView, ShiftView
from stations.backoffice.forms import PointPanel, StationForm
from stations.backoffice.hotlines import HotlineViewSet, ProblemViewSet
from stations.backoffice.imports import ImportViewSet
from stations.backoffice.meanwhile import MeanwhileCreateView, MeanwhileEditView
from stations.backoffice.schedule import HoursPanel, NoClashOnADay, VisitsPanel
from stations.exchange import plan, shape
from stations.models import Station


class StationPolicy(ModelPermissionPolicy):
    """A role brings the permission; the office says for which stations. Whatever is not theirs is not found."""

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_permission(user, action) and self._in_scope(user).filter(pk=instance.pk).exists()

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user, actions):
        if not self.user_has_any_permission(user, actions):
            return Station.objects.none()
        return self._in_scope(user)

    @staticmethod
    def _in_scope(user):
        return keepers.stations_of(user)


class StationIndex(AnyScriptIndexView):
    """Its table to take away has the shape in which stations come in: stations/exchange/shape.py."""

    def get_base_queryset(self):
        mine = self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, ["add", "change", "delete", "view"]
        )
        mine = mine.select_related("region", "office", "parent")
        return mine.prefetch_related("opening_hours") if self.is_export else mine

    def get_filename(self):
        return f"stations-{timezone.localdate():%Y%m%d}"

    def get_heading(self, queryset, field):
        return shape.headings()[field]

    def to_row_dict(self, item):
        return shape.told(item)

    @cached_property
    def header_more_buttons(self):
        asked = self.request.GET.copy()
        asked["export"] = "geojson"
        there = f"{reverse('station_register:geojson')}?{asked.urlencode()}"
        return [
            *super().header_more_buttons,
            Button(_("下载 GeoJSON"), url=there, icon_name="download", priority=110),
        ]

    def get_list_more_buttons(self, instance):
        buttons = super().get_list_more_buttons(instance)
        if self.permission_policy.user_has_permission(self.request.user, "change"):
            verify = reverse("station_register:verify", args=[instance.pk])
            roster = reverse("station_register:duty", args=[instance.pk])
            buttons.append(Button(_("值班表"), url=roster, icon_name="calendar-alt", priority=14))
            buttons.append(Button(_("核对过了"), url=verify, icon_name="check", priority=15))
            if instance.is_public:
                papers = reverse("station_register:papers", args=[instance.pk])
                buttons.append(
                    Button(_("印公示、联系卡、二维码"), url=papers, icon_name="doc-full", priority=16)
                )
        return buttons


class StationGeoJSON(StationIndex):
    """The list as filtered, as points."""

    def get(self, request, *args, **kwargs):
        found = self.get_queryset().prefetch_related("opening_hours")
        content = json.dumps(shape.feature_collection(found), ensure_ascii=False)
        name = f'attachment; filename="{self.get_filename()}.geojson"'
        return HttpResponse(content, "application/geo+json", headers={"Content-Disposition": name})


class SaysDoubts:
    """What is saved may be odd all the same: a person looks again."""

    def save_action(self):
        response = super().save_action()
        for said in plan.misplaced(self.object):
            messages.warning(self.request, said)
        return response


class StationAdd(SaysDoubts, MeanwhileCreateView):
    pass


class StationEdit(OnlyOwn, SaysDoubts, MeanwhileEditView):
    pass


class StationDelete(OnlyOwn, generic.DeleteView):
    template_name = "stations/admin/delete.html"

    @cached_property
    def records(self):
        return services.records_of(self.object)

    def form_valid(self, form):
        if self.records:
            return self.form_invalid(form)
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(records=self.records, **kwargs)
        context["is_protected"] = context.get("is_protected") or bool(self.records)
        return context


class StationUsage(OnlyOwn, ModelViewSet.usage_view_class):
    pass


class StationHistory(OnlyOwn, ModelViewSet.history_view_class):
    pass


class StationViewSet(ModelViewSet):
    model = Station
    icon = "site"
    menu_label = _("援助站")
    url_prefix = "station-register"
    copy_view_enabled = False
    index_view_class = StationIndex
    add_view_class = StationAdd
    edit_view_class = StationEdit
    delete_view_class = StationDelete
    usage_view_class = StationUsage
    history_view_class = StationHistory
    list_display = [
        "name",
        "region",
        Column("get_kind_display", label=_("类型"), sort_key="kind"),
        "phone",
        Column("get_status_display", label=_("状态"), sort_key="status"),
        "verified_on",
    ]
    list_filter = ["kind", "host", "level", "status", "verified_on"]
    list_export = list(shape.BY_NAME)
    search_fields = ["name", "address", "code", "region__full_name"]
    search_backend_name = None
    ordering = ["region__code", "name"]
    list_per_page = 50
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("seen_at"),
                    FieldPanel("name"),
                    FieldPanel("code"),
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("level"), FieldPanel("host")]),
                    FieldRowPanel([FieldPanel("office"), FieldPanel("region")]),
                    FieldPanel("phone"),
                    FieldPanel("parent"),
                    MultiFieldPanel(
                        [FieldPanel("status"), FieldPanel("opened_on"), FieldPanel("verified_on")],
                        heading=_("状态"),
                    ),
                ],
                heading=_("基本"),
            ),
            ObjectList(
                [
                    FieldPanel("address"),
                    FieldPanel("address_note"),
                    FieldPanel("directions"),
                    FieldPanel("pasted"),
                    FieldPanel("datum"),
                    FieldRowPanel(
                        [FieldPanel("lat", heading=_("纬度")), FieldPanel("lng", heading=_("经度"))]
                    ),
                    PointPanel(template="stations/admin/point.html"),
                    MultiFieldPanel([FieldPanel("photo"), FieldPanel("photo_alt")], heading=_("照片")),
                ],
                heading=_("在哪里"),
            ),
            ObjectList(
                [
                    HoursPanel("opening_hours", heading=_("每周开放时间"), label=_("时间段")),
                    FieldPanel("open_on_holidays"),
                    HoursPanel(
                        "special_days",
                        formset=NoClashOnADay,
                        heading=_("特别的日子"),
                        label=_("哪天"),
                        help_text=_("在每周时间、放假和调休之上：这一天不开，或者换了时间。"),
                    ),
                    InlinePanel(
                        "closures",
                        heading=_("停开"),
                        label=_("停开"),
                        help_text=_(
                            "装修、搬家这样一连几天的。到日子自己停、自己开；过去的留着，是这个站的历史。"
                        ),
                    ),
                    VisitsPanel(
                        "visits",
                        heading=_("巡回和停靠安排"),
                        label=_("一次"),
                        help_text=_("流动车停在哪里，或者站里的人去哪个工地、企业。取消的别删，写上原因。"),
                    ),
                ],
                heading=_("几点开门"),
            ),
            ObjectList(
                [
                    FieldPanel("services"),
                    FieldPanel("lawyer_days"),
                    FieldPanel("languages"),
                    FieldPanel("accessibility"),
                    FieldPanel("capacity"),
                ],
                heading=_("能办什么"),
            ),
        ],
        base_form_class=StationForm,
    )

    def get_urlpatterns(self):
        from stations.backoffice.papers import papers
        from stations.backoffice.picture import picture
        from stations.backoffice.views import verify

        return [
            *super().get_urlpatterns(),
            path("verify/<int:pk>/", verify, name="verify"),
            path("picture/", picture, name="picture"),
            path("geojson/", self.geojson_view, name="geojson"),
            path("papers/<int:pk>/", papers, name="papers"),
            path("duty/<int:pk>/", RosterView.as_view(), name="duty"),
            path("duty/<int:pk>/copy/", CopyView.as_view(), name="duty_copy"),
            path("duty/shift/<int:pk>/", ShiftView.as_view(), name="shift"),
        ]

    @property
    def geojson_view(self):
        return self.construct_view(StationGeoJSON, **self.get_index_view_kwargs() | {"list_export": []})


class PlacesGroup(ModelViewSetGroup):
    menu_label = _("站点与电话")
    menu_icon = "site"
    menu_order = 350
    items = (
        StationViewSet("station_register"),
        ImportViewSet(),
        HotlineViewSet("hotlines"),
        ProblemViewSet("hotline_problems"),
    )
