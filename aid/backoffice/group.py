"""The 当地规定 menu: all that places set for themselves."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from aid.backoffice.chains import ApprovalChainViewSet
from aid.backoffice.checks import StepCheckViewSet
from aid.backoffice.local import (
    HardshipStandardViewSet,
    InformedBodyViewSet,
    LocalCutoffViewSet,
    LocalExemptionViewSet,
    LocalMatterViewSet,
    LocalPaperDaysViewSet,
    LocalReopenDaysViewSet,
    LocalWarnDaysViewSet,
)
from aid.backoffice.paper_templates import PaperTemplateViewSet


class LocalGroup(ModelViewSetGroup):
    menu_label = _("当地规定")
    menu_icon = "site"
    menu_order = 310
    items = (
        LocalMatterViewSet,
        HardshipStandardViewSet,
        LocalExemptionViewSet,
        LocalPaperDaysViewSet,
        LocalReopenDaysViewSet,
        InformedBodyViewSet,
        PaperTemplateViewSet,
        LocalCutoffViewSet,
        LocalWarnDaysViewSet,
        ApprovalChainViewSet,
        StepCheckViewSet,
    )
