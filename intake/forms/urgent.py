"""What cannot wait: asked of whoever says so, on whichever page they are."""

from django.utils.translation import gettext_lazy as _

from aid.choices import Ground
from foundation.content.forms import DatePartsField, Hinted
from intake.fields import LineField, OneOfField
from intake.forms.base import NO, StepForm


class AskFirstAidForm(StepForm):
    """Of an application that was sent."""

    ground = OneOfField(
        label=_("为什么等不了？"),
        choices=[
            (Ground.LIMITATION, Hinted(_("日子快过了"), _("仲裁、起诉、上诉的期限不到七天"))),
            (Ground.PRESERVATION, Hinted(_("老板要转走财产"), _("要马上请法院查封、冻结"))),
            (Ground.ADVANCE, Hinted(_("等着钱救命、吃饭"), _("要马上请法院先判给一部分"))),
        ],
        error_messages={"required": _("选一个最像的")},
    )
    deadline = DatePartsField(
        label=_("最晚是哪一天？"),
        required=False,
        allow_future=True,
        help_text=_("通知书上写的日子，或者离开满一年的那天。不知道就空着。"),
    )
    words = LineField(label=_("还有什么要马上说的？"), max_length=200, required=False)
    only_if = {"deadline": ("ground", {Ground.LIMITATION.value})}


class UrgentForm(AskFirstAidForm):
    ground = OneOfField(
        label=AskFirstAidForm.base_fields["ground"].label,
        choices=[*AskFirstAidForm.base_fields["ground"].choices, (NO, _("不急了，照常填"))],
        error_messages={"required": _("选一个最像的；不急就选最后一个")},
    )
