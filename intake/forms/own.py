"""What is asked of whoever has sent an application and comes back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.content.forms import PlainForm
from intake.fields import LineField, OneOfField, PhoneField, StoryField
from intake.forms.base import StepForm
from intake.forms.papers import files_field
from intake.forms.people import YouForm

SCORES = [(5, _("很满意")), (4, _("满意")), (3, _("一般")), (2, _("不满意")), (1, _("很不满意"))]


class PhoneForm(StepForm):
    phone = PhoneField(
        label=_("手机号"),
        help_text=_("改了以后，查进度用新号码的后四位。原来的号码会收到一条短信，说号码改了。"),
        error_messages={"required": _("写上手机号；没有手机可以写信得过的人的")},
    )


class LostForm(PlainForm):
    phone = PhoneField(
        label=_("填表时写的手机号"),
        help_text=_("验证码发到这个手机。"),
        error_messages={"required": _("写上填表时写的手机号")},
    )


class SpotForm(StepForm):
    """The place stays: the office follows from it."""

    project = LineField(label=_("工地、厂子、店或平台叫什么？"), max_length=100, required=False)
    workplace = LineField(label=_("具体在哪里？"), max_length=150, required=False)


def words(label, help_text="", required=True):
    return StoryField(
        label=label,
        help_text=help_text,
        max_length=1500,
        required=required,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("写几句话，我们好知道是什么事"),
            "max_length": _("太长了，最多 1500 字，请写短一点"),
        },
    )


class ObjectionForm(PlainForm):
    text = words(_("为什么不同意？"), _("哪里说得不对、还有什么材料，想到什么写什么。"))


class ChangeForm(PlainForm):
    text = words(_("为什么想换？"), _("比如联系不上、说好的事没办、跟对方有关系。"))


class ComplaintForm(PlainForm):
    text = words(_("什么事、谁？"), _("写清楚哪天、发生了什么。向您要钱要东西的，一定写上。"))


class MessageForm(PlainForm):
    text = words(_("想说什么、问什么？"))
    files = files_field(_("带上照片或文件（最多 5 个）"))


class RatingForm(PlainForm):
    score = OneOfField(label=_("给您办得怎么样？"), choices=SCORES, error_messages={"required": _("选一个")})
    text = words(_("还想说什么？"), required=False)

    def clean_score(self):
        return int(self.cleaned_data["score"])


class DeletionForm(PlainForm):
    text = words(_("要删什么、为什么？"), required=False)


class IdentityForm(StepForm):
    """The right spelling: the fields of the form's own page, without the phone."""

    name = YouForm.base_fields["name"]
    id_type = YouForm.base_fields["id_type"]
    id_number = YouForm.base_fields["id_number"]
    only_if, needed = YouForm.only_if, YouForm.needed
    clean_id_number = YouForm.clean_id_number
