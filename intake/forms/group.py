"""How a roster comes: pasted, or as a file."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from foundation.content.forms import PlainForm

LONGEST_PASTE = 60_000


class PasteForm(PlainForm):
    paste = forms.CharField(
        label=_("一人一行：姓名 手机 天数 一天多少 已拿多少"),
        max_length=LONGEST_PASTE,
        help_text=_("中间空一格就行。从表格里连标题一起复制也行。认错了的，下面名册里改。"),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("先把名单粘到这个框里，一人一行"),
            "max_length": _("太长了，请分几次粘"),
        },
    )


MOST_BYTES = 5 * 1024 * 1024


class RosterFileForm(PlainForm):
    file = forms.FileField(
        label=_("Excel 表格（.xlsx）、CSV 或者文本（.txt）"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,text/csv"}),
        error_messages={"required": _("先选一个文件")},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("这个文件太大了，名单最大 5 MB。请只留名单另存一份，或者把内容粘过来"))
        return file
