"""Writing to the person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aid.models import ReadyText
from aid.sla import today_in_shanghai
from counter.forms import LONG, ActForm
from counter.forms_group import called


class WriteForm(ActForm):
    action = "write_to"
    told = ("text",)
    verb = _("写给他")
    intro = _(
        "他凭收件码或者验证码在自己的网页上看，看了这里会写哪天看的，也能在那里回话。让发短信的，会收到一条，只说有留言，不说什么事。"
    )

    claimant = forms.ModelChoiceField(label=_("写给谁"), queryset=None, required=False)
    ready = forms.ModelChoiceField(
        label=_("常用的话"),
        queryset=None,
        required=False,
        empty_label=_("不用"),
        help_text=_("选了就写在最前面。"),
    )
    text = forms.CharField(
        label=_("要说的"),
        required=False,
        max_length=2000,
        widget=LONG,
        help_text=_("手机可能别人也看得到：写普通人看得懂的话，不写密码、账号。"),
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        everybody = application.people
        speaking = [one for one in everybody if application.speaks_for_all(one)] or everybody[:1]
        asked = {wish.claimant_id for wish in application.wishes.all() if wish.is_open}
        people = application.claimants.filter(pk__in={one.pk for one in speaking} | asked)
        self.fields["claimant"].queryset = people
        self.fields["claimant"].label_from_instance = called
        if len(speaking) < 2 and not asked - {one.pk for one in speaking}:
            del self.fields["claimant"]
        ready = ReadyText.objects.in_force(today_in_shanghai())
        self.fields["ready"].queryset = ready
