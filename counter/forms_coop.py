"""Letters to other agencies, and their answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aid import choices
from aid.models import Letter
from aid.services import transfer
from counter.forms import NOTE, ActForm, PapersForm
from counter.forms_group import called
from counter.forms_transfer import OfficeChoice

State = Letter.State
BY_WHO_IS_ASKED = ("coop_ack", "coop_answer", "coop_decline")


def outside(application):
    """The letters to bodies outside that wait for an answer. Reads prefetched rows."""
    return [one for one in application.letters.all() if one.is_waited_for and not one.to_office_id]


def fits(act, application):
    """Whether an act may be offered on the case page, as far as letters are concerned."""
    if act.code in BY_WHO_IS_ASKED:
        return False  # on the page of the letter: whoever is asked sees that alone
    if act.code == "coop_heard":
        return bool(outside(application))
    if act.code == "coop_close":
        return any(one.state != State.CLOSED for one in application.letters.all())
    return True


class LetterChoice(forms.ModelChoiceField):
    def __init__(self, **kwargs):
        errors = {"invalid_choice": _("这份协作函已经答复过、收回了，请看看现在到哪一步。")}
        super().__init__(
            label=_("哪一份"),
            queryset=Letter.objects.none(),
            empty_label=None,
            error_messages=errors,
            **kwargs,
        )

    def label_from_instance(self, letter):
        return f"{letter.get_kind_display()} · {letter.to} · {letter.get_state_display()}"


class _LetterForm(ActForm):
    """About one of the letters of the application: `states` says which."""

    states = (State.SENT, State.ACKNOWLEDGED)

    letter = LetterChoice()

    def __init__(self, *args, application, letter=None, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        found = self.letters(application.letters.filter(state__in=self.states))
        self.fields["letter"].queryset = found
        if letter:
            self.fields["letter"].widget = forms.HiddenInput()
            self.fields["letter"].initial = letter.pk
        elif first := next(iter(found), None):
            self.fields["letter"].initial = first.pk

    def letters(self, found):
        return found


class _AskedForm(_LetterForm):
    """Filled in by who is asked: what is done to the application meanwhile is nothing to them."""

    def clean_version(self):
        return None


class AcknowledgeForm(_AskedForm):
    action = "coop_ack"
    states = (State.SENT,)
    verb = _("收到了，在办")
    intro = _("告诉发函的机构收到了；办好了再答复。")

    note = forms.CharField(label=_("备注"), required=False, max_length=500, widget=NOTE)


class AnswerLetterForm(_AskedForm, PapersForm):
    action = "coop_answer"
    verb = _("答复")
    intro = _("查到了什么、收到了什么写在这里，材料一起交。答复以后，发函的机构停着的审查期限接着走。")

    note = None
    text = forms.CharField(label=_("查到了什么、收到了什么"), max_length=4000, widget=NOTE)

    def clean(self):
        return forms.Form.clean(self)

    def arguments(self, cleaned):
        kind = cleaned["kind"] or choices.PaperKind.OTHER
        papers = [(cleaned["upload"], kind)] if cleaned["upload"] else []
        return {"letter": cleaned["letter"], "text": cleaned["text"], "papers": papers}


class DeclineLetterForm(_AskedForm):
    action = "coop_decline"
    verb = _("办不了，退回")
    intro = _("办不了的要书面说明理由（办案程序里的，本站还没有核对原文）。")

    text = forms.CharField(label=_("为什么办不了"), max_length=2000, widget=NOTE)


class AskLetterForm(ActForm):
    action = "coop_ask"
    told = ()
    verb = _("发出协作函")
    intro = _(
        "请别处的机构核查、取证、送文书、一起办。对方只看得到这份函里写的和您勾的，看不到整件申请；答复回到这里。"
        "时效从来不停。"
    )

    kind = forms.ChoiceField(label=_("请对方做什么"), choices=Letter.Kind)
    office = OfficeChoice(label=_("我们的哪个机构"), required=False)
    to = forms.CharField(label=_("或者外面的机构，写名字"), max_length=120, required=False)
    claimant = forms.ModelChoiceField(label=_("谁的事"), queryset=None, required=False, empty_label=None)
    facts = forms.CharField(
        label=_("事情的大概"), max_length=2000, widget=NOTE, help_text=_("对方看得到，只写要用的。")
    )
    asked = forms.CharField(
        label=_("请查什么、收什么"), max_length=2000, widget=NOTE, help_text=_("对方看得到，一次说全。")
    )
    shares = forms.MultipleChoiceField(
        label=_("给对方看什么"),
        choices=Letter.Share,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只勾用得着的；对方每看一次记一次。"),
    )
    suspends = forms.BooleanField(
        label=_("答复以前，审查期限停着"),
        required=False,
        help_text=_("只有核查经济困难的才停（办案程序里的，本站还没有核对原文）。"),
    )
    due_on = forms.DateField(
        label=_("最晚哪天答复"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        self.fields["office"].queryset = transfer.agencies(application.office)
        self.fields["claimant"].queryset = application.claimants.filter(withdrawn_at=None)
        self.fields["claimant"].label_from_instance = called
        self.fields["claimant"].initial = application.claimant.pk if application.claimant else None


class HeardForm(_LetterForm):
    action = "coop_heard"
    verb = _("记下来")
    intro = _("外面的机构来电话、来函了，用这个：收到了、答复了，或者办不了。")

    what = forms.ChoiceField(
        label=_("对方怎么说"),
        choices=[(one.value, one.label) for one in (State.ACKNOWLEDGED, State.ANSWERED, State.DECLINED)],
    )
    text = forms.CharField(label=_("对方谁说的、怎么说的"), max_length=4000, widget=NOTE)

    def letters(self, found):
        return found.filter(to_office=None)


class CloseLetterForm(_LetterForm):
    action = "coop_close"
    states = (State.SENT, State.ACKNOWLEDGED, State.ANSWERED, State.DECLINED)
    verb = _("了结")
    intro = _("对方的答复看过了，点这里；还没有答复、不等了的，写清楚为什么，停着的期限接着走。")

    note = forms.CharField(label=_("备注，或者为什么不等了"), required=False, max_length=1000, widget=NOTE)
