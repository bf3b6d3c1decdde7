"""Writing to the person."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aid import files
from aid.models import ReadyText, Word
from aid.services.word import undelivered
from aid.sla import local_day, today_in_shanghai
from counter.forms import LONG, ActForm
from counter.forms_group import called
from foundation.content.templatetags.content_tags import chinese_date
from foundation.notices.templates import registry


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

    upload = forms.FileField(
        label=_("附一个文件（照片、PDF、Word、Excel、录音、短视频）"),
        required=False,
        help_text=_(
            "只有他和办这件事的同事看得到。最大 20 MB，录音、录像 50 MB；Word、Excel 他在网页上打不开，请存成 PDF。"
        ),
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

    def clean_upload(self):
        """What the upload turned out to be, or None."""
        upload = self.cleaned_data["upload"]
        return files.check(upload) if upload else None

    def arguments(self, cleaned):
        upload = cleaned.pop("upload", None)
        return {**cleaned, "papers": [upload] if upload else []}


class _Sms(forms.ModelChoiceField):
    def label_from_instance(self, message):
        what = registry.labels().get(message.template, message.template)
        return f"{chinese_date(local_day(message.created_at), 'full')} {what}"


class TellForm(ActForm):
    action = "tell"
    told = ("text",)
    verb = _("记下来")
    intro = _(
        "打电话、当面、写信告诉了的，记在留言里，他在自己的网页上也看得到。短信没送到的，选上那一条，就不再列在“没送到的”里。"
    )

    claimant = forms.ModelChoiceField(label=_("告诉了谁"), queryset=None, required=False)
    how = forms.ChoiceField(label=_("用什么办法"), choices=Word.How)
    told_at = forms.DateTimeField(
        label=_("什么时候"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("写信的，写寄出的时候。"),
    )
    text = forms.CharField(label=_("说了什么"), max_length=2000, widget=LONG)
    instead_of = _Sms(
        label=_("代替哪条没送到的短信"), queryset=None, required=False, empty_label=_("不是为短信")
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        people = application.claimants.taking_part()
        self.fields["claimant"].queryset = people
        self.fields["claimant"].label_from_instance = called
        if len(application.people) < 2:
            del self.fields["claimant"]
        self.fields["told_at"].initial = timezone.localtime().replace(second=0, microsecond=0)
        self.fields["instead_of"].queryset = undelivered(application)

    def aim_at(self, position):
        """The SMS that nobody got; of a group also a worker, by their number in the roster."""
        if "m" in position:
            self.initial["instead_of"] = position.removeprefix("m")
        else:
            super().aim_at(position)
