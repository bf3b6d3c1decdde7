"""Papers, with the application and after it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aid import choices
from foundation.content.forms import PlainForm
from intake.fields import LineField, ManyFilesField, StoryField
from intake.forms.base import StepForm

TAKEN = _(
    "照片、PDF、Word、Excel、录音、短视频都收。每个最大 20 MB，录音、录像最大 50 MB；可以一次选几个，加起来不超过 60 MB。"
)


def files_field(label):
    return ManyFilesField(label=label, required=False, help_text=TAKEN)


class PapersForm(StepForm):
    files = files_field(_("选照片或文件"))
    kind = forms.ChoiceField(
        label=_("这些是什么？"),
        choices=[("", _("说不清，你们看")), *list(choices.PaperKind.choices)[:-1]],
        required=False,
    )


class SlotForm(PlainForm):
    """One kind of paper: send it, or say that there is none."""

    files = files_field(_("选照片或文件"))
    why = LineField(
        label=_("我没有这个：为什么？"),
        required=False,
        max_length=200,
        help_text=_("没有就写一句，比如：没给过我、丢了。我们帮您想办法，不会因为这个不管。"),
    )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            raise ValidationError(_("选一个文件，或者写一句为什么没有"))
        return cleaned


class AddPapersForm(PlainForm):
    """Papers sent later. With `asked` (kinds): a place for each, and why it is missing, instead of one for all.

    `awaited`: kinds that have a place of their own beside.
    """

    files = files_field(_("选照片或文件"))
    note = StoryField(
        label=_("这些材料，要说明的"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("比如：这是谁写的、哪里看不清。别的话写在“给我们留言”里，在那里回您。"),
    )

    def __init__(self, *args, asked=(), awaited=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.asked, self.awaited = asked, awaited
        for kind in awaited:
            name = choices.PaperKind(kind).label
            self.fields[f"files_{kind}"] = files_field(_("%(paper)s：选照片或文件") % {"paper": name})
        for kind in asked:
            name = choices.PaperKind(kind).label
            self.fields[f"files_{kind}"] = files_field(_("%(paper)s：选照片或文件") % {"paper": name})
            self.fields[f"why_{kind}"] = LineField(
                label=_("没有%(paper)s？写一句为什么") % {"paper": name},
                required=False,
                max_length=200,
                help_text=_("比如：没给过我、丢了、在老家。我们帮您想办法，不会因为这个不管。"),
            )
        if asked:
            del self.fields["files"]
        self.order_fields([name for name in self.fields if name not in ("files", "note")])

    @property
    def places(self):
        """(name of the field of files, kind) of each place."""
        asked = [(f"files_{kind}", kind) for kind in self.asked] or [("files", choices.PaperKind.OTHER)]
        return asked + [(f"files_{kind}", kind) for kind in self.awaited]

    @property
    def without(self):
        """kind → why the person has it not."""
        given = {kind: self.cleaned_data.get(f"why_{kind}", "").strip() for kind in self.asked}
        return {kind: why for kind, why in given.items() if why}

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            raise ValidationError(_("选一个文件，或者写几句话"))
        return cleaned
