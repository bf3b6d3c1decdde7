from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from foundation.retention.models import KeepingRule


class RuleForm(WagtailAdminModelForm):
    class Meta:
        model = KeepingRule
        fields = ["amount", "unit", "document", "document_number", "clause", "valid_from"]
        widgets = {"valid_from": AdminDateInput}
        help_texts = {
            "amount": _("从计算的那一天起，保存这么久。"),
            "valid_from": _("至少一周以后：要留时间给督导和运维看。"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["amount"].required = True
