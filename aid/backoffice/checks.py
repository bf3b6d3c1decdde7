"""核对单 under 当地规定: what is looked at before a step is done."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column

from aid.backoffice.local import LocalViewSet
from aid.models import StepCheck


class StepCheckViewSet(LocalViewSet):
    model = StepCheck
    name = "step_checks_admin"
    url_prefix = "step-checks"
    icon = "tick"
    menu_label = _("核对单")
    own_columns = [
        "text",
        Column("get_act_display", label=_("哪一步"), sort_key="act"),
        BooleanColumn("is_required", label=_("一定要核对")),
        "office",
    ]
    own_panels = [
        FieldRowPanel([FieldPanel("act"), FieldPanel("position")]),
        FieldPanel("text"),
        FieldPanel("is_required"),
        FieldPanel("office"),
    ]
