"""From one office to another."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aid.services import transfer
from aid.services.places import elsewhere_of
from counter.forms import NOTE, ActForm


class OfficeChoice(forms.ModelChoiceField):
    def __init__(self, **kwargs):
        errors = {"invalid_choice": _("那里没有人受理，或者就是现在的机构。")}
        super().__init__(queryset=None, empty_label="—", error_messages=errors, **kwargs)


class RerouteForm(ActForm):
    action = "reroute"
    verb = _("改派")
    intro = _(
        "您督导的机构之间，马上改过去：编号不变，期限照走。机构没有受理员、关了门的，里面的案子用这个交给有人的机构。"
    )

    office = OfficeChoice(label=_("交给哪个机构"))
    reason = forms.CharField(label=_("为什么改派"), max_length=500, widget=NOTE)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        self.fields["office"].queryset = transfer.agencies(application.office)


# Which acts go with an open offer: of ours, and of a body outside.
_INSIDE = frozenset({"accept_transfer", "decline_transfer", "recall_transfer"})
_OUTSIDE = frozenset({"recall_transfer", "end_transfer"})


def fits(act, application):
    """Whether an act may be offered, as far as handing over is concerned."""
    if act.code not in _INSIDE | _OUTSIDE | {"refer_out"}:
        return True
    if not application.offer_due_on:
        return act.code == "refer_out"
    return act.code in (_INSIDE if application.offered_to_id else _OUTSIDE)


class OfferForm(ActForm):
    action = "refer_out"
    told = ("to",)
    verb = _("问对方")
    intro = _(
        "不归本机构管、别处办更好的，问对方接不接，这不是不予援助。对方答复以前还归我们，期限照走，随时能收回来；"
        "对方不接或者过了日子没答复，回到这里的待办。"
    )

    office = OfficeChoice(label=_("我们的哪个机构"), required=False)
    to = forms.CharField(label=_("或者外面的机构，写名字"), max_length=120, required=False)
    reason = forms.CharField(label=_("为什么转"), max_length=1000, widget=NOTE)
    due_on = forms.DateField(
        label=_("最晚哪天答复"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("不选就是三天。"),
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        self.fields["office"].queryset = transfer.agencies(application.office)
        if there := elsewhere_of(application):
            self.fields["to"].initial = there.agency
            self.fields["reason"].initial = _("事情在%(place)s，归那里的机构管。") % {
                "place": there.region.full_name
            }


class AcceptTransferForm(ActForm):
    action = "accept_transfer"
    verb = _("接收")
    intro = _("接收以后归本机构办，编号不变，期限不重新算：先看还剩几天。")

    note = forms.CharField(label=_("备注"), required=False, max_length=500, widget=NOTE)


class DeclineTransferForm(ActForm):
    action = "decline_transfer"
    verb = _("退回")
    intro = _("不接要说明理由，申请回到原来的机构。")

    reason = forms.CharField(label=_("为什么不接"), max_length=1000, widget=NOTE)


class RecallForm(ActForm):
    action = "recall_transfer"
    verb = _("收回来")
    intro = _("不转了，或者外面的机构说不接，都用这个：接着由本机构办。")

    reason = forms.CharField(label=_("为什么收回、对方怎么说的"), max_length=1000, widget=NOTE)


class EndTransferForm(ActForm):
    action = "end_transfer"
    verb = _("对方接收了，转出")
    intro = _("外面的机构说接了才用。转出以后这里不再办；当事人的时效照走，告诉他去哪里问。")
    is_final = True

    ack = forms.CharField(label=_("对方谁接的、怎么说的"), max_length=1000, widget=NOTE)
