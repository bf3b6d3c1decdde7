"""The 当地规定 menu: what places add to the law. Dated rows: an old one gets the first day on which it holds no more, a new one is added."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from aid.backoffice.changes import RuleEditView
from aid.backoffice.forms import RuleForm
from aid.models import (
    HardshipStandard,
    InformedBody,
    LocalCutoff,
    LocalExemption,
    LocalMatter,
    LocalPaperDays,
    LocalReopenDays,
    LocalWarnDays,
)
from foundation.accounts.backoffice.only_own import OnlyOwn
from foundation.regions.backoffice.any_script import AnyScriptIndexView

_WHEN_AND_WHERE = [
    FieldPanel("region"),
    FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
    MultiFieldPanel([FieldPanel("source"), FieldPanel("verified_on")], heading=_("依据")),
    FieldPanel("note"),
]


class RuleIndex(AnyScriptIndexView):
    def get_base_queryset(self):
        mine = self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, self.any_permission_required
        )
        related = {"region", "office"} & {field.name for field in self.model._meta.fields}
        return mine.select_related(*related)


class RuleDelete(OnlyOwn, generic.DeleteView):
    pass


class RuleHistory(OnlyOwn, ModelViewSet.history_view_class):
    pass


class RuleUsage(OnlyOwn, ModelViewSet.usage_view_class):
    pass


class LocalViewSet(ModelViewSet):
    """Common to all."""

    copy_view_enabled = False
    index_view_class = RuleIndex
    edit_view_class = RuleEditView
    delete_view_class = RuleDelete
    history_view_class = RuleHistory
    usage_view_class = RuleUsage
    form_base = RuleForm
    search_backend_name = None
    search_fields = ["source", "region__full_name"]
    own_columns = []
    own_panels = []

    @property
    def list_display(self):
        return [*self.own_columns, "region", "valid_from", "valid_to", "verified_on"]

    @property
    def panels(self):
        return [*self.own_panels, *_WHEN_AND_WHERE]

    def get_edit_handler(self):
        return ObjectList(self.panels, base_form_class=self.form_base).bind_to_model(self.model)


class LocalMatterViewSet(LocalViewSet):
    model = LocalMatter
    name = "local_matters_admin"
    url_prefix = "local-matters"
    icon = "list-ul"
    menu_label = _("补充事项")
    own_columns = ["title", "matter"]
    own_panels = [FieldRowPanel([FieldPanel("title"), FieldPanel("matter")]), FieldPanel("hint")]


class HardshipStandardViewSet(LocalViewSet):
    model = HardshipStandard
    name = "hardship_standards_admin"
    url_prefix = "hardship-standards"
    icon = "order"
    menu_label = _("经济困难标准")
    own_columns = ["amount", "per", "set_by"]
    own_panels = [FieldRowPanel([FieldPanel("amount"), FieldPanel("per")]), FieldPanel("set_by")]


class LocalExemptionViewSet(LocalViewSet):
    model = LocalExemption
    name = "local_exemptions_admin"
    url_prefix = "local-exemptions"
    icon = "success"
    menu_label = _("放宽免查")
    own_columns = ["title", "widens"]
    own_panels = [FieldRowPanel([FieldPanel("title"), FieldPanel("widens")])]


class LocalPaperDaysViewSet(LocalViewSet):
    model = LocalPaperDays
    name = "local_paper_days_admin"
    url_prefix = "local-paper-days"
    icon = "time"
    menu_label = _("先行援助补材料")
    own_columns = ["days"]
    own_panels = [FieldPanel("days")]


class LocalReopenDaysViewSet(LocalViewSet):
    model = LocalReopenDays
    name = "local_reopen_days_admin"
    url_prefix = "local-reopen-days"
    icon = "undo"
    menu_label = _("重新打开的天数")
    own_columns = ["status", "days"]
    own_panels = [FieldRowPanel([FieldPanel("status"), FieldPanel("days")])]


class InformedBodyViewSet(LocalViewSet):
    model = InformedBody
    name = "informed_bodies_admin"
    url_prefix = "informed-bodies"
    icon = "group"
    menu_label = _("要通报的机关")
    own_columns = ["name", "kind", BooleanColumn("is_required", label=_("一定要通报"))]
    own_panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("is_required"), FieldPanel("answer_days")]),
        FieldPanel("way"),
    ]


class LocalCutoffViewSet(LocalViewSet):
    model = LocalCutoff
    name = "local_cutoffs_admin"
    url_prefix = "local-cutoffs"
    icon = "time"
    menu_label = _("当天受理的钟点")
    own_columns = ["hour", "office"]
    own_panels = [FieldRowPanel([FieldPanel("hour"), FieldPanel("office")])]


class LocalWarnDaysViewSet(LocalViewSet):
    model = LocalWarnDays
    name = "local_warn_days_admin"
    url_prefix = "local-warn-days"
    icon = "calendar-alert"
    menu_label = _("期限提醒的天数")
    own_columns = ["days", "up_days"]
    own_panels = [FieldRowPanel([FieldPanel("days"), FieldPanel("up_days")])]
