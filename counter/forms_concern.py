"""Cases that others are told of, that somebody keeps an eye on, and what colleagues must mind."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from aid import members, sla, telling
from aid.models import BodyNotice, CareNote, Concern, InformedBody
from aid.services import concern, watch
from counter.forms import LONG, NOTE, ActForm
from counter.forms_group import called
from foundation.content.templatetags.content_tags import chinese_date, money

DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


def fits(act, application):
    """Whether an act may be offered, as far as these are concerned. Reads what the case page prefetches."""
    match act.code:
        case "mark_concern":
            return not application.is_group_case
        case "send_notice":
            return concern.is_concern(application)
        case "answer_notice":
            return bool(waiting(application))
        case "check_watch" | "end_watch":
            return running(application) is not None
        case "end_care":
            return bool(cares(application))
    return True


def waiting(application):
    """The notices without an answer; those of a case of which nobody is told are not looked for."""
    if not concern.is_concern(application):
        return []
    return [one for one in application.body_notices.all() if one.acknowledged_on is None]


def running(application):
    """The watch that runs, or None."""
    return next((one for one in application.watches.all() if one.ended_at is None), None)


def cares(application):
    return [one for one in application.care_notes.all() if one.ended_at is None]


class MarkForm(ActForm):
    action = "mark_concern"
    verb = _("标上")
    intro = _(
        "可能上访、影响大、疑难、敏感的，标出来：要通报的机关、盯着的人，都在这一页安排。十个人以上的不用标，本来就是。"
    )

    kinds = forms.MultipleChoiceField(
        label=_("哪一种"), choices=Concern.Kind, widget=forms.CheckboxSelectMultiple
    )
    why = forms.CharField(label=_("为什么"), max_length=500, widget=NOTE)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        if hasattr(application, "concern"):
            self.initial.update(kinds=application.concern.kinds, why=application.concern.why)


class SendForm(ActForm):
    action = "send_notice"
    verb = _("已经送出，记下来")
    intro = _(
        "下面是要送出去的原话，先看，能改。只写人数、数目、地方，不写姓名、电话、证件号码。系统不会自己发：您送出去以后，"
        "在这里记怎么送的。"
    )

    body = forms.ModelChoiceField(label=_("通报给谁"), queryset=None, empty_label="—")
    text = forms.CharField(label=_("通报的话"), max_length=2000, widget=LONG)
    way = forms.ChoiceField(label=_("怎么送的"), choices=BodyNotice.Way, widget=forms.RadioSelect)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        listed = concern.bodies(application, sla.today_in_shanghai())
        field = self.fields["body"]
        field.queryset = InformedBody.objects.filter(pk__in=[body.pk for body in listed])
        field.label_from_instance = lambda body: (
            f"{body.name} · {_('一定要通报')}" if body.is_required else body.name
        )
        if not listed:
            field.help_text = _("这个地方还没有名单：请编辑在“当地规定”的“要通报的机关”里加。")
        people = list(application.claimants.all())
        found = members.totals(application, people)
        self.fields["text"].initial = telling.draft(
            application, len(application.people) or len(people), money(found.asked), application.office.name
        )


class AnsweredForm(ActForm):
    action = "answer_notice"
    verb = _("记下回音")
    intro = _("对方收到了、怎么办，记在这里。")

    notice = forms.TypedChoiceField(label=_("哪一份"), coerce=int)
    on = forms.DateField(label=_("哪天"), **DAY)
    answer = forms.CharField(label=_("谁答复的、怎么说的"), max_length=500, widget=NOTE)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        self.fields["notice"].choices = [
            (one.pk, f"{one.body_name} · {chinese_date(sla.local_day(one.sent_at), 'full')}")
            for one in waiting(application)
        ]
        self.initial["on"] = sla.today_in_shanghai()


class WatchForm(ActForm):
    action = "start_watch"
    verb = _("定下来")
    intro = _("定一个人，到日子再看一眼有没有新情况。到了没看的，在他和督导的首页标出来。换人也用这个。")

    watcher = forms.ModelChoiceField(label=_("谁盯着"), queryset=None, empty_label="—")
    next_on = forms.DateField(label=_("最晚哪天再看"), **DAY)
    why = forms.CharField(label=_("为什么盯着"), max_length=500, widget=NOTE)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        self.fields["watcher"].queryset = watch.watchers(application.office)
        self.initial["next_on"] = sla.today_in_shanghai() + timedelta(days=7)
        if now := running(application):
            self.initial.update(watcher=now.watcher_id, why=now.why)


class CheckForm(ActForm):
    action = "check_watch"
    verb = _("记下来")
    intro = _("打电话问、去现场看、跟别的机关核对过以后，记一笔。")

    seen = forms.CharField(label=_("看到什么"), max_length=1000, widget=NOTE)
    next_on = forms.DateField(label=_("下次最晚哪天"), **DAY)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        self.initial["next_on"] = sla.today_in_shanghai() + timedelta(days=7)


class EndWatchForm(ActForm):
    action = "end_watch"
    verb = _("不用盯了")
    intro = _("钱拿到了、情绪稳了、案子结了：写清楚为什么不用盯。")

    why = forms.CharField(label=_("为什么"), max_length=500, widget=NOTE)


class CareForm(ActForm):
    action = "add_care"
    verb = _("记下，只给同事看")
    intro = _("联系他怕不怕被发现、身体、要不要翻译、什么时候别打：写短，打电话的人第一眼看到。")

    claimant = forms.TypedChoiceField(label=_("是谁"), coerce=int, required=False, empty_value=None)
    kind = forms.ChoiceField(label=_("哪一种"), choices=CareNote.Kind)
    text = forms.CharField(label=_("要留意什么"), max_length=120)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        people = list(application.claimants.all())
        if len(people) == 1:
            self.initial["claimant"] = people[0].pk
        self.fields["claimant"].choices = [("", _("所有人")), *((p.pk, called(p)) for p in people)]


class EndCareForm(ActForm):
    action = "end_care"
    verb = _("不用再留意")
    intro = _("情况变了的，从页面上拿下来；记录里还在。")

    care = forms.TypedChoiceField(label=_("哪一条"), coerce=int)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        self.fields["care"].choices = [
            (one.pk, f"{one.get_kind_display()}：{one.text}") for one in cares(application)
        ]
