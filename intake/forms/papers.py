"""Papers, with the application and after it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aid import choices
from foundation.content.forms import PlainForm
from intake.fields import ManyFilesField, StoryField
from intake.forms.base import StepForm


class PapersForm(StepForm):
    files = ManyFilesField(
        label=_("选照片或文件"),
        required=False,
        help_text=_(
            "照片、PDF、Word、Excel、录音、短视频都收。每个最大 20 MB，可以一次选几个，加起来不超过 30 MB。"
            "欠条、工牌、聊天截图、记工本、工地的牌子，有什么传什么。"
        ),
    )
    kind = forms.ChoiceField(
        label=_("这些是什么？"),
        choices=[("", _("说不清，你们看")), *list(choices.PaperKind.choices)[:-1]],
        required=False,
    )


class AddPapersForm(PlainForm):
    files = ManyFilesField(
        label=_("选照片或文件"),
        required=False,
        help_text=_(
            "照片、PDF、Word、Excel、录音、短视频都收。每个最大 20 MB，可以一次选几个，加起来不超过 30 MB。"
        ),
    )
    note = StoryField(
        label=_("想说的话"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("files") and not cleaned.get("note"):
            raise ValidationError(_("选一个文件，或者写几句话"))
        return cleaned
