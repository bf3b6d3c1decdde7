from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.viewsets.model import ModelViewSet

from foundation.workdays.models import CalendarDay


class CalendarDayForm(WagtailAdminModelForm):
    def save(self, commit=True):
        # What a person has entered is not overwritten by the next loading of the data files.
        self.instance.is_manual = True
        return super().save(commit)


class CalendarDayViewSet(ModelViewSet):
    model = CalendarDay
    icon = "calendar"
    menu_label = _("工作日历")
    menu_order = 910
    add_to_settings_menu = True
    copy_view_enabled = False
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("date", "kind", "name", "source", "is_provisional")],
        base_form_class=CalendarDayForm,
    )
    list_display = [
        "date",
        Column("get_kind_display", label=_("类型"), sort_key="kind"),
        "name",
        "source",
        BooleanColumn("is_provisional", label=_("暂定")),
        BooleanColumn("is_manual", label=_("手工修改")),
    ]
    list_filter = ["kind", "is_provisional", "is_manual"]
    search_fields = ["name", "source"]
    search_backend_name = None
    ordering = ["-date"]
    list_per_page = 50


calendar_days = CalendarDayViewSet("calendar_days")
