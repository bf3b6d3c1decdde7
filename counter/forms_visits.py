"""Going to somebody: planned, done, given up."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aid import files, sla
from aid.models import VisitTask
from aid.services import visits, watch
from counter.forms import NOTE, ActForm
from counter.forms_group import called
from counter.marks import Flag
from foundation.content.templatetags.content_tags import chinese_date

_TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def _tells():
    return forms.BooleanField(
        label=_("告诉当事人"),
        required=False,
        initial=True,
        help_text=_(
            "日子、钟点写在他自己的网页上；短信只说有新的留言，不要短信的不发。去哪里、为什么，不说。"
        ),
    )


def planned(application):
    """The visits to come. Prefetch `visit_tasks__claimant`."""
    return [one for one in application.visit_tasks.all() if one.is_planned]


def out(application, at):
    """What somebody took along and may still give back. Prefetch `visit_copies` with officer and task."""
    return [one for one in application.visit_copies.all() if one.is_out(at)]


def flags(application, at):
    """That a copy of a visit is out: with whom, until when."""
    return [
        Flag(_("带在外面"), _("%(who)s带走了上门的内容，%(taken)s起，留到 %(until)s") % _said(one), "today")
        for one in out(application, at)
    ]


def _said(one):
    times = {name: timezone.localtime(at) for name, at in (("taken", one.taken_at), ("until", one.until))}
    said = {name: f"{chinese_date(at, 'full')} {at:%H:%M}" for name, at in times.items()}
    return {"who": one.officer, **said}


def fits(act, application):
    if act.code == "recall_visit":
        return bool(out(application, timezone.now()))
    return act.code not in ("finish_visit", "replan_visit", "cancel_visit") or bool(planned(application))


def _choices(application):
    return [
        (one.pk, f"{when(one)} · {one.claimant.masked_name} · {one.get_purpose_display()}")
        for one in planned(application)
    ]


def when(one):
    """2026年12月3日 9:00–11:00"""
    return f"{chinese_date(one.day, 'full')} {one.window}".strip()


class PlanForm(ActForm):
    action = "plan_visit"
    verb = _("安排")
    intro = _("去见本人、看现场、送文书。当天的路线在“报告”里的“上门”，能调先后、能打印。")

    claimant = forms.TypedChoiceField(label=_("去见谁"), coerce=int)
    purpose = forms.ChoiceField(label=_("去做什么"), choices=VisitTask.Purpose)
    officer = forms.ModelChoiceField(label=_("谁去"), queryset=None, empty_label="—")
    day = forms.DateField(
        label=_("哪天去"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    from_time = forms.TimeField(
        label=_("几点起"), required=False, widget=_TIME, help_text=_("说好了钟点才写；当天的先后还能再调。")
    )
    to_time = forms.TimeField(label=_("到几点"), required=False, widget=_TIME)
    place = forms.CharField(label=_("去哪里"), max_length=120)
    note = forms.CharField(label=_("带什么、注意什么"), required=False, max_length=200)
    tells = _tells()

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        self.fields["claimant"].choices = [(one.pk, called(one)) for one in application.people]
        self.fields["officer"].queryset = watch.watchers(application.office)
        self.initial["day"] = sla.today_in_shanghai() + timedelta(days=1)


class _Many(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class PhotosField(forms.FileField):
    """Some files in one box, each looked into; what is wrong with one is said of it."""

    widget = _Many

    def clean(self, data, initial=None):
        uploads = [one for one in data or [] if one]
        if len(uploads) > visits.MOST_PHOTOS:
            raise forms.ValidationError(_("一次最多 %(most)d 张照片。"), params={"most": visits.MOST_PHOTOS})
        return [files.check(super(PhotosField, self).clean(one, initial)) for one in uploads]


class _OneVisitForm(ActForm):
    """About one of the visits to come."""

    visit = forms.TypedChoiceField(label=_("哪一次"), coerce=int)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        self.fields["visit"].choices = _choices(application)

    def aim_at(self, visit):
        """Name one beforehand, by its key, with when somebody said that they are there."""
        task = next((one for one in planned(self.application) if str(one.pk) == visit), None)
        if task:
            self.initial.update(visit=task.pk, there_at=task.there_at)


class FinishForm(_OneVisitForm):
    action = "finish_visit"
    verb = _("记下结果")
    intro = _("见了面就记，手机上也能填。签的字、按的手印、拍的照片放在材料里。")

    outcome = forms.ChoiceField(
        label=_("见到没有"),
        choices=[one for one in VisitTask.State.choices if one[0] in ("done", "missed")],
        widget=forms.RadioSelect,
    )
    result = forms.CharField(label=_("结果怎样"), max_length=1000, widget=NOTE)
    witness = forms.CharField(label=_("在场的人"), required=False, max_length=60)
    there_at = forms.DateTimeField(
        label=_("几点到的"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    signed = forms.FileField(
        label=_("签名、手印"),
        required=False,
        help_text=_("在下面的框里用手指签；签在纸上、按了手印的，拍下来传上。"),
        widget=forms.FileInput(
            attrs={
                "accept": "image/*,.pdf",
                # What static/js/sign.js draws with; without it this takes the photo alone.
                "data-sign": _("请当事人用手指签在这里："),
                "data-clear": _("擦掉重签"),
                "data-name": _("签名.png"),
            }
        ),
    )

    photos = PhotosField(
        label=_("现场的照片"),
        required=False,
        help_text=_("住处、工地、记工本，最多 10 张。"),
        widget=_Many(attrs={"accept": "image/*"}),
    )

    def clean_signed(self):
        upload = self.cleaned_data["signed"]
        return files.check(upload) if upload else None


class RecallForm(ActForm):
    action = "recall_visit"
    verb = _("收回")
    intro = _(
        "设备丢了、换人去了，收回来：从那台设备上就不能再交。写在上面的，过了期限自己删掉；知道密码的人在那以前还能看。"
    )

    visit = forms.TypedChoiceField(label=_("哪一次"), coerce=int)
    why = forms.CharField(label=_("为什么"), max_length=500, widget=NOTE)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        self.fields["visit"].choices = [
            (one.task_id, _("%(who)s带走的，%(taken)s起，留到 %(until)s") % _said(one))
            for one in out(application, timezone.now())
        ]


class ReplanForm(_OneVisitForm):
    action = "replan_visit"
    verb = _("改")
    intro = _("还是这个人去，换一天、换个钟点。换人去，先“不上门了”，再安排一次。")

    day = forms.DateField(
        label=_("改到哪天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    from_time = forms.TimeField(label=_("几点起"), required=False, widget=_TIME)
    to_time = forms.TimeField(label=_("到几点"), required=False, widget=_TIME)
    why = forms.CharField(label=_("为什么"), max_length=500, widget=NOTE)
    tells = _tells()


class CancelForm(_OneVisitForm):
    action = "cancel_visit"
    verb = _("不去了")
    intro = _("不用去了，或者换人去：换人的，再安排一次。只换日子，用“上门改日子”。")

    why = forms.CharField(label=_("为什么"), max_length=500, widget=NOTE)
    tells = _tells()
