"""Judging one of a group apart from the others."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aid import choices, members
from counter import forms_chain
from counter.forms import LONG, NOTE, ActForm
from counter.forms_group import called
from counter.forms_objection import WhoseField, WhoseMixin
from counter.forms_serve import ServeForm


def fits(act, application):
    """Whether an act may be offered, as far as members judged apart are concerned."""
    is_group = len(application.claimants.all()) > 1
    states = {share.state for share in application.shares.all()} if is_group else set()
    match act.code:
        case "advise_member":
            return len(application.people) > 1
        case "grant_part":
            return "advised" in states
        case "grant":
            return "advised" not in states
        case "order_member":
            return "refused" in states
        case "decide_member" | "endorse_member":
            return "ordered" in states
        case "return_member":
            return any(share.state == "ordered" and share.yes_by for share in application.shares.all())
        case "serve_member":
            return bool({"refused", "ordered"} & states)
    return True


class PositionsField(forms.CharField):
    """Numbers of the roster: 3、7、9-12."""

    default_error_messages = {"numbers": _("写名册上的序号，例如 3、7、9-12。")}

    def clean(self, value):
        text = super().clean(value)
        try:
            return members.positions(text)
        except ValueError:
            raise forms.ValidationError(self.error_messages["numbers"], code="numbers") from None


class AdviseMemberForm(ActForm):
    action = "advise_member"
    told = ("text", "law")
    verb = _("写下来")
    intro = _(
        "一起申请的人里，个别人不符合条件的，在提审查意见以前逐个写明；同一个理由的可以一次写几个人。各人只看得到"
        "自己的。审查意见选“建议给一部分人”，由审批人决定。"
    )

    positions = PositionsField(label=_("第几号"), max_length=300, help_text=_("例如 3、7、9-12。"))
    advice = forms.ChoiceField(
        label=_("怎么办"),
        choices=[
            (choices.Advice.REFUSE, _("建议不予援助")),
            (choices.Advice.GRANT, _("收回建议，和别人一起办")),
        ],
        initial=choices.Advice.REFUSE,
        widget=forms.RadioSelect,
    )
    reasons = forms.MultipleChoiceField(
        label=_("理由"),
        choices=choices.RefusalReason,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("收回建议的，下面三样都不用填。"),
    )
    text = forms.CharField(label=_("写给他本人看的理由"), required=False, max_length=2000, widget=LONG)
    law = forms.CharField(label=_("依据哪条法律"), required=False, max_length=200)

    def aim_at(self, position):
        self.initial["positions"] = str(position)


class GrantPartForm(ActForm):
    action = "grant_part"
    told = ("text",)
    verb = _("作决定：给别的人，选出来的不给")
    intro = _("审查员建议过的人列在下面，选上的不给，没选的和别人一起给。每个人只知道自己的结果和理由。")
    is_final = True

    refused = forms.TypedMultipleChoiceField(
        label=_("不给谁"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(label=_("决定说明"), required=False, max_length=2000, widget=LONG)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        people = {person.pk: person for person in application.claimants.all()}
        field = self.fields["refused"]
        advised = [share for share in application.shares.all() if share.state == share.State.ADVISED]
        field.choices = [
            (
                share.pk,
                _("%(who)s：%(reasons)s。%(text)s")
                % {
                    "who": called(people[share.claimant_id]),
                    "reasons": "、".join(share.reasons_said),
                    "text": share.text,
                },
            )
            for share in advised
        ]
        field.initial = [share.pk for share in advised]


class OrderMemberForm(WhoseMixin, ActForm):
    action = "order_member"
    told = ("text",)
    verb = _("责令改正")
    intro = _("异议成立：提异议的人由机构重新决定，别人的援助照旧。")

    whose = WhoseField()
    text = forms.CharField(label=_("哪里不对，要怎么改（当事人看得到）"), max_length=2000, widget=LONG)


class _AnewForm(ActForm):
    """Of whom: those whose turn it is; what those before them proposed stands in the fields."""

    positions = PositionsField(label=_("第几号"), max_length=300)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        people = {person.pk: person.position for person in application.claimants.all()}
        anew = [share for share in application.shares.all() if share.state == share.State.ORDERED]
        waits = [share for share in anew if self.fits(share)]
        places = sorted(people[share.claimant_id] for share in waits)
        self.initial["positions"] = "、".join(map(str, places))
        if "outcome" in self.fields and len({share.proposed for share in waits} - {""}) == 1:
            self.initial["outcome"] = next(share.proposed for share in waits if share.proposed)
            self.initial["text"] = forms_chain.proposed(application, places)

    @staticmethod
    def fits(share):
        return True

    def aim_at(self, position):
        self.initial["positions"] = str(position)


class _OutcomeForm(_AnewForm):
    outcome = forms.ChoiceField(
        label=_("决定"),
        choices=[(choices.Advice.GRANT, _("给予援助")), (choices.Advice.REFUSE, _("不予援助"))],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label=_("写给他本人看的理由"), max_length=2000, widget=NOTE)


class EndorseMemberForm(_OutcomeForm):
    action = "endorse_member"
    verb = _("提议，交给下一位")
    intro = _(
        "这个地方要几个人同意。写明给还是不给、给他本人看的话；最后一位同意了才成立，他本人那时才看到。"
        "前面的人提议过、您不这么看的，用“退回重新看”。"
    )

    @staticmethod
    def fits(share):
        return not share.is_last_yes


class ReturnMemberForm(_AnewForm):
    action = "return_member"
    verb = _("退回重新看")
    intro = _("前面的人提议的不对，写清楚哪里要再看，从第一位重新来。")

    reason = forms.CharField(label=_("哪里要再看"), max_length=1000, widget=NOTE)

    @staticmethod
    def fits(share):
        return bool(share.yes_by)


class DecideMemberForm(_OutcomeForm):
    action = "decide_member"
    told = ("text",)
    verb = _("重新作决定")
    intro = _(
        "司法行政部门责令改正的人，重新给他一份决定。前面有人同意过的，照他们提议的；不这么看的，退回重新看。"
    )
    is_final = True

    @staticmethod
    def fits(share):
        return share.is_last_yes


class ServeMemberForm(ServeForm):
    action = "serve_member"
    intro = _(
        "一起申请的人里，个别人的不予援助决定书送到他手上了，记在这里：他自己提异议的日子从这天算，别人的不动。记错了，再记一次。"
    )

    claimant = forms.TypedChoiceField(label=_("谁的"), coerce=int)
    field_order = ("version", "key", "claimant")

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        people = [person for person in application.claimants.all() if members.refusal_of(application, person)]
        self.fields["claimant"].choices = [("", "—"), *((one.pk, called(one)) for one in people)]
